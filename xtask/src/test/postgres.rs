//! A PostgreSQL server for the storage tests: empty, on a free port of this machine, gone afterwards.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::clock::Stopwatch;
use crate::environment::Environment;
use crate::failure::{Failure, Result};
use crate::process;
use crate::setup;

const START_LIMIT: Duration = Duration::from_secs(30);
const USER: &str = "latchkey";
/// The account that Debian's package makes; the server refuses to run as root.
const SYSTEM_USER: &str = "postgres";

pub(crate) enum Database {
    /// The person's own, from `TEST_DATABASE_URL`.
    Given,
    Started(Server),
    Missing,
}

/// A running server; dropping it stops it and removes its files.
pub(crate) struct Server {
    process: Child,
    folder: PathBuf,
    programs: PathBuf,
    as_user: Option<&'static str>,
    port: u16,
}

impl Database {
    pub(crate) fn prepare(environment: &Environment, may_install: bool) -> Result<Self> {
        if env::var_os("TEST_DATABASE_URL").is_some() {
            return Ok(Self::Given);
        }
        let mut programs = programs(environment);
        if programs.is_none() && may_install {
            setup::install_postgresql(environment)?;
            programs = self::programs(environment);
        }
        match programs {
            Some(programs) => Server::start(environment, programs).map(Self::Started),
            None => Ok(Self::Missing),
        }
    }

    pub(crate) fn url(&self) -> Option<String> {
        match self {
            Self::Started(server) => Some(format!("postgres://{USER}@127.0.0.1:{}/postgres", server.port)),
            Self::Given | Self::Missing => None,
        }
    }
}

impl Server {
    fn start(environment: &Environment, programs: PathBuf) -> Result<Self> {
        let as_user = setup::is_root(environment).then_some(SYSTEM_USER);
        let folder = env::temp_dir().join(format!("latchkey-postgres-{}", std::process::id()));
        make_folder(environment, &folder, as_user)?;

        let mut init = program(environment, &programs, as_user, "initdb");
        init.args(["--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]);
        init.arg("--pgdata").arg(folder.join("data")).stdout(Stdio::null());
        process::run("temporary PostgreSQL", &mut init, "set TEST_DATABASE_URL to a server of your own")?;

        let port = free_port()?;
        let mut serve = program(environment, &programs, as_user, "postgres");
        serve.arg("-D").arg(folder.join("data"));
        // Its data are thrown away: nothing has to survive a power cut.
        serve.args(["-F", "-h", "127.0.0.1", "-p", &port.to_string(), "-c", "max_connections=200"]);
        serve.arg("-k").arg(&folder).stdout(Stdio::null()).stderr(Stdio::null());
        let process = serve.spawn().map_err(|error| process::not_started(&serve, &error))?;
        let mut server = Self { process, folder, programs, as_user, port };
        server.wait_until_ready(environment)?;
        Ok(server)
    }

    fn wait_until_ready(&mut self, environment: &Environment) -> Result<()> {
        let watch = Stopwatch::start();
        while !watch.has_passed(START_LIMIT) {
            let mut ask = environment.command(&self.programs.join("pg_isready").to_string_lossy());
            ask.args(["--quiet", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
            if process::capture(&mut ask).is_some() {
                return Ok(());
            }
            if matches!(self.process.try_wait(), Ok(Some(_))) {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
        Err(Failure::new(
            "the temporary PostgreSQL server did not start",
            "set TEST_DATABASE_URL to a server of your own",
        ))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = match self.as_user {
            Some(user) => as_other_user(Command::new("runuser"), user, &self.programs.join("pg_ctl")),
            None => Command::new(self.programs.join("pg_ctl")),
        };
        stop.args(["stop", "--mode", "immediate", "--silent", "-D"]).arg(self.folder.join("data"));
        stop.current_dir(env::temp_dir()).stdout(Stdio::null()).stderr(Stdio::null());
        if !stop.status().is_ok_and(|status| status.success()) {
            // Then at least its first process goes, and with it the others.
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder with `postgres` and `initdb`: on PATH, or where Debian keeps each version.
fn programs(environment: &Environment) -> Option<PathBuf> {
    let on_path = environment.find("initdb").and_then(|path| fs::canonicalize(path).ok());
    let mut folders: Vec<PathBuf> = on_path.iter().filter_map(|path| path.parent()).map(Path::to_path_buf).collect();
    let mut packaged: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    packaged.sort();
    folders.extend(packaged.into_iter().rev());
    folders.into_iter().find(|folder| {
        ["postgres", "initdb", "pg_ctl", "pg_isready"].iter().all(|program| folder.join(program).is_file())
    })
}

fn program(environment: &Environment, programs: &Path, as_user: Option<&str>, name: &str) -> Command {
    let path = programs.join(name);
    let mut command = match as_user {
        Some(user) => as_other_user(environment.command("runuser"), user, &path),
        None => environment.command(&path.to_string_lossy()),
    };
    // The other account may not read the workspace.
    command.current_dir(env::temp_dir());
    command
}

fn as_other_user(mut command: Command, user: &str, program: &Path) -> Command {
    command.args(["-u", user, "--"]).arg(program);
    command
}

fn make_folder(environment: &Environment, folder: &Path, owner: Option<&str>) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| {
        Failure::new(format!("{} cannot be made: {error}", folder.display()), "set TMPDIR to a writable folder")
    })?;
    if let Some(owner) = owner {
        let mut own = environment.command("chown");
        own.arg(owner).arg(folder);
        process::run(
            "folder of PostgreSQL",
            &mut own,
            "as root the server needs the account `postgres`, which the package postgresql makes",
        )?;
    }
    Ok(())
}

fn free_port() -> Result<u16> {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).map(|address| address.port()).map_err(
        |error| Failure::new(format!("no port is free: {error}"), "set TEST_DATABASE_URL to a server of your own"),
    )
}
