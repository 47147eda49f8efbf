use super::{load::set, reader::Reader};

/// Options of Google's prompt that signs in by one tap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OneTapConfig {
    /// Default `false`.
    pub enabled: bool,
    /// The ids that Google gave the application. Default: those of `[social_providers.google]`.
    pub client_id: Vec<String>,
    /// Nobody signs up by it. Default `false`.
    pub disable_signup: bool,
}

impl OneTapConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.client_id, section.text_or_texts("client_id"));
        set(&mut self.disable_signup, section.bool("disable_signup"));
        section.finish();
    }
}
