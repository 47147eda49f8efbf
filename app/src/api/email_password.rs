//! Sign-up and sign-in by e-mail and password.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, Password};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{check_email::MailKind, email_verification::CHECK_EMAIL};
use crate::forms::{Done, Form, Refusal};

/// The form of the sign-up page.
pub const SIGN_UP: Form = Form {
    id: "sign-up",
    page: "/sign-up",
    fields: &[
        (ErrorCode::InvalidEmail, "email"),
        (ErrorCode::UserAlreadyExists, "email"),
        (ErrorCode::PasswordTooShort, "password"),
        (ErrorCode::PasswordTooLong, "password"),
    ],
};
/// The form of the sign-in page.
pub const SIGN_IN: Form = Form {
    id: "sign-in",
    page: "/sign-in",
    fields: &[
        (ErrorCode::InvalidEmail, "email"),
        (ErrorCode::ValidationError, "email"),
        (ErrorCode::PasswordTooLong, "password"),
    ],
};
/// The form that asks for a link to choose a new password.
pub const FORGOT_PASSWORD: Form =
    Form { id: "forgot-password", page: "/forgot-password", fields: &[(ErrorCode::InvalidEmail, "email")] };
/// The form that such a link leads to.
pub const RESET_PASSWORD: Form = Form {
    id: "reset-password",
    page: "/reset-password",
    fields: &[(ErrorCode::PasswordTooShort, "password"), (ErrorCode::PasswordTooLong, "password")],
};
/// The form that replaces a password.
pub const CHANGE_PASSWORD: Form = Form {
    id: "change-password",
    page: "/settings/security",
    fields: &[
        (ErrorCode::InvalidPassword, "current_password"),
        (ErrorCode::PasswordTooShort, "new_password"),
        (ErrorCode::PasswordTooLong, "new_password"),
    ],
};
/// The form that gives somebody a first password who has signed in without one so far.
pub const SET_PASSWORD: Form = Form {
    id: "set-password",
    page: "/settings/security",
    fields: &[(ErrorCode::PasswordTooShort, "new_password"), (ErrorCode::PasswordTooLong, "new_password")],
};

/// Makes an account and signs in.
///
/// # Errors
///
/// What is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "sign-up")]
pub async fn sign_up(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: Password,
) -> Result<Done, Refusal> {
    use auth::wire::{SignInOutcome, SignUpEmail};

    let mut door = super::Door::open()?;
    let refusal = input::sign_up(&name, &email, &password);
    if !refusal.problems.is_empty() {
        return door.refuse_form(SIGN_UP, refusal, 400).await;
    }
    let email = email.trim().to_owned();
    let input = SignUpEmail { name: name.trim().to_owned(), email: email.clone(), password, ..Default::default() };
    let outcome = door.auth.sign_up_email(&mut door.cx, input).await;
    if outcome.as_ref().is_ok_and(|output| output.token.is_none()) {
        // The address has to be verified first. Whether somebody has it already, nobody learns.
        door.remember_mail(MailKind::Verification, &email).await;
        return door.finish(SIGN_UP, refusal, Ok((CHECK_EMAIL.page.to_owned(), None))).await;
    }
    let outcome = outcome.map(SignInOutcome::SignedIn);
    door.signed_in(SIGN_UP, refusal, outcome, Some(crate::forms::Notice::SignedUp)).await
}

/// Signs in by the password, or has a link or a code mailed: `by` is `magic-link`, `email-otp` or nothing.
///
/// # Errors
///
/// What is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "sign-in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: Password,
    #[server(default)] remember: Option<String>,
    #[server(default)] by: String,
) -> Result<Done, Refusal> {
    use auth::wire::SignInEmail;

    let mut door = super::Door::open()?;
    match by.as_str() {
        "magic-link" => return super::magic_link::mail(door, SIGN_IN, email).await,
        "email-otp" => return super::email_otp::mail(door, SIGN_IN, email).await,
        _ => {}
    }
    let refusal = input::sign_in(&email, &password, remember.is_some());
    if !refusal.problems.is_empty() {
        return door.refuse_form(SIGN_IN, refusal, 400).await;
    }
    let email = email.trim().to_owned();
    let input =
        SignInEmail { email: email.clone(), password, remember_me: Some(remember.is_some()), ..Default::default() };
    let outcome = door.auth.sign_in_email(&mut door.cx, input).await;
    if outcome.as_ref().is_err_and(|error| error.code() == ErrorCode::EmailNotVerified) {
        door.remember_mail(MailKind::Verification, &email).await;
        return door.finish(SIGN_IN, refusal, Ok((CHECK_EMAIL.page.to_owned(), None))).await;
    }
    door.signed_in(SIGN_IN, refusal, outcome, None).await
}

/// Replaces the password of the caller.
///
/// # Errors
///
/// What is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "change-password")]
pub async fn change_password(
    #[server(default)] current_password: Password,
    #[server(default)] new_password: Password,
    #[server(default)] revoke_others: Option<String>,
) -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    let refusal = input::change_password(&current_password, &new_password, revoke_others.is_some());
    if !refusal.problems.is_empty() {
        return door.refuse_form(CHANGE_PASSWORD, refusal, 400).await;
    }
    let revoke_other_sessions = Some(revoke_others.is_some());
    let input = auth::wire::ChangePassword { current_password, new_password, revoke_other_sessions };
    let outcome = door.auth.change_password(&mut door.cx, input).await;
    let done = outcome.map(|_| (CHANGE_PASSWORD.page.to_owned(), Some(crate::forms::Notice::PasswordChanged)));
    door.finish(CHANGE_PASSWORD, refusal, done).await
}

/// Whether the caller has a password.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "has-password")]
pub async fn has_password() -> Result<bool, Refusal> {
    let mut door = super::Door::open()?;
    let has = door.auth.has_password(&mut door.cx).await;
    door.answer(has)
}

/// Gives the caller a first password.
///
/// # Errors
///
/// 401 for a caller who is not signed in; what is wrong with the input, by field; that there is a password already.
#[server(prefix = "/api/app", endpoint = "set-password")]
pub async fn set_password(#[server(default)] new_password: Password) -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    let refusal = input::set_password(&new_password);
    if !refusal.problems.is_empty() {
        return door.refuse_form(SET_PASSWORD, refusal, 400).await;
    }
    // Whoever finds a browser signed in must not get a key of their own to the account.
    let outcome = match door.require_fresh().await {
        Ok(()) => door.auth.set_password(&mut door.cx, &new_password).await,
        Err(error) => Err(error),
    };
    let done = outcome.map(|_| (SET_PASSWORD.page.to_owned(), Some(crate::forms::Notice::PasswordSet)));
    door.finish(SET_PASSWORD, refusal, done).await
}

/// Mails a link to choose a new password, or a code where `by` is `email-otp`.
///
/// # Errors
///
/// What is wrong with the input, by field. An unknown address is not told.
#[server(prefix = "/api/app", endpoint = "forgot-password")]
pub async fn forgot_password(#[server(default)] email: String, #[server(default)] by: String) -> Result<Done, Refusal> {
    use auth::wire::RequestPasswordReset;

    let mut door = super::Door::open()?;
    let refusal = input::forgot_password(&email);
    if !refusal.problems.is_empty() {
        return door.refuse_form(FORGOT_PASSWORD, refusal, 400).await;
    }
    if by == "email-otp" {
        return super::email_otp::mail_reset(door, FORGOT_PASSWORD, refusal, email.trim()).await;
    }
    let input = RequestPasswordReset { email: email.trim().to_owned(), redirect_to: Some(RESET_PASSWORD.page.into()) };
    let outcome = door.auth.request_password_reset(&mut door.cx, input).await;
    let done = outcome.map(|_| (FORGOT_PASSWORD.page.to_owned(), Some(crate::forms::Notice::ResetLinkSent)));
    door.finish(FORGOT_PASSWORD, refusal, done).await
}

/// Sets a new password for the token of a mail.
///
/// # Errors
///
/// What is wrong with the input, by field, or that the token no longer works.
#[server(prefix = "/api/app", endpoint = "reset-password")]
pub async fn reset_password(
    #[server(default)] token: String,
    #[server(default)] password: Password,
) -> Result<Done, Refusal> {
    use auth::wire::ResetPassword;

    let mut door = super::Door::open()?;
    // Only the address of the page holds the token, so a refusal has to lead back there.
    door.come_back_to(&format!("{}?token={token}", RESET_PASSWORD.page));
    let refusal = input::reset_password(&password);
    if !refusal.problems.is_empty() {
        return door.refuse_form(RESET_PASSWORD, refusal, 400).await;
    }
    let input = ResetPassword { new_password: password, token: Some(token) };
    let outcome = door.auth.reset_password(&mut door.cx, input).await;
    let done = outcome.map(|_| (SIGN_IN.page.to_owned(), Some(crate::forms::Notice::PasswordReset)));
    door.finish(RESET_PASSWORD, refusal, done).await
}

#[cfg(feature = "ssr")]
mod input {
    use auth::wire::{Email, ErrorCode, Password};

    use crate::forms::{Problem, Refusal};

    /// Everything that is wrong at first sight, so that nobody is told one thing at a time.
    pub(super) fn sign_up(name: &str, email: &str, password: &Password) -> Refusal {
        let values = vec![("name".to_owned(), name.to_owned()), ("email".to_owned(), email.to_owned())];
        let mut refusal = Refusal { values, ..Refusal::default() };
        if name.trim().is_empty() {
            refusal.push("name", Problem::Required);
        }
        check_email(&mut refusal, email);
        check_password(&mut refusal, password);
        refusal
    }

    pub(super) fn sign_in(email: &str, password: &Password, remember: bool) -> Refusal {
        let remember = if remember { "on" } else { "off" };
        let values = vec![("email".to_owned(), email.to_owned()), ("remember".to_owned(), remember.to_owned())];
        let mut refusal = Refusal { values, ..Refusal::default() };
        check_email(&mut refusal, email);
        check_password(&mut refusal, password);
        refusal
    }

    pub(super) fn forgot_password(email: &str) -> Refusal {
        let values = vec![("email".to_owned(), email.to_owned())];
        let mut refusal = Refusal { values, ..Refusal::default() };
        check_email(&mut refusal, email);
        refusal
    }

    pub(super) fn reset_password(password: &Password) -> Refusal {
        let mut refusal = Refusal::default();
        check_password(&mut refusal, password);
        refusal
    }

    pub(super) fn change_password(current: &Password, new: &Password, revoke_others: bool) -> Refusal {
        let revoke_others = if revoke_others { "on" } else { "off" };
        let values = vec![("revoke_others".to_owned(), revoke_others.to_owned())];
        let mut refusal = Refusal { values, ..Refusal::default() };
        for (field, password) in [("current_password", current), ("new_password", new)] {
            if password.length() == 0 {
                refusal.push(field, Problem::Required);
            }
        }
        refusal
    }

    pub(super) fn set_password(new: &Password) -> Refusal {
        let mut refusal = Refusal::default();
        if new.length() == 0 {
            refusal.push("new_password", Problem::Required);
        }
        refusal
    }

    fn check_email(refusal: &mut Refusal, email: &str) {
        if email.trim().is_empty() {
            refusal.push("email", Problem::Required);
        } else if email.trim().parse::<Email>().is_err() {
            refusal.push("email", Problem::Code(ErrorCode::InvalidEmail));
        }
    }

    fn check_password(refusal: &mut Refusal, password: &Password) {
        if password.length() == 0 {
            refusal.push("password", Problem::Required);
        }
    }
}
