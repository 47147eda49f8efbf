//! Text messages to phones: what is to be said, and how it leaves.

mod webhook;

use std::{error::Error as StdError, fmt};

use async_trait::async_trait;

pub(crate) use webhook::Webhook;

/// A text message that is ready to leave.
#[derive(Clone, PartialEq, Eq)]
pub struct TextMessage {
    /// The phone number, as it was given.
    pub to: String,
    /// Its words.
    pub text: String,
}

/// Text messages hold codes that sign people in.
impl fmt::Debug for TextMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TextMessage(…)")
    }
}

/// What the core has to say by text message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextPurpose {
    /// A code shows that a phone is somebody's.
    VerifyNumber,
    /// A code lets somebody choose a new password.
    ResetPassword,
}

/// Why a text message did not leave.
#[derive(Debug, thiserror::Error)]
#[error("the text message was not sent")]
pub struct SmsError(#[source] Box<dyn StdError + Send + Sync>);

impl SmsError {
    /// With the cause, which is logged: it should not repeat the message.
    pub fn new(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(cause.into())
    }
}

/// Sends text messages. See [`crate::AuthBuilder::sms_sender`].
#[async_trait]
pub trait SmsSender: fmt::Debug + Send + Sync {
    /// Hands a text message over to whoever delivers it.
    ///
    /// # Errors
    ///
    /// When they do not take it.
    async fn send(&self, message: TextMessage) -> Result<(), SmsError>;
}
