//! Database servers for the storage tests: empty, on a free port of this machine, gone afterwards.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::{mariadb, postgres};
use crate::clock::Stopwatch;
use crate::environment::Environment;
use crate::failure::{Failure, Result};
use crate::process;

const START_LIMIT: Duration = Duration::from_secs(30);
const OWN_SERVER: &str = "set TEST_DATABASE_URL to a server of your own";

/// A running server; dropping it stops it and removes its files.
pub(super) struct Server {
    pub(super) name: &'static str,
    pub(super) url: String,
    process: Child,
    stop: Command,
    folder: PathBuf,
}

/// The servers to test with.
pub(super) enum Servers {
    /// The person's own, in `TEST_DATABASE_URL`.
    Given,
    /// Those that could be started, and the names of those that are not installed.
    Started(Vec<Server>, Vec<&'static str>),
}

impl Servers {
    pub(super) fn prepare(environment: &Environment, may_install: bool) -> Result<Self> {
        if env::var_os("TEST_DATABASE_URL").is_some() {
            return Ok(Self::Given);
        }
        let kinds = [(postgres::NAME, postgres::prepare as Prepare), (mariadb::NAME, mariadb::prepare as Prepare)];
        let (mut started, mut missing) = (Vec::new(), Vec::new());
        for (name, prepare) in kinds {
            match prepare(environment, may_install)? {
                Some(server) => started.push(server),
                None => missing.push(name),
            }
        }
        Ok(Self::Started(started, missing))
    }
}

/// Starts a server if it is installed or may be.
type Prepare = fn(&Environment, bool) -> Result<Option<Server>>;

/// How a server is run once its files are there.
pub(super) struct Plan {
    pub(super) name: &'static str,
    pub(super) url: String,
    pub(super) folder: PathBuf,
    pub(super) serve: Command,
    /// Succeeds as soon as the server takes connections.
    pub(super) ask: Command,
    pub(super) stop: Command,
}

impl Plan {
    pub(super) fn start(mut self) -> Result<Server> {
        self.serve.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = self.serve.spawn().map_err(|error| process::not_started(&self.serve, &error))?;
        let Self { name, url, folder, stop, .. } = self;
        let mut server = Server { name, url, process, stop, folder };
        let watch = Stopwatch::start();
        while !watch.has_passed(START_LIMIT) {
            if process::capture(&mut self.ask).is_some() {
                return Ok(server);
            }
            if matches!(server.process.try_wait(), Ok(Some(_))) {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err(Failure::new(format!("the temporary {name} server did not start"), OWN_SERVER))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if !self.stop.status().is_ok_and(|status| status.success()) {
            // Then at least its first process goes, and with it the others.
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Makes the first files of a server.
pub(super) fn initialise(name: &str, init: &mut Command) -> Result<()> {
    process::run(&format!("temporary {name}"), init.stdout(Stdio::null()), OWN_SERVER)
}

/// A new folder for the files of a server.
pub(super) fn make_folder(name: &str) -> Result<PathBuf> {
    let folder = env::temp_dir().join(format!("latchkey-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| {
        Failure::new(format!("{} cannot be made: {error}", folder.display()), "set TMPDIR to a writable folder")
    })?;
    Ok(folder)
}

pub(super) fn free_port() -> Result<u16> {
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| Failure::new(format!("no port is free: {error}"), OWN_SERVER))
}
