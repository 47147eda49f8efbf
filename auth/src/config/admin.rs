use std::{sync::LazyLock, time::Duration};

use super::{access::read_access, load::set, reader::Reader};
use crate::features::{access::AccessControl, admin::built_in_access};

/// Options of administration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminConfig {
    /// Default `true`.
    pub enabled: bool,
    /// The role of a new user. Default `user`.
    pub default_role: String,
    /// Roles of those who administer. Default `admin`.
    pub admin_roles: Vec<String>,
    /// Ids of users who may do everything, whatever their role.
    pub admin_user_ids: Vec<String>,
    /// Why somebody is banned if nobody says. Default `No reason`, as upstream.
    pub default_ban_reason: Option<String>,
    /// How long a ban lasts if nobody says. Default: for ever.
    pub default_ban_expires_in: Option<Duration>,
    /// How long somebody may look at the application as another. Default one hour.
    pub impersonation_session_duration: Duration,
    /// Whoever may impersonate may do so with those who administer. Default `false`; the action `impersonate-admins`
    /// is the better way.
    pub allow_impersonating_admins: bool,
    /// What people are told who are banned.
    pub banned_user_message: String,
    /// Resources and roles of the application. Without them there are `admin` and `user`, and other names can be given
    /// as roles although they allow nothing, as upstream.
    pub access: Option<AccessControl>,
}

impl Default for AdminConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            default_role: "user".into(),
            admin_roles: vec!["admin".into()],
            admin_user_ids: Vec::new(),
            default_ban_reason: None,
            default_ban_expires_in: None,
            impersonation_session_duration: Duration::from_hours(1),
            allow_impersonating_admins: false,
            banned_user_message: "This account is banned. Write to us if you think that is a mistake.".into(),
            access: None,
        }
    }
}

impl AdminConfig {
    /// The resources and roles that count.
    pub fn access(&self) -> &AccessControl {
        static BUILT_IN: LazyLock<AccessControl> = LazyLock::new(built_in_access);
        self.access.as_ref().unwrap_or(&BUILT_IN)
    }

    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.default_role, section.text("default_role"));
        let roles = section.text_or_texts("admin_roles");
        let split = |roles: Vec<String>| roles.iter().flat_map(|roles| roles.split(',')).map(trimmed).collect();
        set(&mut self.admin_roles, roles.map(split));
        set(&mut self.admin_user_ids, section.texts("admin_user_ids"));
        set(&mut self.default_ban_reason, section.text("default_ban_reason").map(Some));
        set(&mut self.default_ban_expires_in, section.seconds("default_ban_expires_in").map(Some));
        set(&mut self.impersonation_session_duration, section.seconds("impersonation_session_duration"));
        set(&mut self.allow_impersonating_admins, section.bool("allow_impersonating_admins"));
        set(&mut self.banned_user_message, section.text("banned_user_message"));
        let access = read_access(&section, self.access());
        set(&mut self.access, access.map(Some));
        let access = self.access();
        for role in &self.admin_roles {
            if !access.role_names().any(|name| name.eq_ignore_ascii_case(role)) {
                section.problem("admin_roles", format!("name `{role}`, which is no role"), "describe it under `roles`");
            }
        }
        section.finish();
    }
}

fn trimmed(role: &str) -> String {
    role.trim().to_owned()
}
