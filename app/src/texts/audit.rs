//! The audit log.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

use auth::wire::AuditAction;

#[derive(Clone, Copy, Debug)]
pub struct Audit {
    pub title: &'static str,
    pub description: &'static str,
    pub activity: &'static str,
    pub activity_description: &'static str,
    pub kind: &'static str,
    pub all: &'static str,
    pub sign_ins: &'static str,
    pub accounts: &'static str,
    pub passwords: &'static str,
    pub factors: &'static str,
    pub administration: &'static str,
    pub organizations: &'static str,
    pub keys: &'static str,
    pub refusals: &'static str,
    pub user: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub apply: &'static str,
    pub nothing: &'static str,
    pub nothing_hint: &'static str,
    pub unknown: &'static str,
    pub pages: &'static str,
    pub newest: &'static str,
    pub older: &'static str,
    pub csv: &'static str,
    pub json: &'static str,
    /// Before who did it.
    pub by: &'static str,
    /// Before whose account it happened to.
    pub about: &'static str,
    /// Before the person as whom somebody looked at the application.
    pub acting_as: &'static str,
    pub reader: &'static str,
    pub nobody: &'static str,
    pub somebody: &'static str,
    /// Takes the id of an account that is no more.
    pub gone: fn(&str) -> String,
    /// What happened; takes the word or the number about it.
    pub action: fn(AuditAction, Option<&str>) -> String,
    pub organization_description: &'static str,
    /// A link to the log.
    pub see: &'static str,
    /// A link from an account to its part of the log.
    pub of_account: &'static str,
}
