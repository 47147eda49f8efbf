//! Where the workspace is, and the environment that its tools run in.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::process;

pub(crate) struct Environment {
    /// The folder with the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Where cargo builds; `CARGO_TARGET_DIR` moves it.
    pub(crate) target: PathBuf,
    /// The rustup toolchain that has the wasm target, when it is not the active one.
    pub(crate) wasm_toolchain: Option<String>,
    path: OsString,
}

impl Environment {
    pub(crate) fn load() -> Result<Self> {
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = manifest
            .parent()
            .map(Path::to_path_buf)
            .ok_or_else(|| Failure::new("the workspace was not found", "run `cargo xtask` inside the repository"))?;
        let mut environment = Self { root, target: PathBuf::new(), wasm_toolchain: None, path: search_path()? };
        environment.target = environment.target_directory()?;
        Ok(environment)
    }

    /// A program in the workspace's root, found on a PATH that holds the tools which the set-up installs.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.find(program).unwrap_or_else(|| program.into()));
        command.current_dir(&self.root).env("PATH", &self.path);
        // `cargo run` describes this crate to it; to a cargo that is started from here it is noise, and a changed
        // variable would rebuild the build scripts that read it.
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "CARGO_BIN_NAME" {
                command.env_remove(name.as_ref());
            }
        }
        command
    }

    pub(crate) fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// Cargo for the wasm target: cargo-leptos, and lints of the browser's part.
    pub(crate) fn wasm_cargo(&self) -> Command {
        let mut command = self.cargo();
        if let Some(toolchain) = &self.wasm_toolchain {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
        command
    }

    pub(crate) fn find(&self, program: &str) -> Option<PathBuf> {
        let file = format!("{program}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&self.path).map(|folder| folder.join(&file)).find(|candidate| candidate.is_file())
    }

    pub(crate) fn has(&self, program: &str) -> bool {
        self.find(program).is_some()
    }

    /// The release binary.
    pub(crate) fn binary(&self) -> PathBuf {
        self.target.join("release").join(format!("latchkey{}", env::consts::EXE_SUFFIX))
    }

    /// The browser's files. This path is fixed (`site-root` in `Cargo.toml`), also when `CARGO_TARGET_DIR` moves the
    /// rest, because the server embeds the files from here.
    pub(crate) fn site(&self) -> PathBuf {
        self.root.join("target").join("site")
    }

    pub(crate) fn read(&self, file: &str) -> Result<String> {
        std::fs::read_to_string(self.root.join(file))
            .map_err(|error| Failure::new(format!("{file} cannot be read: {error}"), "restore it: `git checkout -- .`"))
    }

    fn target_directory(&self) -> Result<PathBuf> {
        let mut command = self.cargo();
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        process::capture(&mut command)
            .and_then(|metadata| json_string(&metadata, "target_directory"))
            .map(PathBuf::from)
            .ok_or_else(|| {
                Failure::new("cargo could not read the workspace", format!("run `{}`", process::line(&command)))
            })
    }
}

/// PATH with the folders first where the set-up installs: a tool of the right version wins over another one.
fn search_path() -> Result<OsString> {
    let home = env::home_dir();
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| home.as_ref().map(|h| h.join(".cargo")));
    let mut folders: Vec<PathBuf> = cargo_home.into_iter().map(|folder| folder.join("bin")).collect();
    if let Some(present) = env::var_os("PATH") {
        folders.extend(env::split_paths(&present));
    }
    folders.extend(home.map(|folder| folder.join(".local").join("bin")));
    env::join_paths(folders)
        .map_err(|error| Failure::new(format!("PATH cannot be extended: {error}"), "check PATH and CARGO_HOME"))
}

/// The string value of a key in a JSON text. Enough for a path in cargo's metadata.
fn json_string(json: &str, key: &str) -> Option<String> {
    let start = json.find(&format!("\"{key}\":\""))? + key.len() + 4;
    let mut value = String::new();
    let mut characters = json[start..].chars();
    loop {
        match characters.next()? {
            '"' => return Some(value),
            '\\' => value.push(characters.next()?),
            other => value.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_path_from_metadata() {
        let metadata = r#"{"packages":[],"target_directory":"C:\\work\\a \"b\"\\target","version":1}"#;
        assert_eq!(json_string(metadata, "target_directory").as_deref(), Some(r#"C:\work\a "b"\target"#));
        assert_eq!(json_string(metadata, "workspace_root"), None);
    }

    #[test]
    fn finds_this_workspace() {
        let environment = Environment::load().expect("the tests run in the workspace");
        assert!(environment.root.join("xtask").is_dir());
        assert!(environment.target.is_absolute());
        assert!(environment.has("cargo"));
    }
}
