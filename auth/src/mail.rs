//! Mail: what is to be said, who words it, and how it leaves.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    message::{Mailbox as Address, MultiPart},
};
use tokio::sync::Notify;

use crate::wire::Email;

/// What the core has to say to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Message {
    /// The account exists now.
    Welcome {
        /// Name of the person.
        name: String,
        /// Name of the application.
        app_name: String,
        /// Where the application is.
        url: String,
    },
    /// Somebody asked for a new password.
    ResetPassword {
        /// Name of the application.
        app_name: String,
        /// Where the new password is chosen; works once.
        url: String,
    },
    /// Somebody wants to delete their account.
    DeleteAccount {
        /// Name of the application.
        app_name: String,
        /// Deletes it; works once, in the browser of the owner.
        url: String,
    },
    /// The password was replaced.
    PasswordChanged {
        /// Name of the application.
        app_name: String,
    },
}

/// The wording of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Subject line.
    pub subject: String,
    /// Body for every reader.
    pub text: String,
    /// Body for readers that show HTML.
    pub html: Option<String>,
}

/// Words messages. The application brings its own; [`PlainWording`] is enough without one.
pub trait Composer: fmt::Debug + Send + Sync {
    /// The words for a message.
    fn compose(&self, message: &Message) -> Wording;
}

/// Short plain-text mails.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainWording;

impl Composer for PlainWording {
    fn compose(&self, message: &Message) -> Wording {
        match message {
            Message::Welcome { name, app_name, url } => Wording {
                subject: format!("Welcome to {app_name}"),
                text: format!("Hello {name},\n\nyour account is ready: {url}\n"),
                html: None,
            },
            Message::ResetPassword { app_name, url } => Wording {
                subject: format!("Reset your {app_name} password"),
                text: format!("To choose a new password open\n{url}\n\nIf you did not ask for it, do nothing.\n"),
                html: None,
            },
            Message::DeleteAccount { app_name, url } => Wording {
                subject: format!("Delete your {app_name} account"),
                text: format!("To delete your account open\n{url}\n\nIf you did not ask for it, do nothing.\n"),
                html: None,
            },
            Message::PasswordChanged { app_name } => Wording {
                subject: format!("Your {app_name} password was changed"),
                text: "Your password was changed. If that was not you, reset it now and end all sessions.\n".into(),
                html: None,
            },
        }
    }
}

/// A mail that is ready to leave.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The one recipient.
    pub to: Email,
    /// Its words.
    pub wording: Wording,
}

/// Mails hold links that sign people in.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("to", &self.to).finish_non_exhaustive()
    }
}

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
#[error("the mail was not sent")]
pub struct MailError(#[source] Box<dyn std::error::Error + Send + Sync>);

/// Sends mails.
#[async_trait]
pub trait Mailer: fmt::Debug + Send + Sync {
    /// Hands a mail over to the next station.
    ///
    /// # Errors
    ///
    /// When that station does not take it.
    async fn send(&self, mail: Mail) -> Result<(), MailError>;
}

/// Sends by SMTP.
#[derive(Debug)]
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

impl SmtpMailer {
    /// `url` is `smtp://[user:password@]host[:port]` or `smtps://…`, with `?tls=required` for STARTTLS; `from` is
    /// an address, with a name if wanted: `Acme <no-reply@example.com>`.
    ///
    /// # Errors
    ///
    /// When either is not understood.
    pub fn new(url: &str, from: &str) -> Result<Self, MailError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(MailError::from_cause)?;
        let from = from.parse().map_err(MailError::from_cause)?;
        Ok(Self { transport: transport.build(), from })
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let to = mail.to.as_str().parse().map_err(MailError::from_cause)?;
        let message = lettre::Message::builder().from(self.from.clone()).to(to).subject(mail.wording.subject);
        let message = match mail.wording.html {
            Some(html) => message.multipart(MultiPart::alternative_plain_html(mail.wording.text, html)),
            None => message.body(mail.wording.text),
        };
        self.transport.send(message.map_err(MailError::from_cause)?).await.map_err(MailError::from_cause)?;
        Ok(())
    }
}

impl MailError {
    fn from_cause(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self(Box::new(cause))
    }
}

/// Keeps the latest mails in memory: the mailbox of development and of tests.
#[derive(Debug, Default)]
pub struct Mailbox {
    mails: Mutex<VecDeque<Mail>>,
    arrived: Notify,
}

impl Mailbox {
    /// As many mails as are kept.
    pub const CAPACITY: usize = 200;

    /// The kept mails, the latest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.lock().iter().cloned().collect()
    }

    /// The latest mail to an address, as soon as there is one.
    pub async fn latest_to(&self, address: &str) -> Mail {
        loop {
            let arrived = self.arrived.notified();
            if let Some(mail) = self.lock().iter().find(|mail| mail.to.as_str() == address) {
                return mail.clone();
            }
            arrived.await;
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Mail>> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let mut mails = self.lock();
        mails.push_front(mail);
        mails.truncate(Self::CAPACITY);
        drop(mails);
        self.arrived.notify_waiters();
        Ok(())
    }
}
