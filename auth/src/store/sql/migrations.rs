use std::{borrow::Cow, time::Duration};

use async_trait::async_trait;
use sqlx::{
    AssertSqlSafe, MySqlConnection, SqlSafeStr as _,
    migrate::{Migrate as _, MigrateError, Migration, MigrationType, Migrator},
    mysql::MySqlDatabaseError,
};

use super::{
    SqlStore,
    introspect::NewTables,
    pool::{Connections, Pool},
    spelling::{Dialect, spell},
    statement::Statement,
};
use crate::{
    schema::Schema,
    store::{Lack, Maintenance, StoreError, StoreResult},
    wire::Timestamp,
};

/// The migrations of a dialect, in order; each is applied once, in a transaction where the database has them for
/// tables, and its text never changes afterwards (sqlx keeps checksums in `_sqlx_migrations`).
macro_rules! migrations {
    ($dialect:literal) => {
        [
            (1, "accounts", include_str!(concat!("../../../../migrations/", $dialect, "/0001_accounts.sql"))),
            (2, "visitors", include_str!(concat!("../../../../migrations/", $dialect, "/0002_visitors.sql"))),
            (3, "outbox", include_str!(concat!("../../../../migrations/", $dialect, "/0003_outbox.sql"))),
            (4, "failures", include_str!(concat!("../../../../migrations/", $dialect, "/0004_failures.sql"))),
            (5, "two_factor", include_str!(concat!("../../../../migrations/", $dialect, "/0005_two_factor.sql"))),
            (6, "passkey", include_str!(concat!("../../../../migrations/", $dialect, "/0006_passkey.sql"))),
            (9, "admin", include_str!(concat!("../../../../migrations/", $dialect, "/0009_admin.sql"))),
            (10, "organization", include_str!(concat!("../../../../migrations/", $dialect, "/0010_organization.sql"))),
            (11, "api_key", include_str!(concat!("../../../../migrations/", $dialect, "/0011_api_key.sql"))),
            (12, "jwks", include_str!(concat!("../../../../migrations/", $dialect, "/0012_jwks.sql"))),
            (13, "audit", include_str!(concat!("../../../../migrations/", $dialect, "/0013_audit.sql"))),
            (14, "device_code", include_str!(concat!("../../../../migrations/", $dialect, "/0014_device_code.sql"))),
        ]
    };
}

/// How long a process waits for another one that migrates a MySQL database.
const MIGRATION_PATIENCE: Duration = Duration::from_mins(5);

/// Version, name and text.
pub(super) type Source = (i64, &'static str, &'static str);

static SQLITE: &[Source] = &migrations!("sqlite");
static POSTGRES: &[Source] = &migrations!("postgres");
static MYSQL: &[Source] = &migrations!("mysql");

impl Pool {
    /// The migrations of this database.
    pub(super) fn sources(&self) -> &'static [Source] {
        match self.connections {
            Connections::Sqlite(_) => SQLITE,
            Connections::Postgres(_) => POSTGRES,
            Connections::MySql(_) => MYSQL,
        }
    }

    fn migrator(&self, new_tables: &NewTables) -> Migrator {
        let migration = |(version, name, sql): &Source| {
            // The checksum is that of the text under Better Auth's names, so that it is the same whatever names the
            // configuration has.
            let plain = spell(sql, &Schema::default(), self.dialect());
            let (name, kind) = (Cow::Borrowed(*name), MigrationType::Simple);
            let plain = Migration::new(*version, name, kind, AssertSqlSafe(plain).into_sql_str(), false);
            Migration { sql: self.spell(&new_tables.complete(sql)).into_sql_str(), ..plain }
        };
        Migrator::with_migrations(self.sources().iter().map(migration).collect())
    }
}

#[async_trait]
impl Maintenance for SqlStore {
    async fn migrate(&self) -> StoreResult<()> {
        // Tables that Better Auth made lack the columns of plugins that were off, and the migrations index some.
        self.add_missing_columns().await?;
        let migrator = self.pool.migrator(&self.new_tables().await?);
        match &self.pool.connections {
            Connections::Sqlite(pool) => {
                // SQLite has no advisory locks, so the write lock makes a second process wait.
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
                // `run` wants a connection for any lifetime; this is what it calls.
                migrator.run_direct(None, &mut *tx, false).await?;
                tx.commit().await?;
            }
            Connections::Postgres(pool) => migrator.run(pool).await?,
            Connections::MySql(pool) => {
                let indexes = MYSQL_INDEXES.iter().map(|sql| self.pool.spell(sql)).collect();
                migrate_mysql(migrator, indexes, &mut *pool.acquire().await?).await?;
            }
        }
        self.add_missing_columns().await
    }

    async fn lacks(&self) -> StoreResult<Vec<Lack>> {
        self.find_lacks().await
    }

    async fn clock(&self) -> StoreResult<Timestamp> {
        let statement = Statement::new(match self.pool.dialect() {
            Dialect::Sqlite => "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS moment",
            Dialect::Postgres => "SELECT clock_timestamp() AS moment",
            Dialect::MySql => "SELECT UTC_TIMESTAMP(3) AS moment",
        });
        let row = self.pool.fetch_optional(statement).await?;
        row.ok_or_else(|| StoreError::Database("no row".into()))?.time("moment")
    }

    async fn ping(&self) -> StoreResult<()> {
        self.pool.fetch_optional(Statement::new("SELECT 1")).await.map(|_| ())
    }
}

/// Processes that start together migrate one after the other. The lock is ours, because MariaDB does not wait for the one
/// that sqlx takes: `GET_LOCK(…, -1)` is an error there.
async fn migrate_mysql(
    mut migrator: Migrator,
    indexes: Vec<AssertSqlSafe<String>>,
    connection: &mut MySqlConnection,
) -> StoreResult<()> {
    const LOCK: &str = "CONCAT('latchkey ', SHA1(DATABASE()))";
    let lock = AssertSqlSafe(format!("SELECT COALESCE(GET_LOCK({LOCK}, {}), 0)", MIGRATION_PATIENCE.as_secs()));
    if sqlx::query_scalar::<_, i64>(lock).fetch_one(&mut *connection).await? != 1 {
        return Err(StoreError::Database("another process has been migrating for long".into()));
    }
    migrator.set_locking(false);
    let mut migrated = match forget_broken_off(&migrator, connection).await {
        Ok(()) => migrator.run_direct(None, &mut *connection, false).await.map_err(StoreError::from),
        Err(error) => Err(error),
    };
    if migrated.is_ok() {
        migrated = add_mysql_indexes(indexes, connection).await;
    }
    sqlx::query(AssertSqlSafe(format!("DO RELEASE_LOCK({LOCK})"))).execute(connection).await?;
    migrated
}

/// Indexes on tables that are there already. MySQL has no `CREATE INDEX IF NOT EXISTS`, so that a migration with them
/// could not be run again; the migrations of the other databases have them. The column of a foreign key has an index by
/// itself, which one of ours would replace.
const MYSQL_INDEXES: [&str; 4] = [
    r#"CREATE INDEX "latchkey_user_createdAt_idx" ON "user" ("user.createdAt", "user.id")"#,
    r#"CREATE INDEX "latchkey_user_name_idx" ON "user" ("user.name", "user.id")"#,
    r#"CREATE INDEX "latchkey_user_role_idx" ON "user" ("user.role"(32))"#,
    r#"CREATE INDEX "latchkey_session_createdAt_idx" ON "session" ("session.createdAt")"#,
];

/// `ER_DUP_KEYNAME`: there is an index of the name.
const INDEX_EXISTS: u16 = 1061;

async fn add_mysql_indexes(indexes: Vec<AssertSqlSafe<String>>, connection: &mut MySqlConnection) -> StoreResult<()> {
    for sql in indexes {
        if let Err(error) = sqlx::raw_sql(sql).execute(&mut *connection).await {
            let cause = error.as_database_error().and_then(|cause| cause.try_downcast_ref::<MySqlDatabaseError>());
            if cause.is_none_or(|cause| cause.number() != INDEX_EXISTS) {
                return Err(error.into());
            }
        }
    }
    Ok(())
}

/// MySQL commits each table by itself, so a process that is killed meanwhile leaves a migration half done, and sqlx
/// refuses to go on. Our migrations for MySQL make only what is not there, so that one is run again.
async fn forget_broken_off(migrator: &Migrator, connection: &mut MySqlConnection) -> StoreResult<()> {
    connection.ensure_migrations_table(&migrator.table_name).await?;
    let broken_off = format!("DELETE FROM {} WHERE success = FALSE", migrator.table_name);
    sqlx::query(AssertSqlSafe(broken_off)).execute(connection).await?;
    Ok(())
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        Self::Database(Box::new(error))
    }
}
