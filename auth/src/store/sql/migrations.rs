use std::borrow::Cow;

use async_trait::async_trait;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

use super::{SqlStore, pool::Pool, statement::Statement};
use crate::store::{Maintenance, StoreError, StoreResult};

/// The migrations of a dialect, in order; each is applied once, in a transaction, and its text never changes
/// afterwards (sqlx keeps checksums in `_sqlx_migrations`).
macro_rules! migrations {
    ($dialect:literal) => {
        [
            (1, "accounts", include_str!(concat!("../../../../migrations/", $dialect, "/0001_accounts.sql"))),
            (2, "visitors", include_str!(concat!("../../../../migrations/", $dialect, "/0002_visitors.sql"))),
        ]
    };
}

fn migrator(migrations: &'static [(i64, &'static str, &'static str)]) -> Migrator {
    let migration = |(version, name, sql): &(i64, &'static str, &'static str)| {
        let sql = sqlx::SqlStr::from_static(sql);
        Migration::new(*version, Cow::Borrowed(name), MigrationType::Simple, sql, false)
    };
    Migrator::with_migrations(migrations.iter().map(migration).collect())
}

#[async_trait]
impl Maintenance for SqlStore {
    async fn migrate(&self) -> StoreResult<()> {
        static SQLITE: [(i64, &str, &str); 2] = migrations!("sqlite");
        static POSTGRES: [(i64, &str, &str); 2] = migrations!("postgres");
        match &self.pool {
            Pool::Sqlite(pool) => {
                // SQLite has no advisory locks, so the write lock makes a second process wait.
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
                // `run` wants a connection for any lifetime; this is what it calls.
                migrator(&SQLITE).run_direct(None, &mut *tx, false).await?;
                tx.commit().await?;
            }
            Pool::Postgres(pool) => migrator(&POSTGRES).run(pool).await?,
        }
        Ok(())
    }

    async fn ping(&self) -> StoreResult<()> {
        self.pool.fetch_optional(Statement::new("SELECT 1")).await.map(|_| ())
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        Self::Database(Box::new(error))
    }
}
