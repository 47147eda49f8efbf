//! Tools that come from crates.io, in exact versions.

use std::time::Duration;

use crate::environment::Environment;
use crate::failure::Result;
use crate::process::{self, Limited};
use crate::versions::{self, version_in};

/// A release profile that compiles a tool three times faster; it runs as fast where it matters.
const FAST_PROFILE: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_LTO", "false"),
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
];
/// Downloading a finished binary takes seconds, or does not work at all.
const DOWNLOAD_LIMIT: Duration = Duration::from_mins(2);

struct Tool<'a> {
    package: &'a str,
    /// The program that tells the version.
    binary: &'a str,
    version: &'a str,
    arguments: &'a [&'a str],
    takes: &'a str,
}

pub(crate) fn ensure_cargo_leptos(environment: &Environment) -> Result<()> {
    ensure(
        environment,
        &Tool {
            package: "cargo-leptos",
            binary: "cargo-leptos",
            version: versions::CARGO_LEPTOS,
            // One of its dependencies asks for a newer Rust than it needs.
            arguments: &["--locked", "--features", "no_downloads", "--ignore-rust-version"],
            takes: "about 5 minutes",
        },
    )
}

/// cargo-leptos takes the `wasm-bindgen` on PATH, which must have the version of the library.
pub(crate) fn ensure_wasm_bindgen(environment: &Environment) -> Result<()> {
    let version = versions::locked_version(&environment.read("Cargo.lock")?, "wasm-bindgen")?;
    ensure(
        environment,
        &Tool {
            package: "wasm-bindgen-cli",
            binary: "wasm-bindgen",
            version: &version,
            arguments: &[],
            takes: "about a minute",
        },
    )
}

pub(crate) fn ensure_cargo_deny(environment: &Environment) -> Result<()> {
    ensure(
        environment,
        &Tool {
            package: "cargo-deny",
            binary: "cargo-deny",
            version: versions::CARGO_DENY,
            arguments: &["--locked"],
            takes: "about a minute",
        },
    )
}

fn ensure(environment: &Environment, tool: &Tool<'_>) -> Result<()> {
    if is_installed(environment, tool) {
        return Ok(());
    }
    if environment.has("cargo-binstall") && download(environment, tool)? {
        return Ok(());
    }
    let mut install = environment.cargo();
    install.args(["install", tool.package, "--version", tool.version, "--force"]).args(tool.arguments);
    install.envs(FAST_PROFILE);
    // Not in the workspace's folder: its files are not those of the tool, and would stay there.
    install.env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
    process::run(
        &format!("{} {} ({})", tool.package, tool.version, tool.takes),
        &mut install,
        "see the first error above; a C compiler (`apt-get install build-essential`) and crates.io are needed",
    )
}

fn is_installed(environment: &Environment, tool: &Tool<'_>) -> bool {
    let printed = process::capture(environment.command(tool.binary).arg("--version"));
    let wanted = version_in(tool.version);
    wanted.is_some() && printed.as_deref().and_then(version_in) == wanted
}

fn download(environment: &Environment, tool: &Tool<'_>) -> Result<bool> {
    let mut fetch = environment.command("cargo-binstall");
    fetch.args(["--no-confirm", "--disable-strategies", "compile"]).arg(format!("{}@{}", tool.package, tool.version));
    println!("-> {}: {}", tool.package, process::line(&fetch));
    let fetched = process::run_within(DOWNLOAD_LIMIT, &mut fetch)? == Limited::Succeeded;
    Ok(fetched && is_installed(environment, tool))
}
