//! Usernames.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

#[derive(Clone, Copy, Debug)]
pub struct Username {
    pub title: &'static str,
    pub description: &'static str,
    pub label: &'static str,
    pub optional: &'static str,
    /// Takes the fewest and the most characters.
    pub hint: fn(u16, u16) -> String,
    pub display: &'static str,
    pub display_hint: &'static str,
    pub immutable: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub free: &'static str,
}
