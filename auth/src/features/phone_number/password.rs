//! Number and password.

use super::{REQUEST_PASSWORD_RESET_PHONE_NUMBER, RESET_PASSWORD_PHONE_NUMBER, SIGN_IN_PHONE_NUMBER};
use crate::{
    Auth, Cx,
    counted_code::IfRight,
    error::Result,
    features::session::{FirstFactor, Proof},
    sms::TextPurpose,
    wire::{
        ErrorCode, RequestPasswordResetPhoneNumber, ResetPasswordPhoneNumber, SignInOutcome, SignInPhoneNumber,
        SignInPhoneNumberOutput, StatusOutput,
    },
};

impl Auth {
    /// Opens a session for the right number and password, or asks for a second factor. `POST /sign-in/phone-number`.
    ///
    /// # Errors
    ///
    /// 401 when they do not belong together, whether anybody has the number or not, and when the number has to be verified
    /// first (then a code is sent); 400 for what is no number; 429 as [`Auth::sign_in_email`], with which it shares its
    /// count.
    pub async fn sign_in_phone_number(
        &self,
        cx: &mut Cx,
        input: SignInPhoneNumber,
    ) -> Result<SignInOutcome<SignInPhoneNumberOutput>> {
        self.perform(cx, &SIGN_IN_PHONE_NUMBER, input, async |cx, input| {
            self.check_phone_number(&input.phone_number).await?;
            self.check_not_too_long(&input.password)?;
            let user = self.find_user_by_phone_number(&input.phone_number).await?;
            let refusal = ErrorCode::InvalidPhoneNumberOrPassword;
            let user = self.verify_credential(cx, &input.phone_number, user, &input.password, refusal).await?;
            // Upstream asks this before it looks at the password, and so tells everybody whose number it is.
            if !self.is_phone_number_good(&user) {
                let message = self.new_phone_code(TextPurpose::VerifyNumber, &input.phone_number, true).await?;
                self.send_text_later(message);
                return Err(ErrorCode::PhoneNumberNotVerified.into());
            }
            let remember = input.remember_me != Some(false);
            let outcome = self.complete_sign_in(cx, FirstFactor { user, remember, proof: Proof::Password }).await?;
            Ok(outcome
                .map(|signed_in| SignInPhoneNumberOutput { token: signed_in.session.token, user: signed_in.user }))
        })
        .await
    }

    /// Sends a code to choose a new password. An unknown number gets the same answer and no message.
    /// `POST /phone-number/request-password-reset`.
    ///
    /// # Errors
    ///
    /// 400 for what is no number.
    pub async fn request_password_reset_phone_number(
        &self,
        cx: &mut Cx,
        input: RequestPasswordResetPhoneNumber,
    ) -> Result<StatusOutput> {
        self.perform(cx, &REQUEST_PASSWORD_RESET_PHONE_NUMBER, input, async |_, input| {
            self.check_phone_number(&input.phone_number).await?;
            let user = self.find_user_by_phone_number(&input.phone_number).await?;
            let sent = user.is_some_and(|user| self.is_phone_number_good(&user));
            let message = self.new_phone_code(TextPurpose::ResetPassword, &input.phone_number, sent).await?;
            if sent {
                self.send_text_later(message);
            }
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Sets a new password for a code, once. `POST /phone-number/reset-password`.
    ///
    /// # Errors
    ///
    /// 400 for a password that is not acceptable, which leaves the code as it is, and for a code that is wrong, too old or
    /// was not sent; 403 after too many wrong ones.
    pub async fn reset_password_phone_number(
        &self,
        cx: &mut Cx,
        input: ResetPasswordPhoneNumber,
    ) -> Result<StatusOutput> {
        self.perform(cx, &RESET_PASSWORD_PHONE_NUMBER, input, async |cx, input| {
            let (number, code) = (input.phone_number.as_str(), input.otp.as_str());
            self.check_phone_number(number).await?;
            self.check_new_password(&input.new_password)?;
            let purpose = TextPurpose::ResetPassword;
            let known_by = self.try_phone_code(cx, purpose, number, code, IfRight::Keep).await?;
            let user = self.find_user_by_phone_number(number).await?.ok_or(ErrorCode::UnexpectedError)?;
            if !self.is_phone_number_good(&user) {
                return Err(ErrorCode::PhoneNumberPendingVerification.into());
            }
            let hash = self.hash_new_password(cx, &input.new_password).await?;
            self.use_phone_code(cx, purpose, number, code, known_by).await?;
            self.replace_forgotten_password(cx, &user, &hash).await?;
            Ok(StatusOutput { status: true })
        })
        .await
    }
}
