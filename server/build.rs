//! Finds the site that `cargo leptos` has built, for `src/assets.rs` to embed.
//!
//! `cargo leptos build` makes the site before the server and names its folder in `LEPTOS_SITE_ROOT`, relative to the
//! workspace. Without it (`cargo check`, `cargo test`) the folder is the `site-root` of the workspace's `Cargo.toml`,
//! whatever `CARGO_TARGET_DIR` says; it may be empty.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=LEPTOS_SITE_ROOT");

    let variable = |name: &str| env::var_os(name).ok_or_else(|| io::Error::other(format!("{name} is not set")));
    let package = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let workspace = package.parent().unwrap_or(&package);
    let root = env::var_os("LEPTOS_SITE_ROOT").unwrap_or_else(|| "target/site".into());
    // An absolute path replaces the workspace.
    let site = workspace.join(&root);
    fs::create_dir_all(&site)?;
    let site = site.canonicalize()?;

    // A debug build reads the files when they are asked for, and need not be built anew when they change.
    let embeds = env::var("PROFILE").is_ok_and(|profile| profile != "debug");
    let fingerprint = if embeds {
        // Relative, so that a second checkout with the same target directory does not take this one's site for its own.
        println!("cargo::rerun-if-changed={}", Path::new("..").join(&root).display());
        fingerprint(&site)?
    } else {
        0
    };

    // The folder has to be a literal. The fingerprint makes the source differ when a file came, went or changed.
    let folder = site.to_str().ok_or_else(|| io::Error::other("the path of the site is not UTF-8"))?;
    let source = format!(
        "// Site {fingerprint:016x}.\n#[derive(rust_embed::RustEmbed)]\n#[folder = {folder:?}]\n\
         #[allow_missing = true]\nstruct Site;\n"
    );
    fs::write(PathBuf::from(variable("OUT_DIR")?).join("site.rs"), source)
}

/// Names and contents of all files below a folder, in one number.
fn fingerprint(folder: &Path) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    for file in files {
        file.hash(&mut hasher);
        fs::read(&file)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}
