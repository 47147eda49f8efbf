//! One implementation of the store traits for every SQL database: each statement is written once, with `?` for
//! parameters and `"model.field"` for columns, and spelled for the dialect and the configured names when it is sent.

mod accounts;
mod admin;
mod adopt;
mod api_key;
mod audit;
mod conditions;
mod device_codes;
mod exact;
mod failures;
mod introspect;
mod invitations;
mod jwks;
mod linked_accounts;
mod members;
mod migrations;
mod organization_roles;
mod organizations;
mod outbox;
mod passkey;
mod pool;
mod rate_limits;
mod row;
mod sessions;
mod spelling;
mod statement;
mod teams;
mod two_factor;
mod users;
mod verifications;
mod visitors;

use pool::Pool;

use super::StoreResult;
use crate::schema::{Model, ModelSchema, Schema};

/// The store over SQLite, PostgreSQL or MySQL, chosen by the address.
#[derive(Debug, Clone)]
pub struct SqlStore {
    pool: Pool,
}

impl SqlStore {
    /// Opens a database: `sqlite://path/to/file.db?mode=rwc`, `sqlite::memory:`, `postgres://user@host/name`,
    /// `mysql://user@host/name`. An SQLite file is made when it does not exist and the address says `mode=rwc`.
    ///
    /// # Errors
    ///
    /// When the address is not understood or the database does not answer.
    pub async fn connect(url: &str, schema: Schema) -> StoreResult<Self> {
        Ok(Self { pool: Pool::connect(url, schema).await? })
    }

    fn model(&self, model: Model) -> &ModelSchema {
        self.pool.schema.model(model)
    }
}
