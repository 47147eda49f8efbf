//! The development mailbox.
#![allow(clippy::unused_async, reason = "a server function is asynchronous, whatever it does")]

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::forms::Refusal;

/// A mail or text message as the mailbox page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownMail {
    /// Recipient.
    pub to: String,
    /// Subject line; that it is a text message.
    pub subject: String,
    /// The text body.
    pub text: String,
}

/// The messages that were sent: text messages, then mails, the latest first. There in development alone.
///
/// # Errors
///
/// 404 where mails leave by SMTP.
#[server(prefix = "/api/app", endpoint = "mailbox")]
pub async fn mailbox() -> Result<Vec<ShownMail>, Refusal> {
    use std::sync::Arc;

    use auth::{Error, mail::Mailbox, wire::ErrorCode};

    let Some(mailbox) = use_context::<Arc<Mailbox>>() else {
        return Err(super::Door::open()?.refuse(&Error::new(ErrorCode::NotFound)));
    };
    let shown = |mail: auth::mail::Mail| ShownMail {
        to: mail.to.to_string(),
        subject: mail.wording.subject,
        text: mail.wording.text,
    };
    let shown_text = |message: auth::sms::TextMessage| ShownMail {
        to: message.to,
        subject: crate::texts::t().mailbox.text_message.to_owned(),
        text: message.text,
    };
    Ok(mailbox.texts().into_iter().map(shown_text).chain(mailbox.mails().into_iter().map(shown)).collect())
}
