//! Installs what is missing. A step that is done is skipped; one that takes long says so; one that fails says what to do.

mod binaryen;
mod cargo_tools;
mod node;
mod packages;
mod wasm;

use std::path::PathBuf;

use crate::environment::Environment;
use crate::failure::{Failure, Result};
use crate::process;
use crate::versions;

pub(crate) use node::BrowserTests;
pub(crate) use packages::is_root;

/// What `cargo leptos watch` needs.
pub(crate) fn for_development(environment: &mut Environment) -> Result<()> {
    check_rust(environment)?;
    wasm::ensure(environment)?;
    cargo_tools::ensure_cargo_leptos(environment)?;
    cargo_tools::ensure_wasm_bindgen(environment)
}

/// What `cargo leptos build --release` needs.
pub(crate) fn for_release(environment: &mut Environment) -> Result<()> {
    for_development(environment)?;
    binaryen::ensure(environment)
}

/// The wasm target alone, for lints of the browser's part.
pub(crate) fn for_wasm(environment: &mut Environment) -> Result<()> {
    check_rust(environment)?;
    wasm::ensure(environment)
}

pub(crate) fn for_licences(environment: &Environment) -> Result<()> {
    cargo_tools::ensure_cargo_deny(environment)
}

/// The end-to-end tests: their npm packages and a browser.
pub(crate) fn for_browser_tests(environment: &Environment) -> Result<BrowserTests> {
    node::ensure(environment)
}

/// Whether the tests can start a Redis server of their own; installs it when asked to.
pub(crate) fn redis(environment: &Environment, may_install: bool) -> Result<bool> {
    if !environment.has("redis-server") && may_install {
        packages::install(environment, &["redis-server"], "Redis")?;
    }
    Ok(environment.has("redis-server"))
}

/// The PostgreSQL server program of the distribution.
pub(crate) fn install_postgresql(environment: &Environment) -> Result<()> {
    packages::install(environment, &["postgresql"], "PostgreSQL")
}

/// The MariaDB server program of the distribution, without the service that starts with the machine.
pub(crate) fn install_mariadb(environment: &Environment) -> Result<()> {
    packages::install(environment, &["mariadb-server-core", "mariadb-client"], "MariaDB")
}

fn check_rust(environment: &Environment) -> Result<()> {
    let version = process::capture(environment.command("rustc").arg("--version"));
    match version.as_deref().and_then(versions::version_in) {
        Some(found) if found >= versions::RUST => Ok(()),
        Some(found) => Err(Failure::new(
            format!("Rust {found} is too old: the workspace needs {} or newer", versions::RUST),
            "run `rustup update stable`, or install a newer Rust from your distribution",
        )),
        None => Err(Failure::new("`rustc` does not run", "install Rust with rustup, or from your distribution")),
    }
}

/// A new empty folder for a step of the set-up.
fn scratch_folder(name: &str) -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("latchkey-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| {
        Failure::new(
            format!("{} cannot be made: {error}", folder.display()),
            "set TMPDIR to a folder that you can write to",
        )
    })?;
    Ok(folder)
}
