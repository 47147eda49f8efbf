//! Codes by mail.

use super::{ENABLED, SEND_OTP, VERIFY_OTP, challenge::Subject};
use crate::{
    Auth, Cx,
    counted_code::{IfRight, StoredCode, Tried},
    error::Result,
    features::audit::Note,
    mail::Message,
    rng::random_text,
    wire::{AuditAction, ErrorCode, StatusOutput, TwoFactorOutput, VerifyOtp},
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
            let stored = self.stored_code(&code, options.store_otp)?;
            self.put_code(&otp_of(&subject), Some(&stored), options.period).await?;
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
            self.refuse_locked(cx, row.as_ref())?;
            // Before the code is looked at: the count of the account goes over many sign-ins.
            self.count_for_account(row.as_ref()).await?;
            let given = StoredCode { secrets: &self.config().secrets, given: &input.code };
            let allowed = self.config().two_factor.otp.allowed_attempts;
            match self.try_code(&otp_of(&subject), allowed, IfRight::UseUp, &given).await? {
                Tried::Right => {}
                Tried::Wrong => {
                    cx.note(Note::new(AuditAction::TwoFactorRefused).about(&subject.user().id).detail("otp"));
                    return Err(ErrorCode::InvalidCode.into());
                }
                Tried::Exhausted => return Err(ErrorCode::TooManyAttempts.into()),
                Tried::Ended | Tried::Missing => return Err(ErrorCode::OtpHasExpired.into()),
            }
            match subject {
                Subject::SignedIn(caller) if !caller.user.fields.is_on(ENABLED) => {
                    let replaced = self.switch_two_factor(cx, caller, true, None).await?;
                    Ok(TwoFactorOutput { token: Some(replaced.session.token), user: replaced.user })
                }
                subject => self.pass_second_factor(cx, subject, row.as_ref(), input.trust_device).await,
            }
        })
        .await
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
