use std::{str::FromStr as _, sync::Arc, time::Duration};

use sqlx::{
    AssertSqlSafe, MySql, MySqlPool, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    error::DatabaseError,
    mysql::{MySqlConnectOptions, MySqlDatabaseError, MySqlPoolOptions},
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{
    row::Row,
    spelling::{Dialect, spell},
    statement::Statement,
};
use crate::{
    schema::Schema,
    store::{StoreError, StoreResult},
};

/// A pool of connections to one of the databases, and the names of its tables.
#[derive(Debug, Clone)]
pub(super) struct Pool {
    pub(super) connections: Connections,
    pub(super) schema: Arc<Schema>,
}

#[derive(Debug, Clone)]
pub(super) enum Connections {
    Sqlite(SqlitePool),
    Postgres(PgPool),
    MySql(MySqlPool),
}

/// A transaction; dropped without [`Tx::commit`] it is rolled back.
pub(super) struct Tx {
    transaction: Open,
    pool: Pool,
    /// What was done in it, with the number of rows that changed.
    done: Vec<(Statement, u64)>,
}

enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
    MySql(Transaction<'static, MySql>),
}

/// How long a statement waits for a connection or a lock before the request fails with 503.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a busy file is opened again within that time.
const BUSY_TRIES: u32 = 50;

/// How often a statement is tried again that the database gave up to end a deadlock.
const DEADLOCK_TRIES: u32 = 20;

impl Pool {
    pub(super) async fn connect(url: &str, schema: Schema) -> StoreResult<Self> {
        Ok(Self { connections: Connections::open(url).await?, schema: Arc::new(schema) })
    }

    pub(super) fn dialect(&self) -> Dialect {
        match self.connections {
            Connections::Sqlite(_) => Dialect::Sqlite,
            Connections::Postgres(_) => Dialect::Postgres,
            Connections::MySql(_) => Dialect::MySql,
        }
    }

    /// A statement as this database reads it. All of it is ours: values are bound, and names from the configuration
    /// are letters, digits and `_`.
    pub(super) fn spell(&self, sql: &str) -> AssertSqlSafe<String> {
        AssertSqlSafe(spell(sql, &self.schema, self.dialect()))
    }

    /// Starts a transaction that will write. SQLite takes the write lock at once: a reader that wants to write
    /// later can be refused, a waiting writer cannot.
    pub(super) async fn begin(&self) -> StoreResult<Tx> {
        Ok(Tx { transaction: self.connections.begin().await?, pool: self.clone(), done: Vec::new() })
    }

    /// Runs a statement; the number of rows it changed.
    pub(super) async fn execute(&self, statement: Statement) -> StoreResult<u64> {
        for _ in 0..DEADLOCK_TRIES {
            match self.execute_once(statement.clone()).await {
                Err(error) if is_deadlock(&error) => {}
                outcome => return outcome,
            }
        }
        self.execute_once(statement).await
    }

    async fn execute_once(&self, statement: Statement) -> StoreResult<u64> {
        let statement = self.dialect().exact(statement);
        let sql = self.spell(&statement.sql);
        Ok(match &self.connections {
            Connections::Sqlite(pool) => {
                sqlx::query_with(sql, statement.for_sqlite()?).execute(pool).await?.rows_affected()
            }
            Connections::Postgres(pool) => {
                sqlx::query_with(sql, statement.for_postgres()?).execute(pool).await?.rows_affected()
            }
            Connections::MySql(pool) => {
                sqlx::query_with(sql, statement.for_mysql()?).execute(pool).await?.rows_affected()
            }
        })
    }

    /// The first row, if there is one.
    pub(super) async fn fetch_optional(&self, statement: Statement) -> StoreResult<Option<Row>> {
        let statement = self.dialect().exact(statement);
        let sql = self.spell(&statement.sql);
        Ok(match &self.connections {
            Connections::Sqlite(pool) => {
                sqlx::query_with(sql, statement.for_sqlite()?).fetch_optional(pool).await?.map(Row::Sqlite)
            }
            Connections::Postgres(pool) => {
                sqlx::query_with(sql, statement.for_postgres()?).fetch_optional(pool).await?.map(Row::Postgres)
            }
            Connections::MySql(pool) => {
                sqlx::query_with(sql, statement.for_mysql()?).fetch_optional(pool).await?.map(Row::MySql)
            }
        })
    }

    /// All rows.
    pub(super) async fn fetch_all(&self, statement: Statement) -> StoreResult<Vec<Row>> {
        let statement = self.dialect().exact(statement);
        let sql = self.spell(&statement.sql);
        Ok(match &self.connections {
            Connections::Sqlite(pool) => {
                let rows = sqlx::query_with(sql, statement.for_sqlite()?).fetch_all(pool).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Connections::Postgres(pool) => {
                let rows = sqlx::query_with(sql, statement.for_postgres()?).fetch_all(pool).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
            Connections::MySql(pool) => {
                let rows = sqlx::query_with(sql, statement.for_mysql()?).fetch_all(pool).await?;
                rows.into_iter().map(Row::MySql).collect()
            }
        })
    }
}

impl Connections {
    async fn open(url: &str) -> StoreResult<Self> {
        match url.split(':').next().unwrap_or_default() {
            "sqlite" => Self::open_sqlite(url).await,
            "postgres" | "postgresql" => {
                let options = PgPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE);
                Ok(Self::Postgres(options.connect(url).await?))
            }
            "mysql" | "mariadb" => Self::open_mysql(url).await,
            scheme => {
                let message = format!("`{scheme}:` is not a database of ours; use sqlite:, postgres: or mysql:");
                Err(StoreError::Database(message.into()))
            }
        }
    }

    async fn open_mysql(url: &str) -> StoreResult<Self> {
        // The driver sets UTC and UTF-8, and counts the rows that an UPDATE found, also those that already were so.
        let options = MySqlConnectOptions::from_str(url)?;
        let pool = MySqlPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE);
        let pool = pool.after_connect(|connection, _| {
            Box::pin(async move {
                // As in PostgreSQL: a statement sees what is committed. Repeatable reads lock gaps between rows too, and
                // parallel writers deadlock on those. Without strict mode a text that is too long is cut off.
                let settings = format!(
                    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;
                    SET SESSION innodb_lock_wait_timeout = {},
                        sql_mode = (SELECT CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES'))",
                    PATIENCE.as_secs()
                );
                sqlx::raw_sql(AssertSqlSafe(settings)).execute(connection).await.map(|_| ())
            })
        });
        Ok(Self::MySql(pool.connect_with(options).await?))
    }

    async fn begin(&self) -> StoreResult<Open> {
        Ok(match self {
            Self::Sqlite(pool) => Open::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Open::Postgres(pool.begin().await?),
            Self::MySql(pool) => Open::MySql(pool.begin().await?),
        })
    }

    async fn open_sqlite(url: &str) -> StoreResult<Self> {
        // Write-ahead logging lets readers go on while one writes. `Full` makes an acknowledged write survive a
        // loss of power, not only of the process.
        let options = SqliteConnectOptions::from_str(url)?
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE);
        let in_memory = url.contains(":memory:") || url.contains("mode=memory");
        let pool = if in_memory {
            // Every connection to memory is a database of its own, so there is just one and it stays.
            SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None)
        } else {
            SqlitePoolOptions::new().max_connections(8)
        };
        let pool = pool.acquire_timeout(PATIENCE);
        let mut tries = 0;
        loop {
            match pool.clone().connect_with(options.clone()).await {
                // Of two processes that open a new file at once, SQLite lets one switch it to write-ahead logging
                // and refuses the other without waiting, whatever its busy timeout.
                Err(error) if is_busy(&error) && tries < BUSY_TRIES => {
                    tries += 1;
                    tokio::time::sleep(PATIENCE / BUSY_TRIES).await;
                }
                outcome => return Ok(Self::Sqlite(outcome?)),
            }
        }
    }
}

impl Tx {
    /// Runs a statement; the number of rows it changed.
    ///
    /// A database ends a deadlock by rolling one of the transactions back. That one is tried again from its start, and
    /// goes on if everything has changed as many rows as before.
    pub(super) async fn execute(&mut self, statement: Statement) -> StoreResult<u64> {
        let mut outcome = self.execute_once(statement.clone()).await;
        for _ in 0..DEADLOCK_TRIES {
            let Err(deadlock) = outcome else { break };
            if !is_deadlock(&deadlock) {
                return Err(deadlock);
            }
            outcome = match self.start_again().await {
                Ok(true) => self.execute_once(statement.clone()).await,
                Ok(false) => return Err(deadlock),
                Err(error) => Err(error),
            };
        }
        let changed = outcome?;
        self.done.push((statement, changed));
        Ok(changed)
    }

    /// Begins again and does what was done; whether it went as before.
    async fn start_again(&mut self) -> StoreResult<bool> {
        self.transaction = self.pool.connections.begin().await?;
        for (statement, before) in self.done.clone() {
            if self.execute_once(statement).await? != before {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn execute_once(&mut self, statement: Statement) -> StoreResult<u64> {
        let statement = self.pool.dialect().exact(statement);
        let sql = self.pool.spell(&statement.sql);
        Ok(match &mut self.transaction {
            Open::Sqlite(tx) => {
                sqlx::query_with(sql, statement.for_sqlite()?).execute(&mut **tx).await?.rows_affected()
            }
            Open::Postgres(tx) => {
                sqlx::query_with(sql, statement.for_postgres()?).execute(&mut **tx).await?.rows_affected()
            }
            Open::MySql(tx) => sqlx::query_with(sql, statement.for_mysql()?).execute(&mut **tx).await?.rows_affected(),
        })
    }

    pub(super) async fn commit(self) -> StoreResult<()> {
        match self.transaction {
            Open::Sqlite(tx) => tx.commit().await?,
            Open::Postgres(tx) => tx.commit().await?,
            Open::MySql(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => Self::Duplicate,
            sqlx::Error::Database(cause) if does_not_fit(cause.as_ref()) => Self::Unfit,
            _ => Self::Database(Box::new(error)),
        }
    }
}

/// `ER_DATA_TOO_LONG` (<https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html>), or
/// `character_not_in_repertoire` (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn does_not_fit(error: &dyn DatabaseError) -> bool {
    let too_long = error.try_downcast_ref::<MySqlDatabaseError>().is_some_and(|error| error.number() == 1406);
    too_long || error.code().as_deref() == Some("22021")
}

/// `SQLITE_BUSY`, plain or extended (<https://sqlite.org/rescode.html#busy>).
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.and_then(|code| code.parse::<i32>().ok()).is_some_and(|code| code & 0xff == 5)
}

/// SQLSTATE of a deadlock: `40001` in MySQL (<https://dev.mysql.com/doc/mysql-errors/8.0/en/server-error-reference.html>,
/// 1213), `40P01` in PostgreSQL (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn is_deadlock(error: &StoreError) -> bool {
    let StoreError::Database(cause) = error else { return false };
    let cause = cause.downcast_ref::<sqlx::Error>().and_then(sqlx::Error::as_database_error);
    cause.and_then(sqlx::error::DatabaseError::code).is_some_and(|code| code == "40001" || code == "40P01")
}
