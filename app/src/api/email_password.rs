//! Sign-up and sign-in by e-mail and password.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, Password};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{check_email::MessageKind, email_verification::CHECK_EMAIL};
use crate::forms::{Done, Form, Refusal};

/// The form of the sign-up page.
pub const SIGN_UP: Form = Form {
    id: "sign-up",
    page: "/sign-up",
    fields: &[
        (ErrorCode::InvalidEmail, "email"),
        (ErrorCode::UserAlreadyExists, "email"),
        (ErrorCode::UsernameIsAlreadyTaken, "username"),
        (ErrorCode::UsernameTooShort, "username"),
        (ErrorCode::UsernameTooLong, "username"),
        (ErrorCode::InvalidUsername, "username"),
        (ErrorCode::PasswordTooShort, "password"),
        (ErrorCode::PasswordTooLong, "password"),
        (ErrorCode::PasswordCompromised, "password"),
    ],
};
/// The form of the sign-in page. `email` is whatever people sign in with here; the field keeps its name, by which
/// password managers know it.
pub const SIGN_IN: Form = Form {
    id: "sign-in",
    page: "/sign-in",
    fields: &[
        (ErrorCode::InvalidEmail, "email"),
        (ErrorCode::ValidationError, "email"),
        (ErrorCode::UsernameTooShort, "email"),
        (ErrorCode::UsernameTooLong, "email"),
        (ErrorCode::InvalidUsername, "email"),
        (ErrorCode::InvalidPhoneNumber, "email"),
        (ErrorCode::PasswordTooLong, "password"),
    ],
};
/// The form that asks for a link to choose a new password.
pub const FORGOT_PASSWORD: Form = Form {
    id: "forgot-password",
    page: "/forgot-password",
    fields: &[(ErrorCode::InvalidEmail, "email"), (ErrorCode::InvalidPhoneNumber, "email")],
};
/// The form that such a link leads to.
pub const RESET_PASSWORD: Form = Form {
    id: "reset-password",
    page: "/reset-password",
    fields: &[
        (ErrorCode::PasswordTooShort, "password"),
        (ErrorCode::PasswordTooLong, "password"),
        (ErrorCode::PasswordCompromised, "password"),
    ],
};
/// The form that replaces a password.
pub const CHANGE_PASSWORD: Form = Form {
    id: "change-password",
    page: "/settings/security",
    fields: &[
        (ErrorCode::InvalidPassword, "current_password"),
        (ErrorCode::PasswordTooShort, "new_password"),
        (ErrorCode::PasswordTooLong, "new_password"),
        (ErrorCode::PasswordCompromised, "new_password"),
    ],
};
/// The form that gives somebody a first password who has signed in without one so far.
pub const SET_PASSWORD: Form = Form {
    id: "set-password",
    page: "/settings/security",
    fields: &[
        (ErrorCode::PasswordTooShort, "new_password"),
        (ErrorCode::PasswordTooLong, "new_password"),
        (ErrorCode::PasswordCompromised, "new_password"),
    ],
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
    #[server(default)] username: String,
    #[server(default)] password: Password,
    #[server(default)] captcha: String,
) -> Result<Done, Refusal> {
    use auth::wire::{Fields, SignInOutcome, SignUpEmail};

    let mut door = super::Door::open()?;
    door.bring_captcha(captcha);
    let refusal = input::sign_up(&name, &email, &username, &password);
    if !refusal.problems.is_empty() {
        return door.refuse_form(SIGN_UP, refusal, 400).await;
    }
    let email = email.trim().to_owned();
    let mut fields = Fields::default();
    if door.auth.config().username.enabled && !username.trim().is_empty() {
        fields.set("username", username.trim());
    }
    let name = name.trim().to_owned();
    let input = SignUpEmail { name, email: email.clone(), password, fields, ..Default::default() };
    let outcome = door.auth.sign_up_email(&mut door.cx, input).await;
    if outcome.as_ref().is_ok_and(|output| output.token.is_none()) {
        // The address has to be verified first. Whether somebody has it already, nobody learns.
        door.remember_message(MessageKind::Verification, &email).await;
        return door.finish(SIGN_UP, refusal, Ok((CHECK_EMAIL.page.to_owned(), None))).await;
    }
    let outcome = outcome.map(SignInOutcome::SignedIn);
    door.signed_in(SIGN_UP, refusal, outcome, Some(crate::forms::Notice::SignedUp)).await
}

/// Signs in by the password, or has a link or a code sent: `by` is `magic-link`, `code` or nothing. `email` is an address,
/// a username or a phone number, as far as those are on.
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
    #[server(default)] captcha: String,
) -> Result<Done, Refusal> {
    use auth::{
        Identifier,
        wire::{SignInEmail, SignInPhoneNumber, SignInUsername},
    };

    let mut door = super::Door::open()?;
    door.bring_captcha(captcha);
    let identifier = door.auth.identifier_of(&email);
    let mut refusal = input::sign_in(&door.auth, &identifier, &email, remember.is_some());
    if by.is_empty() {
        input::check_password(&mut refusal, &password);
    }
    if !refusal.problems.is_empty() {
        return door.refuse_form(SIGN_IN, refusal, 400).await;
    }
    match (by.as_str(), &identifier) {
        ("code", Identifier::PhoneNumber(number)) => {
            let number = number.clone();
            return super::phone_number::text(door, SIGN_IN, refusal, number).await;
        }
        // Mail goes to an address; which one belongs to a username, nobody is told.
        ("magic-link" | "code", Identifier::PhoneNumber(_) | Identifier::Username(_)) => {
            refusal.push("email", crate::forms::Problem::Code(ErrorCode::InvalidEmail));
            return door.refuse_form(SIGN_IN, refusal, 400).await;
        }
        ("magic-link", Identifier::Email(_)) => return super::magic_link::mail(door, SIGN_IN, email).await,
        ("code", Identifier::Email(_)) if !door.auth.config().email_otp.enabled => {
            refusal.push("email", crate::forms::Problem::Code(ErrorCode::InvalidPhoneNumber));
            return door.refuse_form(SIGN_IN, refusal, 400).await;
        }
        ("code", Identifier::Email(_)) => return super::email_otp::mail(door, SIGN_IN, email).await,
        _ => {}
    }
    let remember_me = Some(remember.is_some());
    let outcome = match identifier.clone() {
        Identifier::Email(email) => {
            let input = SignInEmail { email, password, remember_me, ..Default::default() };
            door.auth.sign_in_email(&mut door.cx, input).await.map(|outcome| outcome.map(|_| ()))
        }
        Identifier::Username(username) => {
            let input = SignInUsername { username, password, remember_me, ..Default::default() };
            door.auth.sign_in_username(&mut door.cx, input).await.map(|outcome| outcome.map(|_| ()))
        }
        Identifier::PhoneNumber(phone_number) => {
            let input = SignInPhoneNumber { phone_number, password, remember_me };
            door.auth.sign_in_phone_number(&mut door.cx, input).await.map(|outcome| outcome.map(|_| ()))
        }
    };
    // The password was right, and a message is on its way.
    let waiting = match (outcome.as_ref().err().map(auth::Error::code), &identifier) {
        (Some(ErrorCode::EmailNotVerified), Identifier::Email(email)) => {
            door.remember_message(MessageKind::Verification, email).await;
            Some(CHECK_EMAIL.page)
        }
        // Whoever typed a username is not told the address; the page asks for it.
        (Some(ErrorCode::EmailNotVerified), _) => {
            door.forget_message().await;
            Some(CHECK_EMAIL.page)
        }
        (Some(ErrorCode::PhoneNumberNotVerified), Identifier::PhoneNumber(number)) => {
            door.remember_message(MessageKind::SignInText, number).await;
            Some(super::phone_number::SIGN_IN_WITH_TEXT.page)
        }
        _ => None,
    };
    match waiting {
        Some(page) => door.finish(SIGN_IN, refusal, Ok((page.to_owned(), None))).await,
        None => door.signed_in(SIGN_IN, refusal, outcome, None).await,
    }
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

/// Mails a link to choose a new password, or a code where `by` is `code`. A phone number gets a code by text message.
///
/// # Errors
///
/// What is wrong with the input, by field. An unknown address or number is not told.
#[server(prefix = "/api/app", endpoint = "forgot-password")]
pub async fn forgot_password(
    #[server(default)] email: String,
    #[server(default)] by: String,
    #[server(default)] captcha: String,
) -> Result<Done, Refusal> {
    use auth::{Identifier, wire::RequestPasswordReset};

    let mut door = super::Door::open()?;
    door.bring_captcha(captcha);
    let identifier = door.auth.identifier_of(&email);
    let refusal = input::forgot_password(&identifier, &email);
    if !refusal.problems.is_empty() {
        return door.refuse_form(FORGOT_PASSWORD, refusal, 400).await;
    }
    if let Identifier::PhoneNumber(number) = identifier {
        return super::phone_number::text_reset(door, FORGOT_PASSWORD, refusal, number).await;
    }
    if by == "code" {
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
    use auth::{
        Auth, Identifier,
        wire::{Email, ErrorCode, Password},
    };

    use crate::forms::{Problem, Refusal};

    /// Everything that is wrong at first sight, so that nobody is told one thing at a time.
    pub(super) fn sign_up(name: &str, email: &str, username: &str, password: &Password) -> Refusal {
        let values = [("name", name), ("email", email), ("username", username)];
        let values = values.map(|(field, value)| (field.to_owned(), value.to_owned())).into();
        let mut refusal = Refusal { values, ..Refusal::default() };
        if name.trim().is_empty() {
            refusal.push("name", Problem::Required);
        }
        check_email(&mut refusal, email);
        check_password(&mut refusal, password);
        refusal
    }

    pub(super) fn sign_in(auth: &Auth, identifier: &Identifier, typed: &str, remember: bool) -> Refusal {
        let remember = if remember { "on" } else { "off" };
        let values = vec![("email".to_owned(), typed.to_owned()), ("remember".to_owned(), remember.to_owned())];
        let mut refusal = Refusal { values, ..Refusal::default() };
        let config = auth.config();
        if typed.trim().is_empty() && (config.username.enabled || config.phone_number.enabled) {
            refusal.push("email", Problem::NoIdentifier);
        } else if matches!(identifier, Identifier::Email(_)) {
            check_email(&mut refusal, typed);
        }
        refusal
    }

    pub(super) fn forgot_password(identifier: &Identifier, typed: &str) -> Refusal {
        let values = vec![("email".to_owned(), typed.to_owned())];
        let mut refusal = Refusal { values, ..Refusal::default() };
        if !matches!(identifier, Identifier::PhoneNumber(_)) {
            check_email(&mut refusal, typed);
        }
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

    pub(super) fn check_password(refusal: &mut Refusal, password: &Password) {
        if password.length() == 0 {
            refusal.push("password", Problem::Required);
        }
    }
}
