use std::path::{Path, PathBuf};
use std::process::Command;

use super::database::{Plan, Server, free_port, initialise, make_folder};
use crate::environment::Environment;
use crate::failure::Result;
use crate::setup;

pub(super) const NAME: &str = "MariaDB";

struct Programs {
    init: PathBuf,
    server: PathBuf,
    admin: PathBuf,
}

pub(super) fn prepare(environment: &Environment, may_install: bool) -> Result<Option<Server>> {
    let mut programs = programs(environment);
    if programs.is_none() && may_install {
        setup::install_mariadb(environment)?;
        programs = self::programs(environment);
    }
    programs.map(|programs| start(environment, &programs)).transpose()
}

fn start(environment: &Environment, programs: &Programs) -> Result<Server> {
    let folder = make_folder("mariadb")?;

    let mut init = program(environment, &programs.init);
    init.args(["--auth-root-authentication-method=normal", "--skip-test-db"]);
    as_this_user(environment, &mut init);
    initialise(NAME, init.arg(format!("--datadir={}", folder.join("data").display())))?;

    let port = free_port()?;
    let mut serve = program(environment, &programs.server);
    serve.arg(format!("--datadir={}", folder.join("data").display()));
    serve.arg(format!("--socket={}", folder.join("socket").display()));
    serve.arg(format!("--pid-file={}", folder.join("pid").display()));
    serve.args(["--bind-address=127.0.0.1", &format!("--port={port}"), "--max-connections=200"]);
    // Its data are thrown away: nothing has to survive a power cut.
    serve.args(["--debug-no-sync", "--innodb-flush-log-at-trx-commit=0", "--skip-innodb-doublewrite"]);
    as_this_user(environment, &mut serve);
    let admin = |what: &str| {
        let mut admin = program(environment, &programs.admin);
        admin.args(["--user=root", "--host=127.0.0.1", &format!("--port={port}"), "--silent", what]);
        admin
    };
    let url = format!("mysql://root@127.0.0.1:{port}/");
    Plan { name: NAME, url, folder, serve, ask: admin("ping"), stop: admin("shutdown") }.start()
}

fn programs(environment: &Environment) -> Option<Programs> {
    // The PATH of many people does not have this folder.
    let packaged = || Some(PathBuf::from("/usr/sbin/mariadbd")).filter(|path| path.is_file());
    Some(Programs {
        init: environment.find("mariadb-install-db")?,
        server: environment.find("mariadbd").or_else(packaged)?,
        admin: environment.find("mariadb-admin")?,
    })
}

/// A program that reads no configuration of this machine.
fn program(environment: &Environment, path: &Path) -> Command {
    let mut command = environment.command(&path.to_string_lossy());
    command.arg("--no-defaults");
    command
}

/// The server runs as root only when it is told to.
fn as_this_user(environment: &Environment, command: &mut Command) {
    if setup::is_root(environment) {
        command.arg("--user=root");
    }
}
