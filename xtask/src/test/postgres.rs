use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::database::{Plan, Server, free_port, initialise, make_folder};
use crate::environment::Environment;
use crate::failure::Result;
use crate::process;
use crate::setup;

pub(super) const NAME: &str = "PostgreSQL";
const USER: &str = "latchkey";
/// The account that Debian's package makes; the server refuses to run as root.
const SYSTEM_USER: &str = "postgres";

pub(super) fn prepare(environment: &Environment, may_install: bool) -> Result<Option<Server>> {
    let mut programs = programs(environment);
    if programs.is_none() && may_install {
        setup::install_postgresql(environment)?;
        programs = self::programs(environment);
    }
    programs.map(|programs| start(environment, &programs)).transpose()
}

fn start(environment: &Environment, programs: &Path) -> Result<Server> {
    let as_user = setup::is_root(environment).then_some(SYSTEM_USER);
    let program = |name: &str| program(environment, &programs.join(name), as_user);
    let folder = make_folder("postgres")?;
    if let Some(owner) = as_user {
        let mut own = environment.command("chown");
        own.arg(owner).arg(&folder);
        let advice = "as root the server needs the account `postgres`, which the package postgresql makes";
        process::run("folder of PostgreSQL", &mut own, advice)?;
    }

    let mut init = program("initdb");
    init.args(["--username", USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]);
    initialise(NAME, init.arg("--pgdata").arg(folder.join("data")))?;

    let port = free_port()?;
    let mut serve = program("postgres");
    serve.arg("-D").arg(folder.join("data"));
    // Its data are thrown away: nothing has to survive a power cut.
    serve.args(["-F", "-h", "127.0.0.1", "-p", &port.to_string(), "-c", "max_connections=200"]);
    serve.arg("-k").arg(&folder);
    let mut ask = environment.command(&programs.join("pg_isready").to_string_lossy());
    ask.args(["--quiet", "-h", "127.0.0.1", "-p", &port.to_string()]);
    let mut stop = program("pg_ctl");
    stop.args(["stop", "--mode", "immediate", "--silent", "-D"]).arg(folder.join("data"));
    let url = format!("postgres://{USER}@127.0.0.1:{port}/postgres");
    Plan { name: NAME, url, folder, serve, ask, stop }.start()
}

/// The folder with the programs: on PATH, or where Debian keeps each version.
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

fn program(environment: &Environment, path: &Path, as_user: Option<&str>) -> Command {
    let mut command = match as_user {
        Some(user) => {
            let mut command = environment.command("runuser");
            command.args(["-u", user, "--"]).arg(path);
            command
        }
        None => environment.command(&path.to_string_lossy()),
    };
    // The other account may not read the workspace.
    command.current_dir(env::temp_dir());
    command
}
