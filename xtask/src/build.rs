//! `cargo xtask build`: the release binary, and how large it became.

use std::fs;
use std::path::{Path, PathBuf};

use crate::environment::Environment;
use crate::failure::{Failure, Result};
use crate::process;

/// Compresses a file as a server would, and prints the size.
const BROTLI_SIZE: &str = "const z=require('zlib'),c=z.constants;\
    console.log(z.brotliCompressSync(require('fs').readFileSync(process.argv[1]),\
    {params:{[c.BROTLI_PARAM_QUALITY]:9}}).length)";

pub(crate) fn run(environment: &Environment) -> Result<()> {
    let mut leptos = environment.wasm_cargo();
    leptos.args(["leptos", "build", "--release", "--precompress"]);
    process::run("release build", &mut leptos, "the first error above is the one to look at")?;
    report(environment)
}

fn report(environment: &Environment) -> Result<()> {
    let binary = environment.binary();
    let size = fs::metadata(&binary).map(|metadata| metadata.len()).map_err(|error| {
        Failure::new(
            format!("the build ended well, but {} is not there: {error}", binary.display()),
            "check `bin-target` in Cargo.toml",
        )
    })?;
    println!("   {} ({})", binary.display(), bytes(size));

    let folder = environment.site().join("pkg");
    let wasm = largest_wasm(&folder).ok_or_else(|| {
        Failure::new(
            format!("the build ended well, but {} holds no wasm file", folder.display()),
            "check `site-root` and `site-pkg-dir` in Cargo.toml",
        )
    })?;
    let size = fs::metadata(&wasm).map(|metadata| metadata.len()).unwrap_or_default();
    let brotli = process::capture(environment.command("node").args(["-e", BROTLI_SIZE]).arg(&wasm))
        .and_then(|text| text.parse().ok())
        .map(|size| format!(", {} as brotli", bytes(size)));
    println!("   {} ({}{})", wasm.display(), bytes(size), brotli.unwrap_or_default());
    Ok(())
}

fn largest_wasm(folder: &Path) -> Option<PathBuf> {
    fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "wasm"))
        .max_by_key(|path| fs::metadata(path).map(|metadata| metadata.len()).unwrap_or_default())
}

/// A size as people say it.
fn bytes(size: u64) -> String {
    const KILO: u64 = 1000;
    match size {
        0..10_000 => format!("{size} bytes"),
        10_000..10_000_000 => format!("{} KB", size / KILO),
        _ => format!("{}.{} MB", size / KILO / KILO, size / KILO / 100 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_well() {
        assert_eq!(bytes(9_999), "9999 bytes");
        assert_eq!(bytes(441_234), "441 KB");
        assert_eq!(bytes(21_450_000), "21.4 MB");
    }
}
