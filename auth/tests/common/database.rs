use std::{
    env,
    net::SocketAddr,
    process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tempfile::TempDir;
use url::Url;

/// A database that nobody else uses and that is gone afterwards.
///
/// The statements of tests are plain SQL that SQLite and PostgreSQL both read, with values written out.
pub(crate) struct Database {
    url: String,
    place: Place,
}

enum Place {
    Sqlite { _directory: TempDir },
    Postgres { server: String, name: String },
}

/// PostgreSQL, when the environment names a server.
fn postgres_server() -> Option<String> {
    env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

impl Database {
    /// On the server of the environment, else SQLite.
    pub(crate) async fn empty() -> Self {
        match postgres_server() {
            Some(server) => Self::empty_postgres(server).await,
            None => Self::empty_sqlite(),
        }
    }

    /// One of each kind there is.
    pub(crate) async fn every_kind() -> Vec<Self> {
        let mut all = vec![Self::empty_sqlite()];
        if let Some(server) = postgres_server() {
            all.push(Self::empty_postgres(server).await);
        }
        all
    }

    fn empty_sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("test.db");
        Self { url: format!("sqlite://{}?mode=rwc", file.display()), place: Place::Sqlite { _directory: directory } }
    }

    async fn empty_postgres(server: String) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("latchkey_test_{}_{number}", process::id());
        let mut url = Url::parse(&server).expect("TEST_DATABASE_URL is an address");
        url.set_path(&name);

        let mut connection = PgConnection::connect(&server).await.unwrap();
        // A run that was killed may have left one behind, and process ids come back.
        for statement in
            [format!(r#"DROP DATABASE IF EXISTS "{name}" WITH (FORCE)"#), format!(r#"CREATE DATABASE "{name}""#)]
        {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        }
        Self { url: url.into(), place: Place::Postgres { server, name } }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.place, Place::Postgres { .. })
    }

    /// Where the server listens; SQLite has none.
    pub(crate) async fn server(&self) -> Option<SocketAddr> {
        let Place::Postgres { server, .. } = &self.place else {
            return None;
        };
        let server = Url::parse(server).unwrap();
        let address = (server.host_str().unwrap().to_owned(), server.port().unwrap_or(5432));
        tokio::net::lookup_host(address).await.unwrap().next()
    }

    /// The same database, reached at another address.
    pub(crate) fn reached_at(mut self, address: SocketAddr) -> Self {
        let mut url = Url::parse(&self.url).unwrap();
        url.set_ip_host(address.ip()).unwrap();
        url.set_port(Some(address.port())).unwrap();
        self.url = url.into();
        self
    }

    /// Runs statements; how many rows they changed.
    pub(crate) async fn execute(&self, sql: &str) -> u64 {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match &self.place {
            Place::Sqlite { .. } => {
                let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
                sql.execute(&mut connection).await.unwrap().rows_affected()
            }
            Place::Postgres { .. } => {
                let mut connection = PgConnection::connect(&self.url).await.unwrap();
                sql.execute(&mut connection).await.unwrap().rows_affected()
            }
        }
    }

    /// The texts that a query for one column of text finds.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.place {
            Place::Sqlite { .. } => {
                let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
            Place::Postgres { .. } => {
                let mut connection = PgConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
        }
    }

    /// The one text that a query finds.
    pub(crate) async fn text(&self, sql: &str) -> String {
        let [text] = self.texts(sql).await.try_into().expect("one row");
        text
    }

    /// How many rows a table has.
    pub(crate) async fn count(&self, table: &str) -> usize {
        self.texts(&format!(r#"SELECT "id" FROM "{table}""#)).await.len()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Place::Postgres { server, name } = &self.place else {
            return;
        };
        let (server, statement) = (server.clone(), format!(r#"DROP DATABASE IF EXISTS "{name}" WITH (FORCE)"#));
        // Also while a failed test unwinds inside its runtime, which cannot be blocked on.
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let mut connection = PgConnection::connect(&server).await.unwrap();
                sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
            });
        });
        // A panic there must not become a second one here.
        drop(dropping.join());
    }
}
