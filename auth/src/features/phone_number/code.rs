//! Codes by text message: made, sent, counted and used up.

use super::{PHONE_NUMBER, PHONE_NUMBER_VERIFIED};
use crate::{
    Auth, Cx,
    counted_code::{IfRight, StoredCode, Tried},
    error::{Error, Result},
    rng::random_text,
    sms::{TextMessage, TextPurpose},
    wire::{ErrorCode, User},
};

/// Where the code of a number is; the names of the rows are Better Auth's.
pub(super) fn place(purpose: TextPurpose, phone_number: &str) -> String {
    match purpose {
        TextPurpose::VerifyNumber => format!("phone-number-otp-{phone_number}"),
        TextPurpose::ResetPassword => format!("phone-number-reset-{phone_number}"),
    }
}

/// Who said that a code is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KnownBy {
    /// Rules of the application, which ask a service of theirs.
    Rules,
    /// What is stored.
    Store,
}

impl Auth {
    /// Puts a new code in the place of the one before and words the message with it. Where it goes to nobody, the code is
    /// worth nothing.
    pub(super) async fn new_phone_code(
        &self,
        purpose: TextPurpose,
        phone_number: &str,
        sent: bool,
    ) -> Result<TextMessage> {
        let options = &self.config().phone_number;
        let code = random_text(&**self.rng(), b"0123456789", options.otp_length);
        let stored = self.stored_code(&code, options.store_otp)?;
        self.put_code(&place(purpose, phone_number), Some(stored).filter(|_| sent).as_deref(), options.expires_in)
            .await?;
        let text = self.compose_text(purpose, &code);
        Ok(TextMessage { to: phone_number.to_owned(), text })
    }

    /// Sends a text message and waits until it is handed over.
    pub(super) async fn send_text(&self, message: TextMessage) -> Result<()> {
        let sender = self.sms_sender().ok_or(ErrorCode::SendOtpNotImplemented)?;
        sender.send(message).await.map_err(Error::unavailable)?;
        tracing::info!(event = "phone_number.otp_sent", "a code");
        Ok(())
    }

    /// Sends a text message without waiting, so that the time of the answer does not tell whether one was sent.
    pub(super) fn send_text_later(&self, message: TextMessage) {
        let Some(sender) = self.sms_sender().cloned() else {
            return;
        };
        tokio::spawn(async move {
            if let Err(error) = sender.send(message).await {
                let error = &error as &dyn std::error::Error;
                tracing::error!(event = "phone_number.otp_not_sent", error, "a text message did not leave");
            }
        });
    }

    /// Tries a code, and uses it up if it is right and that is wanted. A wrong one is counted for the code, and for the number over all codes, so that asking for
    /// new ones does not give new guesses.
    pub(super) async fn try_phone_code(
        &self,
        cx: &Cx,
        purpose: TextPurpose,
        phone_number: &str,
        code: &str,
        if_right: IfRight,
    ) -> Result<KnownBy> {
        let place = place(purpose, phone_number);
        if let Some(right) = self.phone_number_rules().verify_otp(phone_number, code).await {
            if !right {
                return Err(ErrorCode::InvalidOtp.into());
            }
            if if_right == IfRight::UseUp {
                self.store().verifications().delete_verifications(&place).await?;
            }
            return Ok(KnownBy::Rules);
        }
        let guess = self.guess_code(cx, &place).await?;
        let allowed = self.config().phone_number.allowed_attempts;
        let given = StoredCode { secrets: &self.config().secrets, given: code };
        match self.try_code(&place, allowed, if_right, &given).await? {
            Tried::Right => self.guessed_right(guess).await.map(|()| KnownBy::Store),
            Tried::Wrong => Err(ErrorCode::InvalidOtp.into()),
            Tried::Exhausted => Err(ErrorCode::TooManyOtpAttempts.into()),
            Tried::Ended => Err(ErrorCode::OtpExpired.into()),
            Tried::Missing => Err(ErrorCode::OtpNotFound.into()),
        }
    }

    /// Uses up a code that was right and kept. Rules of the application are not asked again: theirs may work once.
    pub(super) async fn use_phone_code(
        &self,
        cx: &Cx,
        purpose: TextPurpose,
        phone_number: &str,
        code: &str,
        known_by: KnownBy,
    ) -> Result<()> {
        match known_by {
            KnownBy::Rules => {
                let place = place(purpose, phone_number);
                Ok(self.store().verifications().delete_verifications(&place).await?)
            }
            KnownBy::Store => self.try_phone_code(cx, purpose, phone_number, code, IfRight::UseUp).await.map(|_| ()),
        }
    }

    /// The user with a number.
    pub(super) async fn find_user_by_phone_number(&self, phone_number: &str) -> Result<Option<User>> {
        Ok(self.store().find_user_by(PHONE_NUMBER, phone_number).await?)
    }

    /// Whether a user may do what needs a verified number.
    pub(super) fn is_phone_number_good(&self, user: &User) -> bool {
        !self.config().phone_number.require_verification || user.fields.is_on(PHONE_NUMBER_VERIFIED)
    }
}
