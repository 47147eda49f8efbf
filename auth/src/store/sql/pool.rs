use std::{str::FromStr as _, sync::Arc, time::Duration};

use sqlx::{
    AssertSqlSafe, MySql, MySqlPool, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    mysql::{MySqlConnectOptions, MySqlPoolOptions},
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
    schema: Arc<Schema>,
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
        let transaction = match &self.connections {
            Connections::Sqlite(pool) => Open::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Connections::Postgres(pool) => Open::Postgres(pool.begin().await?),
            Connections::MySql(pool) => Open::MySql(pool.begin().await?),
        };
        Ok(Tx { transaction, schema: Arc::clone(&self.schema) })
    }

    /// Runs a statement; the number of rows it changed.
    pub(super) async fn execute(&self, statement: Statement) -> StoreResult<u64> {
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
            "mysql" | "mariadb" => {
                // The driver takes care of UTC and of strict mode; `||` stays the operator it is in MySQL.
                let options = MySqlConnectOptions::from_str(url)?.pipes_as_concat(false);
                let pool = MySqlPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE);
                Ok(Self::MySql(pool.connect_with(options).await?))
            }
            scheme => {
                let message = format!("`{scheme}:` is not a database of ours; use sqlite:, postgres: or mysql:");
                Err(StoreError::Database(message.into()))
            }
        }
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
    pub(super) async fn execute(&mut self, statement: Statement) -> StoreResult<u64> {
        let sql = self.spell(&statement.sql);
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

    fn spell(&self, sql: &str) -> AssertSqlSafe<String> {
        let dialect = match self.transaction {
            Open::Sqlite(_) => Dialect::Sqlite,
            Open::Postgres(_) => Dialect::Postgres,
            Open::MySql(_) => Dialect::MySql,
        };
        AssertSqlSafe(spell(sql, &self.schema, dialect))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => Self::Duplicate,
            _ => Self::Database(Box::new(error)),
        }
    }
}

/// `SQLITE_BUSY`, plain or extended (<https://sqlite.org/rescode.html#busy>).
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.and_then(|code| code.parse::<i32>().ok()).is_some_and(|code| code & 0xff == 5)
}
