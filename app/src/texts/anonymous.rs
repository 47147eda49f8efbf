//! Guests.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

#[derive(Clone, Copy, Debug)]
pub struct Anonymous {
    pub sign_in: &'static str,
    /// What a guest is called.
    pub name: &'static str,
    pub title: &'static str,
    pub notice: &'static str,
    pub sign_up: &'static str,
    pub delete_title: &'static str,
    pub delete_description: &'static str,
    pub delete: &'static str,
    pub sign_out: &'static str,
}
