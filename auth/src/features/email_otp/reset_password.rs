//! A new password for a code.

use super::{
    FORGET_PASSWORD_OTP, REQUEST_PASSWORD_RESET_OTP, RESET_PASSWORD_OTP,
    code::{IfRight, place},
    parse,
};
use crate::{
    Auth, Cx,
    error::Result,
    operation::Operation,
    verified_email::VerifiedEmail,
    wire::{OtpType, RequestPasswordResetOtp, ResetPasswordOtp, SuccessOutput},
};

impl Auth {
    /// Mails a code to choose a new password. An unknown address gets the same answer for the same work.
    /// `POST /email-otp/request-password-reset`.
    ///
    /// # Errors
    ///
    /// 400 for what is not an address, or where there is no mail.
    pub async fn request_password_reset_otp(
        &self,
        cx: &mut Cx,
        input: RequestPasswordResetOtp,
    ) -> Result<SuccessOutput> {
        self.mail_reset_otp(cx, &REQUEST_PASSWORD_RESET_OTP, input).await
    }

    /// The same under its older name. `POST /forget-password/email-otp`.
    ///
    /// # Errors
    ///
    /// As [`Auth::request_password_reset_otp`].
    pub async fn forget_password_otp(&self, cx: &mut Cx, input: RequestPasswordResetOtp) -> Result<SuccessOutput> {
        self.mail_reset_otp(cx, &FORGET_PASSWORD_OTP, input).await
    }

    /// Sets a new password for a code, once. `POST /email-otp/reset-password`.
    ///
    /// # Errors
    ///
    /// 400 for a password that is not acceptable, which leaves the code as it is; as [`Auth::check_verification_otp`].
    pub async fn reset_password_otp(&self, cx: &mut Cx, input: ResetPasswordOtp) -> Result<SuccessOutput> {
        self.perform(cx, &RESET_PASSWORD_OTP, input, async |cx, input| {
            let email = parse(&input.email)?;
            self.check_new_password(&input.password)?;
            let place = place(OtpType::ForgetPassword, email.as_str());
            self.try_otp(cx, &place, &input.otp, IfRight::Keep).await?;
            let user = self.owner_of(&email).await?;
            let hash = self.hash_new_password(cx, &input.password).await?;
            self.try_otp(cx, &place, &input.otp, IfRight::UseUp).await?;
            let user = self.prove_mailbox(cx, user, &VerifiedEmail::by_mail(email.as_str())).await?;
            self.replace_forgotten_password(cx, &user, &hash).await?;
            Ok(SuccessOutput { success: true })
        })
        .await
    }

    async fn mail_reset_otp(
        &self,
        cx: &mut Cx,
        operation: &'static Operation,
        input: RequestPasswordResetOtp,
    ) -> Result<SuccessOutput> {
        self.perform(cx, operation, input, async |_, input| {
            self.require_mail_for_otp()?;
            let email = parse(&input.email)?;
            let known = self.store().find_user_by_email(email.as_str()).await?.is_some();
            let code = self.resolve_otp(OtpType::ForgetPassword, &email, known).await?;
            self.mail_otp(Some(&email).filter(|_| known), OtpType::ForgetPassword, code).await?;
            Ok(SuccessOutput { success: true })
        })
        .await
    }
}
