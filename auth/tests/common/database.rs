use std::{
    env,
    net::SocketAddr,
    process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use sqlx::{AssertSqlSafe, Connection as _, MySqlConnection, PgConnection, SqliteConnection};
use tempfile::TempDir;
use url::Url;

/// A database that nobody else uses and that is gone afterwards.
///
/// The statements of tests are plain SQL that all databases read, with values written out.
pub(crate) struct Database {
    url: String,
    place: Place,
}

enum Place {
    Sqlite { _directory: TempDir },
    Server { kind: Kind, server: String, name: String },
}

/// What a database is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
    MySql,
}

/// The server that the environment names.
fn server() -> Option<String> {
    env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

impl Database {
    /// On the server of the environment, else SQLite.
    pub(crate) async fn empty() -> Self {
        match server() {
            Some(server) => Self::empty_on(server).await,
            None => Self::empty_sqlite(),
        }
    }

    /// One of each kind there is.
    pub(crate) async fn every_kind() -> Vec<Self> {
        let mut all = vec![Self::empty_sqlite()];
        if let Some(server) = server() {
            all.push(Self::empty_on(server).await);
        }
        all
    }

    fn empty_sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("test.db");
        Self { url: format!("sqlite://{}?mode=rwc", file.display()), place: Place::Sqlite { _directory: directory } }
    }

    async fn empty_on(server: String) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("latchkey_test_{}_{number}", process::id());
        let mut url = Url::parse(&server).expect("TEST_DATABASE_URL is an address");
        url.set_path(&name);
        let kind = if url.scheme().starts_with("postgres") { Kind::Postgres } else { Kind::MySql };

        // A run that was killed may have left one behind, and process ids come back.
        run(kind, &server, &kind.drop_database(&name)).await;
        run(kind, &server, &format!("CREATE DATABASE {name}")).await;
        Self { url: url.into(), place: Place::Server { kind, server, name } }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn kind(&self) -> Kind {
        match self.place {
            Place::Sqlite { .. } => Kind::Sqlite,
            Place::Server { kind, .. } => kind,
        }
    }

    /// Where the server listens; SQLite has none.
    pub(crate) async fn server(&self) -> Option<SocketAddr> {
        let Place::Server { kind, server, .. } = &self.place else {
            return None;
        };
        let server = Url::parse(server).unwrap();
        let usual = if *kind == Kind::Postgres { 5432 } else { 3306 };
        let address = (server.host_str().unwrap().to_owned(), server.port().unwrap_or(usual));
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
        run(self.kind(), &self.url, sql).await
    }

    /// The texts that a query for one column of text finds.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.kind() {
            Kind::Sqlite => {
                let mut connection = SqliteConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
            Kind::Postgres => {
                let mut connection = PgConnection::connect(&self.url).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
            Kind::MySql => {
                let mut connection = mysql(&self.url).await;
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

impl Kind {
    fn drop_database(self, name: &str) -> String {
        match self {
            Self::Sqlite => String::new(),
            // The connections of a core that is just being dropped are in the way.
            Self::Postgres => format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            Self::MySql => format!(
                "BEGIN NOT ATOMIC
                    DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;
                    FOR other IN (SELECT id FROM information_schema.processlist WHERE db = '{name}') DO
                        KILL other.id;
                    END FOR;
                END;
                DROP DATABASE IF EXISTS {name}"
            ),
        }
    }
}

async fn run(kind: Kind, url: &str, sql: &str) -> u64 {
    let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    match kind {
        Kind::Sqlite => {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            sql.execute(&mut connection).await.unwrap().rows_affected()
        }
        Kind::Postgres => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            sql.execute(&mut connection).await.unwrap().rows_affected()
        }
        Kind::MySql => sql.execute(&mut mysql(url).await).await.unwrap().rows_affected(),
    }
}

/// A connection that reads standard SQL, and the `Z` at the end of dates.
async fn mysql(url: &str) -> MySqlConnection {
    let mut connection = MySqlConnection::connect(url).await.unwrap();
    let settings = "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES'";
    sqlx::raw_sql(settings).execute(&mut connection).await.unwrap();
    connection
}

impl Drop for Database {
    fn drop(&mut self) {
        let Place::Server { kind, server, name } = &self.place else {
            return;
        };
        let (kind, server, statement) = (*kind, server.clone(), kind.drop_database(name));
        // Also while a failed test unwinds inside its runtime, which cannot be blocked on.
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(run(kind, &server, &statement));
        });
        // A panic there must not become a second one here.
        drop(dropping.join());
    }
}
