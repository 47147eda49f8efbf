//! The versions of the tools, in one place. Libraries are pinned in `Cargo.toml` and `Cargo.lock`.

use std::fmt;

use crate::failure::{Failure, Result};

/// Builds the browser's part, then the server that embeds it.
pub(crate) const CARGO_LEPTOS: &str = "0.3.11";
/// Checks licences, banned crates, sources and advisories.
pub(crate) const CARGO_DENY: &str = "0.20.2";
/// The npm package that carries `wasm-opt`.
pub(crate) const BINARYEN: &str = "132.0.0";
/// The oldest Rust that the workspace builds with; `rust-version` in `Cargo.toml`.
pub(crate) const RUST: Version = Version { major: 1, minor: 95, patch: 0 };

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    pub(crate) major: u32,
    pub(crate) minor: u32,
    pub(crate) patch: u32,
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// The first `1.2.3` in what a tool prints for `--version`.
pub(crate) fn version_in(text: &str) -> Option<Version> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.')).find_map(|word| {
        let mut parts = word.splitn(3, '.').map(str::parse::<u32>);
        match (parts.next(), parts.next(), parts.next()) {
            (Some(Ok(major)), Some(Ok(minor)), Some(Ok(patch))) => Some(Version { major, minor, patch }),
            _ => None,
        }
    })
}

/// The version that `Cargo.lock` pins for a package that occurs once in it.
pub(crate) fn locked_version(lock: &str, package: &str) -> Result<String> {
    let wanted = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    while let Some(line) = lines.next() {
        if line == wanted
            && let Some(version) =
                lines.next().and_then(|next| next.strip_prefix("version = \"")).and_then(|rest| rest.strip_suffix('"'))
        {
            return Ok(version.to_string());
        }
    }
    Err(Failure::new(
        format!("Cargo.lock names no version of `{package}`"),
        "run `cargo generate-lockfile`, or take Cargo.lock from the repository",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "\
[[package]]
name = \"wasm-bindgen-shared\"
version = \"0.2.131\"

[[package]]
name = \"wasm-bindgen\"
version = \"0.2.130\"
source = \"registry\"
dependencies = [
 \"wasm-bindgen-shared\",
]
";

    #[test]
    fn reads_the_locked_version_of_exactly_that_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").expect("it is there"), "0.2.130");
    }

    #[test]
    fn a_package_that_is_not_locked_is_an_error_with_advice() {
        let failure = locked_version(LOCK, "wasm").expect_err("it is not there");
        assert!(failure.to_string().contains("cargo generate-lockfile"));
    }

    #[test]
    fn finds_the_version_in_what_tools_print() {
        let found = |text| version_in(text).map(|version| version.to_string());
        assert_eq!(found("cargo-leptos 0.3.11"), Some("0.3.11".to_string()));
        assert_eq!(found("rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)"), Some("1.96.0".into()));
        assert_eq!(found("rustc 1.97.0-nightly (aaaa 2026-06-01)"), Some("1.97.0".into()));
        assert_eq!(found("wasm-opt version 132 (version_132)"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn versions_order_by_number_and_not_by_letter() {
        assert!(version_in("1.100.0") > version_in("1.95.2"));
    }

    #[test]
    fn the_oldest_rust_is_the_one_of_the_manifest() {
        let manifest = include_str!("../../Cargo.toml");
        assert!(manifest.contains(&format!("rust-version = \"{}.{}\"", RUST.major, RUST.minor)));
    }
}
