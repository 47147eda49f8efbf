use std::time::Duration;

use super::{load::set, reader::Reader};

/// Options of tokens that carry a session over to another browser or site, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeTokenConfig {
    /// Default `false`.
    pub enabled: bool,
    /// How long a token may be used. Default 3 minutes.
    pub expires_in: Duration,
    /// Only trusted code makes tokens. Default `false`.
    pub disable_client_request: bool,
    /// Whoever shows a token gets the session in the answer and no cookie. Default `false`.
    pub disable_set_session_cookie: bool,
    /// Every answer that opens a session brings a token along, in `set-ott`. Default `false`.
    pub set_ott_header_on_new_session: bool,
}

impl Default for OneTimeTokenConfig {
    fn default() -> Self {
        Self {
            enabled: false,
            expires_in: Duration::from_mins(3),
            disable_client_request: false,
            disable_set_session_cookie: false,
            set_ott_header_on_new_session: false,
        }
    }
}

impl OneTimeTokenConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        // Minutes, as upstream.
        set(
            &mut self.expires_in,
            section.number::<u32>("expires_in").map(|minutes| Duration::from_mins(minutes.into())),
        );
        set(&mut self.disable_client_request, section.bool("disable_client_request"));
        set(&mut self.disable_set_session_cookie, section.bool("disable_set_session_cookie"));
        set(&mut self.set_ott_header_on_new_session, section.bool("set_ott_header_on_new_session"));
        // Tokens are stored hashed, unless Better Auth reads them too (`shared_database`).
        section.known(&["store_token"]);
        section.finish();
    }
}
