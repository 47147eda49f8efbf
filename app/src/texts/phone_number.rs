//! Phone numbers, and codes by text message.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

#[derive(Clone, Copy, Debug)]
pub struct PhoneNumber {
    pub label: &'static str,
    pub hint: &'static str,
    pub ask: &'static str,
    /// The same where a code may go by mail too.
    pub ask_either: &'static str,
    pub sent: &'static str,
    pub check_title: &'static str,
    pub check_description: &'static str,
    /// Takes the number.
    pub sent_to: fn(&str) -> String,
    pub code_hint: &'static str,
    pub submit: &'static str,
    pub resend: &'static str,
    /// Takes the seconds to wait.
    pub resend_in: fn(u32) -> String,
    pub off: &'static str,
    pub reset_description: &'static str,
    pub title: &'static str,
    pub description: &'static str,
    pub none: &'static str,
    pub new_number: &'static str,
    pub send_code: &'static str,
    /// Takes the number.
    pub pending: fn(&str) -> String,
    pub confirm: &'static str,
    pub cancel: &'static str,
    pub remove: &'static str,
    pub saved: &'static str,
    pub removed: &'static str,
}
