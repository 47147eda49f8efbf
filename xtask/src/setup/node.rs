//! The browser tests: Node.js, their npm packages, and a Chromium.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::packages;
use crate::environment::Environment;
use crate::failure::{Failure, Result};
use crate::process;
use crate::versions::version_in;

/// The browsers that the tests can drive.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const OLDEST_NODE: u32 = 20;

/// What the browser tests run with.
pub(crate) struct BrowserTests {
    pub(crate) folder: PathBuf,
    pub(crate) chromium: PathBuf,
}

pub(crate) fn ensure(environment: &Environment) -> Result<BrowserTests> {
    check_node(environment)?;
    let folder = environment.root.join("end2end");
    if !packages_are_current(&folder) {
        let mut install = environment.command("npm");
        install.args(["ci", "--no-fund", "--no-audit"]).current_dir(&folder);
        // The distribution's browser is used.
        install.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        process::run("npm packages of end2end", &mut install, "run `npm ci` in end2end and see what npm says")?;
    }
    Ok(BrowserTests { folder, chromium: chromium(environment)? })
}

fn check_node(environment: &Environment) -> Result<()> {
    let version = process::capture(environment.command("node").arg("--version"));
    let new_enough = version.as_deref().and_then(version_in).is_some_and(|found| found.major >= OLDEST_NODE);
    if new_enough && environment.has("npm") {
        return Ok(());
    }
    Err(Failure::new(
        format!(
            "the browser tests need Node.js {OLDEST_NODE} or newer with npm; found: {}",
            version.unwrap_or_default()
        ),
        "install Node.js, or leave these tests out with `cargo xtask test --quick`",
    ))
}

/// npm writes the hidden file last; a lock file that changed since is newer.
fn packages_are_current(folder: &Path) -> bool {
    let changed = |file: &Path| fs::metadata(file).and_then(|metadata| metadata.modified()).ok();
    let installed = changed(&folder.join("node_modules/.package-lock.json"));
    let locked = changed(&folder.join("package-lock.json"));
    matches!((installed, locked), (Some(installed), Some(locked)) if installed >= locked)
}

fn chromium(environment: &Environment) -> Result<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM_PATH").map(PathBuf::from) {
        return if path.is_file() {
            Ok(path)
        } else {
            Err(Failure::new(
                format!("CHROMIUM_PATH names {}, which is not there", path.display()),
                "unset it, or name a Chromium",
            ))
        };
    }
    let found = || BROWSERS.iter().find_map(|program| environment.find(program));
    if let Some(path) = found() {
        return Ok(path);
    }
    packages::install(environment, &["chromium"], "Chromium")?;
    found().ok_or_else(|| Failure::new("Chromium was not found", "set CHROMIUM_PATH to the program"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::scratch_folder;

    #[test]
    fn packages_are_installed_when_they_are_missing() {
        let folder = scratch_folder("npm").expect("a temporary folder");
        fs::write(folder.join("package-lock.json"), "{}").expect("it is writable");
        assert!(!packages_are_current(&folder));
        fs::create_dir(folder.join("node_modules")).expect("it is writable");
        fs::write(folder.join("node_modules/.package-lock.json"), "{}").expect("it is writable");
        assert!(packages_are_current(&folder));
        fs::remove_dir_all(&folder).expect("it is ours");
    }
}
