//! Signing in a device. What a field means is said by its English text.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

#[derive(Clone, Copy, Debug)]
pub struct Devices {
    pub title: &'static str,
    pub description: &'static str,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub find: &'static str,
    pub request_title: &'static str,
    pub request_description: &'static str,
    pub client: &'static str,
    pub shown: &'static str,
    pub scopes: &'static str,
    pub no_scopes: &'static str,
    pub account: &'static str,
    pub warning_title: &'static str,
    pub warning: &'static str,
    pub approve: &'static str,
    pub deny: &'static str,
    pub other_account: &'static str,
    pub none_title: &'static str,
    pub none: &'static str,
    pub enter: &'static str,
    pub unknown: &'static str,
    pub approved_title: &'static str,
    pub approved: &'static str,
    pub sessions: &'static str,
    pub denied_title: &'static str,
    pub denied: &'static str,
}
