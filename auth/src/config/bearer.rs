use super::{load::set, reader::Reader};

/// Options of sessions in an `Authorization` header, for programs that keep no cookies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BearerConfig {
    /// Default `false`. Every answer that opens a session then says its token in `set-auth-token`, where a script can
    /// read it, which it cannot of the cookie.
    pub enabled: bool,
    /// Tokens have to be signed, as `set-auth-token` gives them; the token of a session alone is not enough. Default
    /// `false`, as upstream.
    pub require_signature: bool,
}

impl BearerConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.require_signature, section.bool("require_signature"));
        section.finish();
    }
}
