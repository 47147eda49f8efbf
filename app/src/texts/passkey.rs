//! The texts of passkeys. What a field means is said by its English text.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

#[derive(Clone, Copy, Debug)]
pub struct Passkeys {
    pub title: &'static str,
    pub description: &'static str,
    pub manage: &'static str,
    pub unknown: &'static str,
    pub empty_title: &'static str,
    pub empty: &'static str,
    pub synchronised: &'static str,
    /// Takes nothing else to be called by.
    pub unnamed: &'static str,
    pub added: &'static str,
    pub rename: &'static str,
    /// Takes the name of a passkey.
    pub rename_label: fn(&str) -> String,
    pub name: &'static str,
    pub save: &'static str,
    pub remove: &'static str,
    /// Takes the name of a passkey.
    pub remove_label: fn(&str) -> String,
    pub add_title: &'static str,
    pub add_description: &'static str,
    pub add_name_hint: &'static str,
    pub attachment: &'static str,
    pub any: &'static str,
    pub this_device: &'static str,
    pub other_device: &'static str,
    pub add: &'static str,
    pub without: &'static str,
    pub sign_in: &'static str,
    pub second_factor: &'static str,
    pub second_factor_hint: &'static str,
    pub cancelled: &'static str,
    pub known: &'static str,
    pub failed: &'static str,
    pub offline: &'static str,
    pub onboarding_title: &'static str,
    pub onboarding_description: &'static str,
    pub onboarding_points: &'static [&'static str],
    pub onboarding_add: &'static str,
    pub onboarding_without: &'static str,
    pub skip: &'static str,
}
