use std::time::Duration;

use super::{load::set, reader::Reader};

/// Options of remembering by which method somebody signed in last. What are functions in Better Auth are in
/// [`crate::features::last_login_method::LastLoginMethodHooks`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastLoginMethodConfig {
    /// Default `false`: it takes one more cookie, which scripts of the page can read.
    pub enabled: bool,
    /// The whole name of the cookie; no prefix is put before it, as upstream. Default
    /// `better-auth.last_used_login_method`.
    pub cookie_name: String,
    /// How long browsers keep it. Default 30 days.
    pub max_age: Duration,
    /// Users have a field `lastLoginMethod` too. Default `false`.
    pub store_in_database: bool,
}

impl Default for LastLoginMethodConfig {
    fn default() -> Self {
        Self {
            enabled: false,
            cookie_name: "better-auth.last_used_login_method".into(),
            max_age: Duration::from_hours(30 * 24),
            store_in_database: false,
        }
    }
}

impl LastLoginMethodConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.cookie_name, section.text("cookie_name"));
        set(&mut self.max_age, section.seconds("max_age"));
        set(&mut self.store_in_database, section.bool("store_in_database"));
        // The characters of a name (RFC 6265 4.1.1).
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if self.cookie_name.is_empty() || !self.cookie_name.bytes().all(is_token) {
            section.problem("cookie_name", "is not the name of a cookie", "letters, digits, `.`, `-` and `_`");
        }
        section.finish();
    }
}
