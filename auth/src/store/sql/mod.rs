//! One implementation of the store traits for every SQL database: each statement is written once, with `?` for
//! parameters and `"quoted"` names, and spelled for the dialect when it is sent.

mod accounts;
mod migrations;
mod pool;
mod rate_limits;
mod sessions;
mod statement;
mod users;
mod verifications;
mod visitors;

use pool::Pool;

use super::StoreResult;

/// The store over SQLite or PostgreSQL, chosen by the address.
#[derive(Debug, Clone)]
pub struct SqlStore {
    pool: Pool,
}

impl SqlStore {
    /// Opens a database: `sqlite://path/to/file.db?mode=rwc`, `sqlite::memory:`, `postgres://user@host/name`.
    /// An SQLite file is made when it does not exist and the address says `mode=rwc`.
    ///
    /// # Errors
    ///
    /// When the address is not understood or the database does not answer.
    pub async fn connect(url: &str) -> StoreResult<Self> {
        Ok(Self { pool: Pool::connect(url).await? })
    }
}
