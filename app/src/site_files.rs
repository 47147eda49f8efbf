//! The names of the files that a page loads.

/// Where the browser finds script, WebAssembly and styles: absolute paths such as `/pkg/latchkey.<hash>.js`.
///
/// The server finds them in the site it embeds and gives them to the shell by context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFiles {
    /// The script that starts the application.
    pub js: String,
    /// The application.
    pub wasm: String,
    /// The styles.
    pub css: String,
}

impl Default for SiteFiles {
    /// The names without hashes.
    fn default() -> Self {
        Self {
            js: "/pkg/latchkey.js".to_owned(),
            wasm: "/pkg/latchkey.wasm".to_owned(),
            css: "/pkg/latchkey.css".to_owned(),
        }
    }
}
