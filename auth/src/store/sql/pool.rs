use std::{str::FromStr as _, time::Duration};

use sqlx::{
    Executor, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::statement::{Row, Statement};
use crate::store::{StoreError, StoreResult};

/// A pool of connections to one of the databases.
#[derive(Debug, Clone)]
pub(super) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A transaction; dropped without [`Tx::commit`] it is rolled back.
pub(super) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// How long a statement waits for a connection or a lock before the request fails with 503.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a busy file is opened again within that time.
const BUSY_TRIES: u32 = 50;

impl Pool {
    pub(super) async fn connect(url: &str) -> StoreResult<Self> {
        if url.starts_with("sqlite:") {
            return Self::connect_sqlite(url).await;
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options = PgPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE);
            return Ok(Self::Postgres(options.connect(url).await?));
        }
        let scheme = url.split(':').next().unwrap_or_default();
        Err(StoreError::Database(format!("`{scheme}:` is not a database of ours; use sqlite: or postgres:").into()))
    }

    async fn connect_sqlite(url: &str) -> StoreResult<Self> {
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

    /// Starts a transaction that will write. SQLite takes the write lock at once: a reader that wants to write
    /// later can be refused, a waiting writer cannot.
    pub(super) async fn begin(&self) -> StoreResult<Tx> {
        Ok(match self {
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Runs a statement; the number of rows it changed.
    pub(super) async fn execute(&self, statement: Statement) -> StoreResult<u64> {
        match self {
            Self::Sqlite(pool) => execute_sqlite(pool, statement).await,
            Self::Postgres(pool) => execute_postgres(pool, statement).await,
        }
    }

    /// The first row, if there is one.
    pub(super) async fn fetch_optional(&self, statement: Statement) -> StoreResult<Option<Row>> {
        match self {
            Self::Sqlite(pool) => {
                let (sql, arguments) = statement.for_sqlite()?;
                Ok(sqlx::query_with(sql, arguments).fetch_optional(pool).await?.map(Row::Sqlite))
            }
            Self::Postgres(pool) => {
                let (sql, arguments) = statement.for_postgres()?;
                Ok(sqlx::query_with(sql, arguments).fetch_optional(pool).await?.map(Row::Postgres))
            }
        }
    }

    /// All rows.
    pub(super) async fn fetch_all(&self, statement: Statement) -> StoreResult<Vec<Row>> {
        match self {
            Self::Sqlite(pool) => {
                let (sql, arguments) = statement.for_sqlite()?;
                let rows = sqlx::query_with(sql, arguments).fetch_all(pool).await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Self::Postgres(pool) => {
                let (sql, arguments) = statement.for_postgres()?;
                let rows = sqlx::query_with(sql, arguments).fetch_all(pool).await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }
}

impl Tx {
    /// Runs a statement; the number of rows it changed.
    pub(super) async fn execute(&mut self, statement: Statement) -> StoreResult<u64> {
        match self {
            Self::Sqlite(tx) => execute_sqlite(&mut **tx, statement).await,
            Self::Postgres(tx) => execute_postgres(&mut **tx, statement).await,
        }
    }

    pub(super) async fn commit(self) -> StoreResult<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

async fn execute_sqlite<'c>(executor: impl Executor<'c, Database = Sqlite>, statement: Statement) -> StoreResult<u64> {
    let (sql, arguments) = statement.for_sqlite()?;
    Ok(sqlx::query_with(sql, arguments).execute(executor).await?.rows_affected())
}

async fn execute_postgres<'c>(
    executor: impl Executor<'c, Database = Postgres>,
    statement: Statement,
) -> StoreResult<u64> {
    let (sql, arguments) = statement.for_postgres()?;
    Ok(sqlx::query_with(sql, arguments).execute(executor).await?.rows_affected())
}

/// `SQLITE_BUSY`, plain or extended (<https://sqlite.org/rescode.html#busy>).
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.and_then(|code| code.parse::<i32>().ok()).is_some_and(|code| code & 0xff == 5)
}
