//! Signing in by a link of a mail.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

#[derive(Clone, Copy, Debug)]
pub struct MagicLink {
    pub ask: &'static str,
    pub sent: &'static str,
    /// Takes the address.
    pub sent_to: fn(&str) -> String,
    pub resend: &'static str,
    /// Takes the seconds to wait.
    pub resend_in: fn(u32) -> String,
    pub title: &'static str,
    pub description: &'static str,
    pub submit: &'static str,
    pub expired: &'static str,
    pub again: &'static str,
    /// Takes the name of the application.
    pub subject: fn(&str) -> String,
    /// Takes the minutes for which the link works.
    pub body: fn(u64) -> String,
    pub button: &'static str,
    pub footer: &'static str,
}
