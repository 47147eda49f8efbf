//! The mail that a visitor waits for.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::forms::Refusal;

/// A mail that is on its way to the visitor, as far as they know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentMail {
    /// What is in it.
    pub kind: MailKind,
    /// The address, as typed in this browser.
    pub email: String,
}

/// What is in a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MailKind {
    /// A link that verifies the address.
    Verification,
    /// A link that signs in.
    MagicLink,
    /// A code that signs in.
    SignInCode,
    /// A code for a new password.
    ResetCode,
}

/// The mail that this visitor waits for.
///
/// # Errors
///
/// When the server cannot tell.
#[server(prefix = "/api/app", endpoint = "sent-mail")]
pub async fn awaited_mail() -> Result<Option<SentMail>, Refusal> {
    Ok(super::Door::open()?.sent_mail().await)
}
