//! Signing in, and choosing a new password, by a code of a mail.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, Password};
use leptos::prelude::*;

use crate::forms::{Done, Form, Refusal};

/// The form that asks for a code to sign in once more.
pub const SEND_SIGN_IN_CODE: Form =
    Form { id: "send-sign-in-code", page: "/check-email", fields: &[(ErrorCode::InvalidEmail, "email")] };
/// The form of such a code.
pub const SIGN_IN_WITH_CODE: Form = Form {
    id: "sign-in-with-code",
    page: "/check-email",
    fields: &[
        (ErrorCode::InvalidOtp, "code"),
        (ErrorCode::OtpExpired, "code"),
        (ErrorCode::TooManyOtpAttempts, "code"),
    ],
};
/// The form of a code for a new password.
pub const RESET_PASSWORD_WITH_CODE: Form = Form {
    id: "reset-password-with-code",
    page: "/reset-password?by=code",
    fields: &[
        (ErrorCode::InvalidEmail, "email"),
        (ErrorCode::InvalidOtp, "code"),
        (ErrorCode::OtpExpired, "code"),
        (ErrorCode::TooManyOtpAttempts, "code"),
        (ErrorCode::PasswordTooShort, "password"),
        (ErrorCode::PasswordTooLong, "password"),
        (ErrorCode::PasswordCompromised, "password"),
    ],
};

/// Mails a code to sign in with.
///
/// # Errors
///
/// What is wrong with the input, by field. Whether somebody has the address is not told.
#[server(prefix = "/api/app", endpoint = "send-sign-in-code")]
pub async fn send_sign_in_code(#[server(default)] email: String) -> Result<Done, Refusal> {
    mail(super::Door::open()?, SEND_SIGN_IN_CODE, email).await
}

/// Signs in by a code.
///
/// # Errors
///
/// What is wrong with the code.
#[server(prefix = "/api/app", endpoint = "sign-in-with-code")]
pub async fn sign_in_with_code(
    #[server(default)] email: String,
    #[server(default)] code: String,
) -> Result<Done, Refusal> {
    let mut door = super::Door::open()?;
    let (code, refusal) = meant_code(&code);
    if !refusal.problems.is_empty() {
        return door.refuse_form(SIGN_IN_WITH_CODE, refusal, 400).await;
    }
    let input = auth::wire::SignInEmailOtp { email: email.trim().to_owned(), otp: code, ..Default::default() };
    let outcome = door.auth.sign_in_email_otp(&mut door.cx, input).await;
    if outcome.is_ok() {
        door.forget_message().await;
    }
    door.signed_in(SIGN_IN_WITH_CODE, refusal, outcome, None).await
}

/// Sets a new password for a code.
///
/// # Errors
///
/// What is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "reset-password-with-code")]
pub async fn reset_password_with_code(
    #[server(default)] email: String,
    #[server(default)] code: String,
    #[server(default)] password: Password,
) -> Result<Done, Refusal> {
    use crate::forms::{Notice, Problem};

    let mut door = super::Door::open()?;
    let (code, mut refusal) = meant_code(&code);
    refusal.values.push(("email".to_owned(), email.clone()));
    if email.trim().is_empty() {
        refusal.push("email", Problem::Required);
    }
    if password.length() == 0 {
        refusal.push("password", Problem::Required);
    }
    if !refusal.problems.is_empty() {
        return door.refuse_form(RESET_PASSWORD_WITH_CODE, refusal, 400).await;
    }
    let input = auth::wire::ResetPasswordOtp { email: email.trim().to_owned(), otp: code, password };
    let outcome = door.auth.reset_password_otp(&mut door.cx, input).await;
    if outcome.is_ok() {
        door.forget_message().await;
    }
    let done = outcome.map(|_| (crate::policy::SIGN_IN.to_owned(), Some(Notice::PasswordReset)));
    door.finish(RESET_PASSWORD_WITH_CODE, refusal, done).await
}

/// Mails a code to sign in with, for a form that has the address.
#[cfg(feature = "ssr")]
pub(super) async fn mail(mut door: super::Door, form: Form, email: String) -> Result<Done, Refusal> {
    use auth::wire::{OtpType, SendVerificationOtp};

    use super::{check_email::MessageKind, email_verification::CHECK_EMAIL};
    use crate::forms::{Notice, Problem};

    let mut refusal = Refusal { values: vec![("email".to_owned(), email.clone())], ..Refusal::default() };
    let email = email.trim().to_owned();
    if email.is_empty() {
        refusal.push("email", Problem::Required);
        return door.refuse_form(form, refusal, 400).await;
    }
    let input = SendVerificationOtp { email: email.clone(), otp_type: OtpType::SignIn };
    let outcome = door.auth.send_verification_otp(&mut door.cx, input).await;
    if outcome.is_ok() {
        door.remember_message(MessageKind::SignInCode, &email).await;
    }
    let done = outcome.map(|_| (CHECK_EMAIL.page.to_owned(), Some(Notice::CodeSent)));
    door.finish(form, refusal, done).await
}

/// Mails a code for a new password, for a form that has the address.
#[cfg(feature = "ssr")]
pub(super) async fn mail_reset(
    mut door: super::Door,
    form: Form,
    typed: Refusal,
    email: &str,
) -> Result<Done, Refusal> {
    use super::check_email::MessageKind;
    use crate::forms::Notice;

    let input = auth::wire::RequestPasswordResetOtp { email: email.to_owned() };
    let outcome = door.auth.request_password_reset_otp(&mut door.cx, input).await;
    if outcome.is_ok() {
        door.remember_message(MessageKind::ResetCode, email).await;
    }
    let done = outcome.map(|_| (RESET_PASSWORD_WITH_CODE.page.to_owned(), Some(Notice::ResetCodeSent)));
    door.finish(form, typed, done).await
}

/// A code as it was meant: people paste spaces and dashes along.
#[cfg(feature = "ssr")]
pub(super) fn meant_code(typed: &str) -> (String, Refusal) {
    let code: String = typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
    let mut refusal = Refusal::default();
    if code.is_empty() {
        refusal.push("code", crate::forms::Problem::Required);
    }
    (code, refusal)
}
