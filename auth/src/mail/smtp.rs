use async_trait::async_trait;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    message::{Mailbox as Address, MultiPart, SinglePart},
    transport::smtp::{Error as LettreError, response::Code},
};

use super::{Mail, MailError, Mailer};

/// Sends by SMTP, each mail over a connection of its own: a connection that was given up in the middle of a mail is
/// never used again.
#[derive(Debug)]
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

impl SmtpMailer {
    /// `url` is `smtps://[user:password@]host[:port]`, or `smtp://…` with `?tls=required` for STARTTLS; without it
    /// mails cross the network in the clear. `from` is an address, with a name if wanted:
    /// `Acme <no-reply@example.com>`.
    ///
    /// # Errors
    ///
    /// When either is not understood.
    pub fn new(url: &str, from: &str) -> Result<Self, MailError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(MailError::permanent)?;
        let from = from.parse::<Address>().map_err(MailError::permanent)?;
        Ok(Self { transport: transport.build(), from })
    }

    /// Greets the mail server, signs in where the address has a password, and sends nothing.
    ///
    /// # Errors
    ///
    /// When the server does not answer, or does not want us.
    pub async fn check(&self) -> Result<(), MailError> {
        let answered = self.transport.test_connection().await?;
        answered.then_some(()).ok_or_else(|| MailError::temporary(Answer::Gibberish))
    }

    fn message(&self, mail: Mail) -> Result<lettre::Message, MailError> {
        let message = lettre::Message::builder()
            .from(self.from.clone())
            .to(mail.to.as_str().parse().map_err(MailError::permanent)?)
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .subject(mail.wording.subject);
        let message = match mail.wording.html {
            Some(html) => message.multipart(MultiPart::alternative_plain_html(mail.wording.text, html)),
            None => message.singlepart(SinglePart::plain(mail.wording.text)),
        };
        message.map_err(MailError::permanent)
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let message = self.message(mail)?;
        self.transport.send(message).await.map(|_| ()).map_err(MailError::from)
    }
}

/// What a server answered, without its words: they may repeat addresses, which stay out of logs.
#[derive(Debug, thiserror::Error)]
enum Answer {
    #[error("the mail server answered {0}")]
    Refusal(Code),
    #[error("the mail server answered what is not SMTP")]
    Gibberish,
}

impl From<LettreError> for MailError {
    fn from(error: LettreError) -> Self {
        match error.status() {
            // RFC 5321 4.2.1: trying the same again is of no use after a 5yz. Those about signing in and encryption
            // (RFC 4954 6, RFC 3207 4) speak of our settings, which somebody will put right, and not of the mail.
            Some(code) if error.is_permanent() && !(530..=538).contains(&u16::from(code)) => {
                Self::permanent(Answer::Refusal(code))
            }
            Some(code) => Self::temporary(Answer::Refusal(code)),
            None if error.is_response() => Self::temporary(Answer::Gibberish),
            None => Self::temporary(error),
        }
    }
}
