//! Codes by mail.

use super::{ENABLED, SEND_OTP, VERIFY_OTP, challenge::Subject};
use crate::{
    Auth, Cx,
    config::CodeStorage,
    error::Result,
    mail::Message,
    rng::random_text,
    store::VerificationRow,
    wire::{ErrorCode, StatusOutput, TwoFactorOutput, VerifyOtp},
};

impl Auth {
    /// Mails a code for the sign-in that waits, or to somebody who is signed in. `POST /two-factor/send-otp`.
    ///
    /// # Errors
    ///
    /// 401 when no sign-in waits here; 400 where codes are not mailed.
    pub async fn send_two_factor_otp(&self, cx: &mut Cx) -> Result<StatusOutput> {
        self.perform(cx, &SEND_OTP, (), async |cx, ()| {
            self.require_otp()?;
            let subject = self.second_factor_subject(cx).await?;
            let options = &self.config().two_factor.otp;
            let code = random_text(&**self.rng(), b"0123456789", options.digits);
            let identifier = otp_of(&subject);
            // A code replaces the one before it.
            self.store()
                .verifications()
                .consume_verification(&[identifier.clone(), identifier.clone()], self.now())
                .await?;
            let now = self.now();
            let row = VerificationRow {
                id: self.generate_id(),
                identifier,
                value: format!("{}:0", self.stored_otp(&code)?),
                expires_at: now + options.period,
                created_at: now,
            };
            self.store().verifications().create_verification(row).await?;
            let app_name = self.config().app_name.clone();
            self.send(subject.user(), &Message::TwoFactorCode { app_name, code }).await?;
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Takes a code that was mailed. Of somebody who is signed in it switches the second factor on.
    /// `POST /two-factor/verify-otp`.
    ///
    /// # Errors
    ///
    /// 401 for a wrong code, and when no sign-in waits here; 400 when none was sent, and after five wrong ones; 429
    /// while the account is locked.
    pub async fn verify_two_factor_otp(&self, cx: &mut Cx, input: VerifyOtp) -> Result<TwoFactorOutput> {
        self.perform(cx, &VERIFY_OTP, input, async |cx, input| {
            let subject = self.second_factor_subject(cx).await?;
            let row = match &subject {
                Subject::Waiting { user, .. } => self.store().find_two_factor(&user.id).await?,
                Subject::SignedIn(_) => None,
            };
            self.refuse_locked(row.as_ref())?;
            let identifier = otp_of(&subject);
            let stored = self.count_otp(&identifier).await?;
            self.count_for_account(row.as_ref()).await?;
            let identifiers = [identifier.clone(), identifier];
            // Taking it is what decides: of parallel requests with the right code, one has it.
            if !self.config().secrets.is_code(&stored, &input.code)
                || self.store().verifications().consume_verification(&identifiers, self.now()).await?.is_none()
            {
                tracing::info!(event = "two_factor.refused", user = %subject.user().id, method = "otp", "a wrong code");
                return Err(ErrorCode::InvalidCode.into());
            }
            match subject {
                Subject::SignedIn(caller) if !caller.user.fields.is_on(ENABLED) => {
                    let replaced = self.switch_two_factor(cx, caller, true).await?;
                    Ok(TwoFactorOutput { token: Some(replaced.session.token), user: replaced.user })
                }
                subject => self.pass_second_factor(cx, subject, row.as_ref(), input.trust_device).await,
            }
        })
        .await
    }

    /// Counts a code before it is looked at, and answers what is stored of the right one.
    async fn count_otp(&self, identifier: &str) -> Result<String> {
        let identifiers = [identifier.to_owned(), identifier.to_owned()];
        let allowed = self.config().two_factor.otp.allowed_attempts;
        // Each lost swap means that another code was counted, so this many are enough.
        for _ in 0..=allowed {
            let value = self.store().verifications().peek_verification(&identifiers, self.now()).await?;
            let value = value.ok_or(ErrorCode::OtpHasExpired)?;
            let (stored, attempts) = value.rsplit_once(':').unwrap_or((&value, "0"));
            let attempts = attempts.parse().unwrap_or(allowed);
            if attempts >= allowed {
                break;
            }
            let next = format!("{stored}:{}", attempts + 1);
            if self.store().verifications().swap_verification(identifier, &value, &next, self.now()).await? {
                return Ok(stored.to_owned());
            }
        }
        self.store().verifications().consume_verification(&identifiers, self.now()).await?;
        Err(ErrorCode::TooManyAttempts.into())
    }

    fn stored_otp(&self, code: &str) -> Result<String> {
        let default = if self.config().shared_database { CodeStorage::Plain } else { CodeStorage::Encrypted };
        let storage = self.config().two_factor.otp.store_otp.unwrap_or(default);
        self.config().secrets.store_code(&**self.rng(), code, storage)
    }

    /// Whether codes are mailed at all.
    pub(super) fn require_otp(&self) -> Result<()> {
        let sent = self.config().two_factor.otp.send_otp && self.sends_mail();
        if sent { Ok(()) } else { Err(ErrorCode::OtpNotConfigured.into()) }
    }
}

/// What the code of a sign-in, or of a session, is found by: it is worth nothing for another one.
fn otp_of(subject: &Subject) -> String {
    match subject {
        Subject::Waiting { name, .. } => format!("2fa-otp-{name}"),
        Subject::SignedIn(caller) => format!("2fa-otp-{}!{}", caller.user.id, caller.session.id),
    }
}
