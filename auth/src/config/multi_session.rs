use super::{load::set, reader::Reader};

/// Options of several people who are signed in in one browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MultiSessionConfig {
    /// Default `false`: signing in takes the place of whoever was signed in.
    pub enabled: bool,
    /// How many sessions a browser keeps beside each other. Default 5.
    pub maximum_sessions: usize,
}

impl Default for MultiSessionConfig {
    fn default() -> Self {
        Self { enabled: false, maximum_sessions: 5 }
    }
}

impl MultiSessionConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.maximum_sessions, section.number("maximum_sessions"));
        section.finish();
    }
}
