//! The wasm target of Rust: from rustup, or built from the distribution's sources where rustup cannot fetch it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::packages::{self, privileged};
use super::scratch_folder;
use crate::environment::Environment;
use crate::failure::{Failure, Result};
use crate::process::{self, Limited};
use crate::versions;

const TARGET: &str = "wasm32-unknown-unknown";
/// The name under which rustup knows the distribution's Rust.
const TOOLCHAIN: &str = "distribution";
/// `rustup target add` hangs where its host is not reachable.
const RUSTUP_LIMIT: Duration = Duration::from_mins(1);
const DEBIAN_PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "rustfmt-web"];
const DISTRIBUTION_LIBRARY: &str = "/usr/lib/rustlib";
const BY_HAND: &str = "see `xtask/src/setup/wasm.rs` for the commands, and run them as root";

/// Makes sure that some toolchain builds for the browser, and notes which.
pub(crate) fn ensure(environment: &mut Environment) -> Result<()> {
    let forced = std::env::var("LATCHKEY_RUST").is_ok_and(|value| value == TOOLCHAIN);
    if !forced && has_target(environment, None) {
        return Ok(());
    }
    if is_linked(environment) && has_target(environment, Some(TOOLCHAIN)) {
        use_distribution(environment);
        return Ok(());
    }
    if !forced && environment.has("rustup") {
        let mut add = environment.command("rustup");
        add.args(["target", "add", TARGET]);
        println!("-> wasm target: {} (at most {} s)", process::line(&add), RUSTUP_LIMIT.as_secs());
        match process::run_within(RUSTUP_LIMIT, &mut add)? {
            Limited::Succeeded => return Ok(()),
            Limited::Failed => {
                println!("   rustup could not fetch it; taking the distribution's Rust");
            }
            Limited::TimedOut => {
                println!("   rustup does not reach its host; taking the distribution's Rust");
            }
        }
    }
    install_distribution(environment)?;
    if environment.has("rustup") {
        use_distribution(environment);
    }
    Ok(())
}

fn use_distribution(environment: &mut Environment) {
    println!("   the browser's part is built with the distribution's Rust; by hand the same is:");
    println!("   RUSTUP_TOOLCHAIN={TOOLCHAIN} cargo leptos watch");
    environment.wasm_toolchain = Some(TOOLCHAIN.to_string());
}

/// Whether a toolchain has the standard library of the wasm target.
fn has_target(environment: &Environment, toolchain: Option<&str>) -> bool {
    let mut rustc = environment.command("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    if let Some(name) = toolchain {
        rustc.env("RUSTUP_TOOLCHAIN", name);
    }
    process::capture(&mut rustc).is_some_and(|folder| has_standard_library(Path::new(&folder)))
}

fn has_standard_library(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && Path::new(name.as_ref()).extension().is_some_and(|end| end == "rlib")
    })
}

fn is_linked(environment: &Environment) -> bool {
    process::capture(environment.command("rustup").args(["toolchain", "list"]))
        .is_some_and(|list| list.lines().any(|line| line.split_whitespace().next() == Some(TOOLCHAIN)))
}

/// Debian's packages carry no wasm target, but its sources: they are built once, and laid where the compiler looks.
fn install_distribution(environment: &Environment) -> Result<()> {
    if !distribution_is_new_enough(environment) {
        packages::install(environment, &DEBIAN_PACKAGES, "Rust of the distribution")?;
        if !distribution_is_new_enough(environment) {
            return Err(Failure::new(
                format!("the distribution's Rust is older than {}", versions::RUST),
                format!("run `rustup target add {TARGET}` on a network that reaches rustup's host"),
            ));
        }
    }
    if environment.has("rustup") && !is_linked(environment) {
        let mut link = environment.command("rustup");
        link.args(["toolchain", "link", TOOLCHAIN, "/usr"]);
        process::run("toolchain", &mut link, "run the command by hand and see what rustup says")?;
    }
    let library = Path::new(DISTRIBUTION_LIBRARY).join(TARGET).join("lib");
    if !has_standard_library(&library) {
        build_standard_library(environment, &library)?;
    }
    link_linker(environment)
}

fn distribution_is_new_enough(environment: &Environment) -> bool {
    let version = process::capture(environment.command("/usr/bin/rustc").arg("--version"));
    version.as_deref().and_then(versions::version_in).is_some_and(|found| found >= versions::RUST)
        && Path::new("/usr/bin/cargo").is_file()
        && Path::new(DISTRIBUTION_LIBRARY).join("src/rust/library").is_dir()
}

fn build_standard_library(environment: &Environment, library: &Path) -> Result<()> {
    let folder = scratch_folder("wasm-std")?;
    let unwritable = |error: std::io::Error| {
        Failure::new(format!("{} cannot be written: {error}", folder.display()), "set TMPDIR to a writable folder")
    };
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n";
    fs::write(folder.join("Cargo.toml"), manifest).map_err(unwritable)?;
    fs::create_dir_all(folder.join("src")).map_err(unwritable)?;
    fs::write(folder.join("src/lib.rs"), "").map_err(unwritable)?;

    // The compiler of the distribution is a stable one; this lets it build its own standard library.
    let mut build = environment.command("/usr/bin/cargo");
    build
        .args(["build", "-Zbuild-std=std,panic_abort", "--release", "--target", TARGET])
        .current_dir(&folder)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", "/usr/bin/rustc")
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS");
    process::run(
        "standard library for wasm (half a minute)",
        &mut build,
        "check that crates.io can be reached; the standard library has a few dependencies",
    )?;

    let libraries = folder.join("target").join(TARGET).join("release/deps");
    let files = rlibs(&libraries).map_err(unwritable)?;
    let mut make = privileged(environment, "mkdir", BY_HAND)?;
    make.arg("-p").arg(library);
    process::run("folder for it", &mut make, BY_HAND)?;
    let mut copy = privileged(environment, "cp", BY_HAND)?;
    copy.args(files).arg(library);
    run_quietly("its files", &mut copy)?;
    // Only a temporary folder is left behind when this fails.
    let _ = fs::remove_dir_all(&folder);
    Ok(())
}

fn run_quietly(label: &str, command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| process::not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("{label} could not be copied"), BY_HAND)) }
}

/// The libraries without the empty crate that was built to get them.
fn rlibs(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_empty_crate = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("libempty-"));
        if path.extension().is_some_and(|end| end == "rlib") && !is_empty_crate {
            files.push(path);
        }
    }
    Ok(files)
}

/// Debian's compiler comes without the linker for wasm.
fn link_linker(environment: &Environment) -> Result<()> {
    let host = host(environment)?;
    let place = Path::new(DISTRIBUTION_LIBRARY).join(&host).join("bin/rust-lld");
    if place.exists() {
        return Ok(());
    }
    let linker = if let Some(found) = existing_linker(environment, &host) {
        found
    } else {
        packages::install(environment, &["lld"], "the linker lld")?;
        existing_linker(environment, &host).ok_or_else(|| {
            Failure::new("no linker for wasm was found", format!("install lld and link it to {}", place.display()))
        })?
    };
    let mut make = privileged(environment, "mkdir", BY_HAND)?;
    make.arg("-p").args(place.parent());
    process::run("folder of the linker", &mut make, BY_HAND)?;
    let mut link = privileged(environment, "ln", BY_HAND)?;
    link.arg("-sf").args([&linker, &place]);
    process::run("linker", &mut link, BY_HAND)
}

/// The linker of rustup's own toolchain, or the newest lld of the distribution.
fn existing_linker(environment: &Environment, host: &str) -> Option<PathBuf> {
    let sysroot = process::capture(environment.command("rustc").args(["--print", "sysroot"]))?;
    let own = Path::new(&sysroot).join("lib/rustlib").join(host).join("bin/rust-lld");
    if own.is_file() {
        return Some(own);
    }
    (14..40).rev().find_map(|version| environment.find(&format!("lld-{version}"))).or_else(|| environment.find("lld"))
}

fn host(environment: &Environment) -> Result<String> {
    process::capture(environment.command("/usr/bin/rustc").arg("-vV"))
        .and_then(|text| text.lines().find_map(|line| line.strip_prefix("host: ").map(str::to_string)))
        .ok_or_else(|| Failure::new("/usr/bin/rustc does not name its platform", "reinstall the package rustc-web"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_the_standard_library_does_not_count() {
        let folder = scratch_folder("has-std").expect("a temporary folder");
        assert!(!has_standard_library(&folder));
        assert!(!has_standard_library(&folder.join("missing")));
        fs::write(folder.join("libstd-0123.rlib"), "").expect("it is writable");
        assert!(has_standard_library(&folder));
        fs::remove_dir_all(&folder).expect("it is ours");
    }

    #[test]
    fn only_libraries_of_rust_itself_are_copied() {
        let folder = scratch_folder("rlibs").expect("a temporary folder");
        for file in ["libcore-1.rlib", "libcore-1.rmeta", "libempty-2.rlib"] {
            fs::write(folder.join(file), "").expect("it is writable");
        }
        assert_eq!(rlibs(&folder).expect("it is readable"), [folder.join("libcore-1.rlib")]);
        fs::remove_dir_all(&folder).expect("it is ours");
    }
}
