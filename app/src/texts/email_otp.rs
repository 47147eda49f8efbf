//! Codes by mail.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

use auth::wire::OtpType;

#[derive(Clone, Copy, Debug)]
pub struct EmailOtp {
    pub ask: &'static str,
    /// Takes the address.
    pub sent_to: fn(&str) -> String,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub submit: &'static str,
    pub resend: &'static str,
    /// Takes the seconds to wait.
    pub resend_in: fn(u32) -> String,
    pub ask_reset: &'static str,
    pub reset_sent: &'static str,
    pub reset_description: &'static str,
    /// Takes the name of the application.
    pub subject: fn(&str) -> String,
    pub body: fn(OtpType) -> &'static str,
    /// Takes the minutes for which the code works.
    pub expires: fn(u64) -> String,
    pub footer: &'static str,
}
