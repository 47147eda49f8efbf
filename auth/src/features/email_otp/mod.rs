//! Codes by mail: for signing in and up, for verifying an address, for a new password and for another address.

mod change_email;
mod code;
mod reset_password;
mod routes;

use code::{IfRight, place};
pub(super) use routes::ROUTES;
pub use routes::{
    CHANGE_EMAIL_OTP, CHECK_VERIFICATION_OTP, FORGET_PASSWORD_OTP, REQUEST_EMAIL_CHANGE_OTP,
    REQUEST_PASSWORD_RESET_OTP, RESET_PASSWORD_OTP, SEND_VERIFICATION_OTP, SIGN_IN_EMAIL_OTP, VERIFY_EMAIL_OTP,
};

use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::{
        audit::Note,
        session::{FirstFactor, Proof},
    },
    store::UserChanges,
    verified_email::{Newcomer, VerifiedEmail},
    wire::{
        AuditAction, CheckVerificationOtp, Email, ErrorCode, GetSession, OtpType, SendVerificationOtp, SessionWithUser,
        SignInEmailOtp, SignInEmailOtpOutput, SignInOutcome, SuccessOutput, User, VerifyEmailOtp, VerifyEmailOtpOutput,
    },
};

impl Auth {
    /// Mails a code. Whether somebody has the address is not told. `POST /email-otp/send-verification-otp`.
    ///
    /// # Errors
    ///
    /// 400 for what is not an address, where there is no mail, and for codes that change an address.
    pub async fn send_verification_otp(&self, cx: &mut Cx, input: SendVerificationOtp) -> Result<SuccessOutput> {
        self.perform(cx, &SEND_VERIFICATION_OTP, input, async |_, input| {
            self.require_mail_for_otp()?;
            let email = parse(&input.email)?;
            if input.otp_type == OtpType::ChangeEmail {
                return Err(ErrorCode::InvalidOtpType.into());
            }
            let user = self.store().find_user_by_email(email.as_str()).await?;
            let signs_up = input.otp_type == OtpType::SignIn && !self.config().email_otp.disable_sign_up;
            let mailed = user.is_some() || signs_up;
            let code = self.resolve_otp(input.otp_type, &email, mailed).await?;
            self.mail_otp(Some(&email).filter(|_| mailed), input.otp_type, code).await?;
            Ok(SuccessOutput { success: true })
        })
        .await
    }

    /// Whether a code is right; it stays. `POST /email-otp/check-verification-otp`.
    ///
    /// # Errors
    ///
    /// 400 for what is not an address, for a wrong code and for one that is too old, and, for whoever has the right code,
    /// when nobody has the address; 403 after too many wrong ones.
    pub async fn check_verification_otp(&self, cx: &mut Cx, input: CheckVerificationOtp) -> Result<SuccessOutput> {
        self.perform(cx, &CHECK_VERIFICATION_OTP, input, async |cx, input| {
            let email = parse(&input.email)?;
            self.try_otp(cx, &place(input.otp_type, email.as_str()), &input.otp, IfRight::Keep).await?;
            self.owner_of(&email).await?;
            Ok(SuccessOutput { success: true })
        })
        .await
    }

    /// Verifies an address by a code. `POST /email-otp/verify-email`.
    ///
    /// # Errors
    ///
    /// As [`Auth::check_verification_otp`].
    pub async fn verify_email_otp(
        &self,
        cx: &mut Cx,
        input: VerifyEmailOtp,
    ) -> Result<SignInOutcome<VerifyEmailOtpOutput>> {
        self.perform(cx, &VERIFY_EMAIL_OTP, input, async |cx, input| {
            let email = parse(&input.email)?;
            self.try_otp(cx, &place(OtpType::EmailVerification, email.as_str()), &input.otp, IfRight::UseUp).await?;
            let before = self.owner_of(&email).await?;
            let changes = UserChanges { email_verified: Some(true), ..UserChanges::default() };
            let user = self.update_user_row(&before.id, &changes).await?;
            if !before.email_verified {
                cx.note(Note::new(AuditAction::EmailVerified).by(&user.id));
                self.welcome(&user).await?;
            }
            if self.config().email_verification.auto_sign_in_after_verification {
                let first_factor = FirstFactor { user, remember: true, proof: Proof::Mailbox };
                let outcome = self.complete_sign_in(cx, first_factor).await?;
                return Ok(outcome.map(|SessionWithUser { session, user, .. }| VerifyEmailOtpOutput {
                    status: true,
                    token: Some(session.token),
                    user,
                }));
            }
            self.tell_cookie_cache(cx, &user).await?;
            Ok(SignInOutcome::SignedIn(VerifyEmailOtpOutput { status: true, token: None, user }))
        })
        .await
    }

    /// Opens a session by a code, or asks for a second factor; somebody new is signed up. `POST /sign-in/email-otp`.
    ///
    /// # Errors
    ///
    /// 400 for a wrong code, for one that is too old, for an unknown address where a code signs nobody up (which is
    /// answered like a wrong code), and for fields that are not acceptable; 403 after too many wrong ones.
    pub async fn sign_in_email_otp(
        &self,
        cx: &mut Cx,
        input: SignInEmailOtp,
    ) -> Result<SignInOutcome<SignInEmailOtpOutput>> {
        self.perform(cx, &SIGN_IN_EMAIL_OTP, input, async |cx, input| {
            Self::check_profile(input.name.as_deref(), input.image.as_deref())?;
            let email = input.email.to_lowercase();
            self.try_otp(cx, &place(OtpType::SignIn, &email), &input.otp, IfRight::UseUp).await?;
            let newcomer = Newcomer { name: input.name.unwrap_or_default(), image: input.image, fields: input.fields };
            let newcomer = Some(newcomer).filter(|_| !self.config().email_otp.disable_sign_up);
            let owner = self.user_of(cx, &VerifiedEmail::by_mail(&email), newcomer).await?;
            let (user, _) = owner.ok_or(ErrorCode::InvalidOtp)?;
            let outcome =
                self.complete_sign_in(cx, FirstFactor { user, remember: true, proof: Proof::Mailbox }).await?;
            Ok(outcome.map(|signed_in| SignInEmailOtpOutput { token: signed_in.session.token, user: signed_in.user }))
        })
        .await
    }

    /// Makes a code that the application sends in a way of its own. For trusted code, as upstream: there is no route.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn create_verification_otp(&self, input: &SendVerificationOtp) -> Result<String> {
        let email = input.email.to_lowercase();
        self.new_otp(input.otp_type, &email, &place(input.otp_type, &email), true).await
    }

    /// The code that waits for an address, if there is one. For trusted code, as upstream: there is no route.
    ///
    /// # Errors
    ///
    /// 400 when codes are stored as hashes.
    pub async fn get_verification_otp(&self, input: &SendVerificationOtp) -> Result<Option<String>> {
        self.reveal_otp(&place(input.otp_type, &input.email.to_lowercase())).await
    }

    fn require_mail_for_otp(&self) -> Result<()> {
        if self.sends_mail() { Ok(()) } else { Err(ErrorCode::OtpNotConfigured.into()) }
    }

    /// Who has an address, for somebody who has shown that they read its mail.
    async fn owner_of(&self, email: &Email) -> Result<User> {
        let user = self.store().find_user_by_email(email.as_str()).await?;
        user.ok_or_else(|| Error::new(ErrorCode::UserNotFound).with_status(400))
    }

    /// Lets the copy of the session in the caller's cookie know what has changed.
    async fn tell_cookie_cache(&self, cx: &mut Cx, user: &User) -> Result<()> {
        if !self.config().session.cookie_cache.enabled {
            return Ok(());
        }
        let input = GetSession { disable_cookie_cache: true, ..GetSession::default() };
        match self.current_session(cx, input).await? {
            Some(caller) if caller.user.id == user.id => self.renew_session_cookies(cx, &caller),
            _ => Ok(()),
        }
    }
}

fn parse(email: &str) -> Result<Email> {
    email.parse().map_err(|_| ErrorCode::InvalidEmail.into())
}
