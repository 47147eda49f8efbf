//! One code: made, mailed, counted and used up.

pub(super) use crate::counted_code::IfRight;
use async_trait::async_trait;

use crate::{
    Auth, Cx,
    config::ResendStrategy,
    counted_code::{GivenCode, NOBODY, Tried, parts},
    crypto::same_text,
    error::Result,
    mail::Message,
    rng::random_text,
    wire::{Email, ErrorCode, OtpType, User},
};

/// A code that somebody typed from a mail.
struct MailedCode<'a> {
    auth: &'a Auth,
    given: &'a str,
}

#[async_trait]
impl GivenCode for MailedCode<'_> {
    async fn is(&self, stored: &str) -> bool {
        self.auth.is_email_otp(stored, self.given).await
    }
}

/// Where the row of a code is.
pub(super) fn place(otp_type: OtpType, subject: &str) -> String {
    format!("{}-otp-{subject}", otp_type.as_str())
}

impl Auth {
    /// A code that an address is sent: a new one, or the one before if so configured. Where the mail goes to nobody, the
    /// same is done and the code is worth nothing.
    pub(super) async fn resolve_otp(&self, otp_type: OtpType, email: &Email, mailed: bool) -> Result<String> {
        let place = place(otp_type, email.as_str());
        if self.config().email_otp.resend_strategy == ResendStrategy::Reuse
            && let Some(code) = self.renew_otp(&place).await?
        {
            return Ok(code);
        }
        self.new_otp(otp_type, email.as_str(), &place, mailed).await
    }

    /// A new code in the place of the one before.
    pub(super) async fn new_otp(&self, otp_type: OtpType, email: &str, place: &str, mailed: bool) -> Result<String> {
        let made = self.mailed_secrets().otp(email, otp_type);
        let length = self.config().email_otp.otp_length;
        let code = made.unwrap_or_else(|| random_text(&**self.rng(), b"0123456789", length));
        let stored = self.stored_email_otp(&code).await?;
        self.put_code(place, Some(stored).filter(|_| mailed).as_deref(), self.config().email_otp.expires_in).await?;
        Ok(code)
    }

    /// Mails a code, or does the work of it.
    pub(super) async fn mail_otp(&self, to: Option<&Email>, otp_type: OtpType, code: String) -> Result<()> {
        let app_name = self.config().app_name.clone();
        let expires_in = self.config().email_otp.expires_in;
        self.send_to(to, &Message::EmailOtp { app_name, code, otp_type, expires_in }).await?;
        let email = to.map(Email::redacted);
        tracing::info!(event = "email_otp.sent", email, otp_type = otp_type.as_str(), "a code");
        Ok(())
    }

    /// Mails a code that verifies the address of a user.
    pub(crate) async fn mail_verification_otp(&self, user: &User) -> Result<()> {
        let Ok(email) = user.email.parse::<Email>() else {
            tracing::warn!(user = %user.id, "no code was sent: the stored address is not one we send to");
            return Ok(());
        };
        let code = self.resolve_otp(OtpType::EmailVerification, &email, true).await?;
        self.mail_otp(Some(&email), OtpType::EmailVerification, code).await
    }

    /// Whether codes are mailed wherever a link would verify an address.
    pub(crate) fn mails_codes_for_links(&self) -> bool {
        let options = &self.config().email_otp;
        options.enabled && options.override_default_email_verification
    }

    /// Whether a code is right. A wrong one is counted for the code, and for its place over all codes, so that asking for
    /// new ones does not give new guesses.
    pub(super) async fn try_otp(&self, cx: &Cx, place: &str, given: &str, if_right: IfRight) -> Result<()> {
        let guess = self.guess_code(cx, place).await?;
        let allowed = self.config().email_otp.allowed_attempts;
        match self.try_code(place, allowed, if_right, &MailedCode { auth: self, given }).await? {
            Tried::Right => self.guessed_right(guess).await,
            Tried::Wrong | Tried::Missing => Err(ErrorCode::InvalidOtp.into()),
            Tried::Exhausted => Err(ErrorCode::TooManyOtpAttempts.into()),
            Tried::Ended => Err(ErrorCode::OtpExpired.into()),
        }
    }

    /// The code that is waiting in a place, for code of the application.
    pub(super) async fn reveal_otp(&self, place: &str) -> Result<Option<String>> {
        let identifiers = [place.to_owned(), String::new()];
        let Some(value) = self.store().verifications().peek_verification(&identifiers, self.now()).await? else {
            return Ok(None);
        };
        let (stored, _) = parts(&value);
        if stored == NOBODY {
            return Ok(None);
        }
        self.reveal_stored(stored).await.map(Some).ok_or_else(|| ErrorCode::OtpIsHashed.into())
    }

    /// The code before, which works for the whole time again, if there is one that can be told.
    async fn renew_otp(&self, place: &str) -> Result<Option<String>> {
        let store = self.store().verifications();
        let identifiers = [place.to_owned(), String::new()];
        let Some(value) = store.peek_verification(&identifiers, self.now()).await? else {
            return Ok(None);
        };
        let (stored, attempts) = parts(&value);
        if stored == NOBODY || attempts >= self.config().email_otp.allowed_attempts {
            return Ok(None);
        }
        let Some(code) = self.reveal_stored(stored).await else {
            return Ok(None);
        };
        // One that is used or counted at this moment is not brought back.
        if !store.take_verification(place, &value, self.now()).await? {
            return Ok(None);
        }
        self.put_counted_code(place, &value, self.config().email_otp.expires_in).await?;
        Ok(Some(code))
    }

    async fn stored_email_otp(&self, code: &str) -> Result<String> {
        if let Some(stored) = self.mailed_secrets().store_otp(code).await {
            return Ok(stored);
        }
        self.stored_code(code, self.config().email_otp.store_otp)
    }

    async fn is_email_otp(&self, stored: &str, given: &str) -> bool {
        let secrets = self.mailed_secrets();
        match (secrets.store_otp(given).await, secrets.reveal_otp(stored).await) {
            (None, _) => self.config().secrets.is_code(stored, given),
            (Some(_), Some(code)) => same_text(&code, given),
            (Some(form), None) => same_text(&form, stored),
        }
    }

    async fn reveal_stored(&self, stored: &str) -> Option<String> {
        let secrets = self.mailed_secrets();
        match secrets.store_otp("").await {
            Some(_) => secrets.reveal_otp(stored).await,
            None => self.config().secrets.reveal_code(stored),
        }
    }
}
