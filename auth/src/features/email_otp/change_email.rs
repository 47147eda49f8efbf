//! Another address by codes.

use super::{
    CHANGE_EMAIL_OTP, REQUEST_EMAIL_CHANGE_OTP,
    code::{IfRight, place},
    parse,
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    wire::{ChangeEmailOtp, Email, ErrorCode, OtpType, RequestEmailChangeOtp, SessionWithUser, SuccessOutput, User},
};

impl Auth {
    /// Mails a code to the address that the caller wants. An address that somebody has is answered like any other and
    /// gets no mail. `POST /email-otp/request-email-change`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 where it is switched off, where there is no mail, for the address so far, and where the
    /// code that went there is missing; as [`Auth::check_verification_otp`] for that code.
    pub async fn request_email_change_otp(&self, cx: &mut Cx, input: RequestEmailChangeOtp) -> Result<SuccessOutput> {
        self.perform(cx, &REQUEST_EMAIL_CHANGE_OTP, input, async |cx, input| {
            let user = self.require_own_session(cx).await?.user;
            let new_email = self.wanted_email(&user, &input.new_email)?;
            self.require_mail_for_otp()?;
            if self.config().email_otp.change_email.verify_current_email {
                let code = input.otp.filter(|code| !code.is_empty()).ok_or(ErrorCode::CurrentEmailOtpRequired)?;
                let current = place(OtpType::EmailVerification, &user.email.to_lowercase());
                self.try_otp(cx, &current, &code, IfRight::UseUp).await?;
            }
            let free = self.store().find_user_by_email(new_email.as_str()).await?.is_none();
            let place = place_of_change(&user, &new_email);
            let code = self.new_otp(OtpType::ChangeEmail, new_email.as_str(), &place, free).await?;
            self.mail_otp(Some(&new_email).filter(|_| free), OtpType::ChangeEmail, code).await?;
            Ok(SuccessOutput { success: true })
        })
        .await
    }

    /// Gives the caller the address to which the code went. `POST /email-otp/change-email`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 where it is switched off, for the address so far, and, for whoever has the right code,
    /// when somebody else has the address by now; as [`Auth::check_verification_otp`] for the code.
    pub async fn change_email_otp(&self, cx: &mut Cx, input: ChangeEmailOtp) -> Result<SuccessOutput> {
        self.perform(cx, &CHANGE_EMAIL_OTP, input, async |cx, input| {
            let caller = self.require_own_session(cx).await?;
            let new_email = self.wanted_email(&caller.user, &input.new_email)?;
            self.try_otp(cx, &place_of_change(&caller.user, &new_email), &input.otp, IfRight::UseUp).await?;
            let replaced = self.replace_email(cx, caller.user.clone(), new_email.as_str(), true).await;
            let user = replaced.map_err(|error| match error.code() {
                ErrorCode::UserAlreadyExists => Error::new(ErrorCode::EmailInUse),
                _ => error,
            })?;
            self.renew_session_cookies(cx, &SessionWithUser { user, ..caller })?;
            Ok(SuccessOutput { success: true })
        })
        .await
    }

    /// The address that somebody wants in the place of theirs.
    fn wanted_email(&self, user: &User, new_email: &str) -> Result<Email> {
        if !self.config().email_otp.change_email.enabled {
            return Err(ErrorCode::ChangeEmailDisabled.into());
        }
        let new_email = parse(new_email)?;
        if new_email.as_str() == user.email.to_lowercase() {
            return Err(ErrorCode::EmailUnchanged.into());
        }
        Ok(new_email)
    }
}

/// The code is bound to the account: it gives the address to nobody else.
fn place_of_change(user: &User, new_email: &Email) -> String {
    place(OtpType::ChangeEmail, &format!("{}:{new_email}", user.id))
}
