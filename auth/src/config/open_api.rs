use super::{load::set, reader::Reader};

/// Options of the description of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenApiConfig {
    /// Default `false`.
    pub enabled: bool,
    /// Below the base path, where the page for people is. Default `/reference`.
    pub path: String,
    /// There is no page for people. Default `false`.
    pub disable_default_reference: bool,
}

impl Default for OpenApiConfig {
    fn default() -> Self {
        Self { enabled: false, path: "/reference".into(), disable_default_reference: false }
    }
}

impl OpenApiConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.path, section.text("path"));
        set(&mut self.disable_default_reference, section.bool("disable_default_reference"));
        if !self.path.starts_with('/') || self.path.contains(['{', '}', '*']) {
            section.problem("path", "is not a path", "for example /reference");
        }
        // The page has a style of its own and no script.
        section.known(&["theme", "nonce"]);
        section.finish();
    }
}
