use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use sqlx::{Connection as _, SqliteConnection};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use super::Database;

/// Takes a database away and brings it back, as a restart of its server or somebody else's long write does.
pub(crate) enum Outage {
    /// SQLite: another process holds the write lock. Reading goes on.
    Lock(Option<SqliteConnection>),
    /// A server: the connections break and no new ones are made.
    Cable(Cable),
}

/// Stands between the application and the server.
pub(crate) struct Cable {
    address: SocketAddr,
    server: SocketAddr,
    ends: Arc<Mutex<JoinSet<()>>>,
}

impl Outage {
    /// The database as the application has to reach it, and what will befall it.
    pub(crate) async fn prepare(db: Database) -> (Database, Self) {
        let Some(server) = db.server().await else {
            return (db, Self::Lock(None));
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let cable = Cable { address: listener.local_addr().unwrap(), server, ends: Arc::default() };
        cable.plug(listener);
        (db.reached_at(cable.address), Self::Cable(cable))
    }

    pub(crate) async fn begin(&mut self, db: &Database) {
        match self {
            Self::Lock(lock) => {
                let mut connection = SqliteConnection::connect(db.url()).await.unwrap();
                sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
                *lock = Some(connection);
            }
            Self::Cable(cable) => {
                let mut ends = std::mem::take(&mut *cable.ends.lock().unwrap());
                ends.shutdown().await;
            }
        }
    }

    pub(crate) async fn end(&mut self) {
        match self {
            Self::Lock(lock) => lock.take().unwrap().close().await.unwrap(),
            Self::Cable(cable) => cable.plug(TcpListener::bind(cable.address).await.unwrap()),
        }
    }
}

impl Cable {
    fn plug(&self, listener: TcpListener) {
        let (server, ends) = (self.server, Arc::clone(&self.ends));
        self.ends.lock().unwrap().spawn(async move {
            loop {
                let (mut near, _) = listener.accept().await.unwrap();
                ends.lock().unwrap().spawn(async move {
                    let mut far = TcpStream::connect(server).await.unwrap();
                    drop(copy_bidirectional(&mut near, &mut far).await);
                });
            }
        });
    }
}
