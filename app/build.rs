//! Writes `style/main.css` from the classes that the pages use, and fails for a class that has no rule.

fn main() {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=../style/theme.css");
    println!("cargo::rerun-if-changed=../style/base.css");
    println!("cargo::rerun-if-changed=../style/main.css");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    if let Err(error) = style::build(&root) {
        for line in error.to_string().lines() {
            println!("cargo::error={line}");
        }
    }
}
