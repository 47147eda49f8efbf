//! Mail: what is to be said, who words it, and how it leaves.

mod mailbox;
mod message;
mod outbox;
mod smtp;
mod unlinked;

use std::{error::Error as StdError, fmt};

use async_trait::async_trait;

pub(crate) use self::outbox::Outbox;
pub use self::{
    mailbox::Mailbox,
    message::{Composer, Message, PlainWording, Wording},
    smtp::SmtpMailer,
    unlinked::unlinked,
};
use crate::wire::Email;

/// A mail that is ready to leave.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The same at every try, so that a receiver can tell a mail that arrives twice.
    pub id: String,
    /// The one recipient.
    pub to: Email,
    /// Its words.
    pub wording: Wording,
}

/// Mails hold links that sign people in.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("id", &self.id).field("to", &self.to).finish_non_exhaustive()
    }
}

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
#[error("the mail was not sent")]
pub struct MailError {
    permanent: bool,
    #[source]
    cause: Box<dyn StdError + Send + Sync>,
}

impl MailError {
    /// The next try may succeed.
    pub fn temporary(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { permanent: false, cause: cause.into() }
    }

    /// No try will succeed.
    pub fn permanent(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { permanent: true, cause: cause.into() }
    }

    /// Whether another try is of no use.
    pub fn is_permanent(&self) -> bool {
        self.permanent
    }
}

/// Sends mails.
#[async_trait]
pub trait Mailer: fmt::Debug + Send + Sync {
    /// Hands a mail over to the next station.
    ///
    /// # Errors
    ///
    /// When that station does not take it. The error is logged: it should not repeat the mail.
    async fn send(&self, mail: Mail) -> Result<(), MailError>;

    /// Whether sending can neither fail nor wait. Such a mailer is called within the request; for all others mails
    /// go through the outbox ([`crate::Auth::deliver_mails`]). Default `false`.
    fn is_instant(&self) -> bool {
        false
    }
}
