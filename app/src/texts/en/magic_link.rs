//! Signing in by a link, in English.

use crate::texts::MagicLink;

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
