//! The texts of API keys. What a field means is said by its English text.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

#[derive(Clone, Copy, Debug)]
pub struct ApiKeys {
    pub title: &'static str,
    pub description: &'static str,
    pub unknown: &'static str,
    pub empty_title: &'static str,
    pub empty: &'static str,
    pub unnamed: &'static str,
    pub created: &'static str,
    pub last_used: &'static str,
    pub never_used: &'static str,
    pub ends: &'static str,
    pub never_ends: &'static str,
    pub delete: &'static str,
    /// Takes the name of a key.
    pub delete_label: fn(&str) -> String,
    pub made_title: &'static str,
    pub made_description: &'static str,
    pub example: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub create_title: &'static str,
    pub create_description: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub ends_after: &'static str,
    pub week: &'static str,
    pub month: &'static str,
    pub quarter: &'static str,
    pub year: &'static str,
    pub permissions: &'static str,
    pub create: &'static str,
}
