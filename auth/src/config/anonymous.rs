use super::{load::set, reader::Reader};

/// Options of accounts without a name, for people who look around before they sign up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnonymousConfig {
    /// Default `false`: it adds a field to users, and lets anybody make rows.
    pub enabled: bool,
    /// Domain of the addresses that such accounts get. Default: one that no mail reaches.
    pub email_domain_name: Option<String>,
    /// Such an account stays when its owner signs in to another one, and nobody can delete theirs. Default `false`.
    pub disable_delete_anonymous_user: bool,
}

impl AnonymousConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.email_domain_name, section.text("email_domain_name").map(Some));
        set(&mut self.disable_delete_anonymous_user, section.bool("disable_delete_anonymous_user"));
        section.finish();
    }
}
