//! `wasm-opt`, which makes the browser's part of a release build smaller.

use std::env;

use crate::environment::Environment;
use crate::failure::{Failure, Result};
use crate::process;
use crate::versions;

/// Older ones do not know the instructions that today's Rust emits.
const OLDEST: u32 = 119;

pub(crate) fn ensure(environment: &Environment) -> Result<()> {
    if installed_version(environment).is_some_and(|version| version >= OLDEST) {
        return Ok(());
    }
    let package = format!("binaryen@{}", versions::BINARYEN);
    let by_hand = format!("run `npm install --global {package}`, or install binaryen {OLDEST} or newer in another way");
    if !environment.has("npm") {
        return Err(Failure::new("`wasm-opt` is missing, and npm, which would install it, too", by_hand));
    }
    let mut install = environment.command("npm");
    install.args(["install", "--global", "--no-fund", "--no-audit", &package]);
    if process::run("wasm-opt", &mut install, &by_hand).is_err() {
        // The global folder belongs to root; the person's own folder does not.
        let home = env::home_dir().ok_or_else(|| Failure::new("there is no home folder", by_hand.clone()))?;
        let own = home.join(".local");
        println!("   trying {} instead", own.display());
        let mut install = environment.command("npm");
        install.args(["install", "--global", "--no-fund", "--no-audit", "--prefix"]).arg(&own).arg(&package);
        process::run("wasm-opt", &mut install, &by_hand)?;
    }
    if installed_version(environment).is_some_and(|version| version >= OLDEST) {
        Ok(())
    } else {
        Err(Failure::new(
            "`wasm-opt` was installed, but an older one is found first on PATH",
            format!("remove the older one, or put npm's folder of programs first on PATH; {by_hand}"),
        ))
    }
}

fn installed_version(environment: &Environment) -> Option<u32> {
    parse_version(&process::capture(environment.command("wasm-opt").arg("--version"))?)
}

/// The number in `wasm-opt version 132 (version_132)`.
fn parse_version(text: &str) -> Option<u32> {
    text.split_whitespace().find_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version_that_wasm_opt_prints() {
        assert_eq!(parse_version("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(parse_version("wasm-opt version 108"), Some(108));
        assert_eq!(parse_version("not a version"), None);
    }
}
