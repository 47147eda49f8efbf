//! The mail or text message that a visitor waits for.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::forms::Refusal;

/// A message that is on its way to the visitor, as far as they know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentMessage {
    /// What is in it.
    pub kind: MessageKind,
    /// The address or phone number, as typed in this browser.
    pub to: String,
}

/// What is in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MessageKind {
    /// A link that verifies the address.
    Verification,
    /// A link that signs in.
    MagicLink,
    /// A code that signs in.
    SignInCode,
    /// A code for a new password.
    ResetCode,
    /// A text message with a code that signs in.
    SignInText,
    /// A text message with a code for a new password.
    ResetText,
}

/// The message that this visitor waits for.
///
/// # Errors
///
/// When the server cannot tell.
#[server(prefix = "/api/app", endpoint = "sent-message")]
pub async fn awaited_message() -> Result<Option<SentMessage>, Refusal> {
    Ok(super::Door::open()?.sent_message().await)
}
