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

/// English.
pub(super) const EN: MagicLink = MagicLink {
    ask: "Email me a link",
    sent: "A link is on its way to your mailbox.",
    sent_to: |email| format!("If {email} can sign in here, a link went there. It works once, for a few minutes."),
    resend: "Send the link again",
    resend_in: |seconds| format!("Send again in {seconds} s"),
    title: "Sign in",
    description: "You are one click away.",
    submit: "Sign me in",
    expired: "It was used already, or it is more than a few minutes old.",
    again: "Send me a new link",
    subject: |app_name| format!("Sign in to {app_name}"),
    body: |minutes| match minutes {
        1 => "Open this link to sign in. It works once, for a minute.".to_owned(),
        minutes => format!("Open this link to sign in. It works once, for {minutes} minutes."),
    },
    button: "Sign in",
    footer: "If you did not ask for it, do nothing: without your click nobody is signed in.",
};
