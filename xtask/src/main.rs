//! Tasks of the workspace: `cargo xtask dev | build | test`.
//!
//! Each command is enough by itself on a fresh machine that has cargo and a package manager: it installs what is
//! missing, says what it does, and then does its work.

mod banner;
mod build;
mod clock;
mod dev;
mod environment;
mod failure;
mod process;
mod setup;
mod test;
mod versions;

use std::process::ExitCode;

use environment::Environment;
use failure::{Failure, Result};

const HELP: &str = "\
Tasks of the workspace. Each one installs what it needs first.

usage: cargo xtask <command> [options]

  dev      build, serve on http://127.0.0.1:3000 and rebuild on every change
             --serve      build and serve once, without watching
             --release    with optimisations
  build    make the release binary (one file: the server, the pages and their assets)
  test     format, lints, licences, tests, release build, tests in a real browser
             --quick      without the release build and the browser
             --only STEP  one step: fmt, clippy, wasm, deny, test, build, e2e (may be repeated)
             --databases  install PostgreSQL, MariaDB and Redis where they are missing, and test with them too
             -- ARGS      for the browser tests, for example: --only e2e -- guard --project js
  setup    only install what `dev` and `build` need

environment:
  TEST_DATABASE_URL       a server of your own for the tests (otherwise SQLite, and temporary servers)
  TEST_REDIS_URL          a Redis server for the storage tests (otherwise temporary ones are started)
  CHROMIUM_PATH           the Chromium of the browser tests (otherwise the distribution's)
  LATCHKEY_RUST           `distribution`: take the Rust packages of the distribution, not rustup's wasm target
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<ExitCode> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    };
    match command.as_str() {
        "dev" => dev::run(&mut Environment::load()?, &dev::Options::parse(rest)?),
        "build" => {
            reject_options(command, rest)?;
            let mut environment = Environment::load()?;
            setup::for_release(&mut environment)?;
            build::run(&environment)?;
            Ok(ExitCode::SUCCESS)
        }
        "test" => test::run(&mut Environment::load()?, &test::Options::parse(rest)?),
        "setup" => {
            reject_options(command, rest)?;
            let mut environment = Environment::load()?;
            setup::for_release(&mut environment)?;
            println!("everything is installed; next: cargo xtask dev");
            Ok(ExitCode::SUCCESS)
        }
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        dev::ANNOUNCE => {
            dev::announce(rest);
            Ok(ExitCode::SUCCESS)
        }
        unknown => Err(Failure::new(format!("there is no command `{unknown}`"), "run `cargo xtask help` for the list")),
    }
}

fn reject_options(command: &str, rest: &[String]) -> Result<()> {
    match rest.first() {
        None => Ok(()),
        Some(option) => Err(Failure::new(
            format!("`cargo xtask {command}` has no option `{option}`"),
            "run `cargo xtask help` for the list",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_unknown_command_says_where_the_list_is() {
        let failure = dispatch(&strings(&["tset"])).expect_err("there is no such command");
        assert!(failure.to_string().contains("cargo xtask help"));
    }

    #[test]
    fn commands_without_options_refuse_them() {
        let failure = dispatch(&strings(&["build", "--fast"])).expect_err("there is no such option");
        assert!(failure.to_string().contains("--fast"));
    }
}
