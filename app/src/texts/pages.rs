//! The texts of the pages and the problems. What a field means is said by its English text.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

use auth::wire::ErrorCode;

use crate::device::Device;

#[derive(Clone, Copy, Debug)]
pub struct Landing {
    pub heading: &'static str,
    pub lead: &'static str,
    pub sign_up: &'static str,
    pub open_dashboard: &'static str,
    pub demo_title: &'static str,
    pub demo: &'static str,
    /// Title and text of each card.
    pub points: &'static [(&'static str, &'static str)],
}

#[derive(Clone, Copy, Debug)]
pub struct SignUp {
    pub title: &'static str,
    pub description: &'static str,
    pub closed: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub password: &'static str,
    /// Takes the fewest characters.
    pub password_hint: fn(u16) -> String,
    pub submit: &'static str,
    pub have_account: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct SignIn {
    pub title: &'static str,
    pub description: &'static str,
    pub email: &'static str,
    /// Takes whether usernames, and whether phone numbers do as well as an address.
    pub identifier: fn(bool, bool) -> &'static str,
    pub password: &'static str,
    pub forgot_password: &'static str,
    pub remember: &'static str,
    pub without_password: &'static str,
    pub submit: &'static str,
    pub no_account: &'static str,
    pub sign_up: &'static str,
    pub demo_title: &'static str,
    pub demo: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Providers {
    /// Takes the name of a provider.
    pub go_on: fn(&str) -> String,
    pub last_used: &'static str,
    pub more: &'static str,
    pub or: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct ProofOfWork {
    pub working: &'static str,
    pub failed: &'static str,
    pub without_scripts: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct AuthError {
    pub title: &'static str,
    /// Takes the code behind `?error=`; a title and what to do.
    pub of_code: fn(&str) -> (&'static str, &'static str),
    pub again: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Connections {
    pub title: &'static str,
    pub description: &'static str,
    pub password: &'static str,
    pub since: &'static str,
    pub again: &'static str,
    /// Takes the name of a provider.
    pub again_label: fn(&str) -> String,
    pub unlink: &'static str,
    /// Takes the name of a provider.
    pub unlink_label: fn(&str) -> String,
    pub add: &'static str,
    pub add_description: &'static str,
    /// Takes the name of a provider.
    pub link: fn(&str) -> String,
    pub unknown: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct ForgotPassword {
    pub title: &'static str,
    pub description: &'static str,
    pub submit: &'static str,
    pub sent_title: &'static str,
    pub sent: &'static str,
    pub back: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct ResetPassword {
    pub title: &'static str,
    pub description: &'static str,
    pub submit: &'static str,
    pub expired_title: &'static str,
    pub expired: &'static str,
    pub again: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct CheckEmail {
    pub title: &'static str,
    pub description: &'static str,
    /// Takes the address.
    pub sent_to: fn(&str) -> String,
    pub resend: &'static str,
    /// Takes the seconds to wait.
    pub resend_in: fn(u32) -> String,
    pub hint: &'static str,
    pub mailbox: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct VerifyEmail {
    pub title: &'static str,
    pub description: &'static str,
    pub submit: &'static str,
    pub expired: &'static str,
    pub again: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct RevertEmail {
    pub title: &'static str,
    pub description: &'static str,
    pub submit: &'static str,
    pub expired: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Reauth {
    pub title: &'static str,
    pub description: &'static str,
    pub submit: &'static str,
    pub no_password: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct SignOut {
    pub title: &'static str,
    /// Takes the address.
    pub signed_in_as: fn(&str) -> String,
    pub submit: &'static str,
    pub stay: &'static str,
    pub nobody: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Dashboard {
    pub title: &'static str,
    /// Takes the name.
    pub greeting: fn(&str) -> String,
    pub description: &'static str,
    pub account: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub verified: &'static str,
    pub not_verified: &'static str,
    pub role: &'static str,
    pub member_since: &'static str,
    pub session: &'static str,
    pub session_description: &'static str,
    pub session_unknown: &'static str,
    pub signed_in: &'static str,
    pub ends: &'static str,
    pub address: &'static str,
    pub device: &'static str,
    pub unknown: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub title: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Profile {
    pub title: &'static str,
    pub description: &'static str,
    pub save: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Account {
    pub title: &'static str,
    pub description: &'static str,
    pub email_title: &'static str,
    pub email_description: &'static str,
    pub no_email: &'static str,
    pub new_email: &'static str,
    pub change_email: &'static str,
    pub pending_title: &'static str,
    /// Takes the address.
    pub pending: fn(&str) -> String,
    pub cancel_change: &'static str,
    pub delete_title: &'static str,
    pub delete_description: &'static str,
    pub confirmation: &'static str,
    /// Takes the address.
    pub confirmation_hint: fn(&str) -> String,
    pub delete: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Security {
    pub title: &'static str,
    pub description: &'static str,
    pub password: &'static str,
    pub password_description: &'static str,
    pub current_password: &'static str,
    pub new_password: &'static str,
    pub change_password: &'static str,
    pub no_password: &'static str,
    pub set_password: &'static str,
    pub unknown: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Sessions {
    pub title: &'static str,
    pub description: &'static str,
    pub manage: &'static str,
    pub device: fn(&Device) -> String,
    pub current: &'static str,
    pub signed_in: &'static str,
    pub last_active: &'static str,
    pub revoke: &'static str,
    /// Takes the device.
    pub revoke_label: fn(&str) -> String,
    pub revoke_others: &'static str,
    pub others_hint: &'static str,
    pub unknown: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct TwoFactor {
    pub title: &'static str,
    /// Takes the address.
    pub description: fn(&str) -> String,
    pub code: &'static str,
    pub totp_hint: &'static str,
    pub otp_hint: &'static str,
    pub backup_code: &'static str,
    pub backup_hint: &'static str,
    pub send: &'static str,
    pub trust: &'static str,
    pub trust_hint: &'static str,
    pub submit: &'static str,
    pub other_ways: &'static str,
    pub use_totp: &'static str,
    pub use_otp: &'static str,
    pub use_backup: &'static str,
    pub cancel: &'static str,
    pub nobody_title: &'static str,
    pub nobody: &'static str,
    pub sign_in: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct TwoFactorSettings {
    pub title: &'static str,
    pub description: &'static str,
    pub manage: &'static str,
    pub unknown: &'static str,
    pub enable_title: &'static str,
    pub enable_description: &'static str,
    pub enable: &'static str,
    pub setup_title: &'static str,
    pub setup_description: &'static str,
    pub qr_label: &'static str,
    pub key: &'static str,
    pub open_app: &'static str,
    pub activate: &'static str,
    pub codes_title: &'static str,
    pub codes_description: &'static str,
    pub download: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub print: &'static str,
    pub kept: &'static str,
    pub acknowledge: &'static str,
    pub on_title: &'static str,
    pub on_description: &'static str,
    pub on: &'static str,
    /// Takes the number of backup codes.
    pub codes_left: fn(usize) -> String,
    pub few_codes: &'static str,
    pub regenerate: &'static str,
    pub devices_title: &'static str,
    pub devices_description: &'static str,
    pub trusted_since: &'static str,
    pub trusted_until: &'static str,
    pub revoke: &'static str,
    pub disable_title: &'static str,
    pub disable_description: &'static str,
    pub disable: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct NotFound {
    pub title: &'static str,
    pub message: &'static str,
    pub action: &'static str,
}

/// Title and sentence for each kind of failure.
#[derive(Clone, Copy, Debug)]
pub struct Failing {
    pub internal: (&'static str, &'static str),
    pub unavailable: (&'static str, &'static str),
    pub too_large: (&'static str, &'static str),
    pub too_slow: (&'static str, &'static str),
    pub action: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Mailbox {
    pub title: &'static str,
    pub description: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub unavailable: &'static str,
    /// Takes the recipient.
    pub to: fn(&str) -> String,
    pub text_message: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub struct Components {
    pub title: &'static str,
}

/// What was just done.
#[derive(Clone, Copy, Debug)]
pub struct Notices {
    pub signed_up: &'static str,
    pub signed_out: &'static str,
    pub profile_saved: &'static str,
    pub account_deleted: &'static str,
    pub deletion_mail_sent: &'static str,
    pub reset_link_sent: &'static str,
    pub password_reset: &'static str,
    pub password_changed: &'static str,
    pub password_set: &'static str,
    pub account_unlinked: &'static str,
    pub code_sent: &'static str,
    pub two_factor_on: &'static str,
    pub two_factor_off: &'static str,
    pub device_revoked: &'static str,
    pub passkey_added: &'static str,
    pub passkey_renamed: &'static str,
    pub passkey_removed: &'static str,
    pub api_key_deleted: &'static str,
    pub session_ended: &'static str,
    pub other_sessions_ended: &'static str,
    pub verification_mail_sent: &'static str,
    pub email_verified: &'static str,
    pub email_change_mail_sent: &'static str,
    pub email_change_confirmed: &'static str,
    pub email_change_cancelled: &'static str,
    pub email_changed: &'static str,
    pub email_reverted: &'static str,
}

/// What is wrong with a form: the cause in a sentence, without blame, with what to do.
#[derive(Clone, Copy, Debug)]
pub struct Problems {
    /// Takes the name of the field.
    pub required: fn(&str) -> &'static str,
    pub no_identifier: &'static str,
    pub no_slug: &'static str,
    pub no_picture: &'static str,
    pub offline: &'static str,
    /// Takes the seconds to wait.
    pub too_many_requests: fn(u32) -> String,
    pub of_code: fn(ErrorCode) -> &'static str,
}
