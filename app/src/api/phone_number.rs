//! Phone numbers: signing in, and choosing a new password, by a code of a text message, and having a number.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, Password};
use leptos::prelude::*;

use crate::forms::{Done, Form, Refusal};

/// The form that asks for a code to sign in.
pub const SEND_SIGN_IN_TEXT: Form =
    Form { id: "send-sign-in-text", page: "/check-phone", fields: &[(ErrorCode::InvalidPhoneNumber, "phone_number")] };
/// The form of such a code.
pub const SIGN_IN_WITH_TEXT: Form = Form {
    id: "sign-in-with-text",
    page: "/check-phone",
    fields: &[
        (ErrorCode::InvalidOtp, "code"),
        (ErrorCode::OtpExpired, "code"),
        (ErrorCode::OtpNotFound, "code"),
        (ErrorCode::TooManyOtpAttempts, "code"),
    ],
};
/// The form of a code for a new password.
pub const RESET_PASSWORD_WITH_TEXT: Form = Form {
    id: "reset-password-with-text",
    page: "/reset-password?by=text",
    fields: &[
        (ErrorCode::InvalidPhoneNumber, "phone_number"),
        (ErrorCode::InvalidOtp, "code"),
        (ErrorCode::OtpExpired, "code"),
        (ErrorCode::OtpNotFound, "code"),
        (ErrorCode::TooManyOtpAttempts, "code"),
        (ErrorCode::PasswordTooShort, "password"),
        (ErrorCode::PasswordTooLong, "password"),
        (ErrorCode::PasswordCompromised, "password"),
    ],
};
/// The form of a new number.
pub const ADD_NUMBER: Form =
    Form { id: "add-number", page: "/settings/account", fields: &[(ErrorCode::InvalidPhoneNumber, "phone_number")] };
/// The form of the code that was sent to it.
pub const CONFIRM_NUMBER: Form = Form {
    id: "confirm-number",
    page: "/settings/account",
    fields: &[
        (ErrorCode::InvalidOtp, "code"),
        (ErrorCode::OtpExpired, "code"),
        (ErrorCode::OtpNotFound, "code"),
        (ErrorCode::TooManyOtpAttempts, "code"),
    ],
};
/// The form that calls a new number off.
pub const CANCEL_NUMBER: Form = Form { id: "cancel-number", page: "/settings/account", fields: &[] };
/// The form that takes the number away.
pub const REMOVE_NUMBER: Form = Form { id: "remove-number", page: "/settings/account", fields: &[] };

/// Sends a code to sign in with.
///
/// # Errors
///
/// What is wrong with the number. Whether somebody has it is not told.
#[server(prefix = "/api/app", endpoint = "send-sign-in-text")]
pub async fn send_sign_in_text(#[server(default)] phone_number: String) -> Result<Done, Refusal> {
    let door = super::Door::open()?;
    let refusal = input::number(&phone_number);
    if !refusal.problems.is_empty() {
        return door.refuse_form(SEND_SIGN_IN_TEXT, refusal, 400).await;
    }
    let number = door.auth.spell_phone_number(&phone_number);
    text(door, SEND_SIGN_IN_TEXT, refusal, number).await
}

/// Signs in by a code; where numbers sign up, somebody new too.
///
/// # Errors
///
/// What is wrong with the code, and that nobody has the number.
#[server(prefix = "/api/app", endpoint = "sign-in-with-text")]
pub async fn sign_in_with_text(
    #[server(default)] phone_number: String,
    #[server(default)] code: String,
) -> Result<Done, Refusal> {
    let mut door = super::Door::open()?;
    let (code, mut refusal) = super::email_otp::meant_code(&code);
    if !refusal.problems.is_empty() {
        return door.refuse_form(SIGN_IN_WITH_TEXT, refusal, 400).await;
    }
    let input = auth::wire::VerifyPhoneNumber {
        phone_number: door.auth.spell_phone_number(&phone_number),
        code,
        ..Default::default()
    };
    let outcome = door.auth.verify_phone_number(&mut door.cx, input).await;
    match &outcome {
        Ok(_) => door.forget_message().await,
        // Upstream calls it a fault that nobody has the number. To whoever has just shown that it is theirs, it is news.
        Err(error) if error.code() == ErrorCode::FailedToUpdateUser => {
            refusal.problems.extend(Refusal::form(crate::forms::Problem::Code(error.code())).problems);
            return door.refuse_form(SIGN_IN_WITH_TEXT, refusal, 400).await;
        }
        Err(_) => {}
    }
    door.signed_in(SIGN_IN_WITH_TEXT, refusal, outcome, None).await
}

/// Sets a new password for a code.
///
/// # Errors
///
/// What is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "reset-password-with-text")]
pub async fn reset_password_with_text(
    #[server(default)] phone_number: String,
    #[server(default)] code: String,
    #[server(default)] password: Password,
) -> Result<Done, Refusal> {
    use crate::forms::{Notice, Problem};

    let mut door = super::Door::open()?;
    let mut refusal = input::number(&phone_number);
    let (code, wrong) = super::email_otp::meant_code(&code);
    refusal.problems.extend(wrong.problems);
    if password.length() == 0 {
        refusal.push("password", Problem::Required);
    }
    if !refusal.problems.is_empty() {
        return door.refuse_form(RESET_PASSWORD_WITH_TEXT, refusal, 400).await;
    }
    let phone_number = door.auth.spell_phone_number(&phone_number);
    let input = auth::wire::ResetPasswordPhoneNumber { otp: code, phone_number, new_password: password };
    let outcome = door.auth.reset_password_phone_number(&mut door.cx, input).await;
    if outcome.is_ok() {
        door.forget_message().await;
    }
    let done = outcome.map(|_| (crate::policy::SIGN_IN.to_owned(), Some(Notice::PasswordReset)));
    door.finish(RESET_PASSWORD_WITH_TEXT, refusal, done).await
}

/// Sends a code to a number that is to be the caller's.
///
/// # Errors
///
/// 401 for a caller who is not signed in; what is wrong with the number.
#[server(prefix = "/api/app", endpoint = "add-phone-number")]
pub async fn add_phone_number(#[server(default)] phone_number: String) -> Result<Done, Refusal> {
    use crate::forms::Notice;

    let mut door = super::Door::open_private().await?;
    let refusal = input::number(&phone_number);
    if !refusal.problems.is_empty() {
        return door.refuse_form(ADD_NUMBER, refusal, 400).await;
    }
    // Whoever finds a browser signed in must not get a way of their own into the account.
    let outcome = match door.require_fresh().await {
        Ok(()) => send_to_caller(&mut door, &phone_number).await,
        Err(error) => Err(error),
    };
    let done = outcome.map(|()| (ADD_NUMBER.page.to_owned(), Some(Notice::TextSent)));
    door.finish(ADD_NUMBER, refusal, done).await
}

/// Gives the caller the number for which they have the code.
///
/// # Errors
///
/// 401 for a caller who is not signed in; what is wrong with the code; that somebody else has the number.
#[server(prefix = "/api/app", endpoint = "confirm-phone-number")]
pub async fn confirm_phone_number(#[server(default)] code: String) -> Result<Done, Refusal> {
    use auth::wire::VerifyPhoneNumber;

    use crate::forms::Notice;

    let mut door = super::Door::open_private().await?;
    let (code, refusal) = super::email_otp::meant_code(&code);
    if !refusal.problems.is_empty() {
        return door.refuse_form(CONFIRM_NUMBER, refusal, 400).await;
    }
    let outcome = match door.require_fresh().await {
        Ok(()) => {
            let phone_number = new_number(&mut door).await?.unwrap_or_default();
            let update_phone_number = Some(true);
            let input = VerifyPhoneNumber { phone_number, code, update_phone_number, ..Default::default() };
            door.auth.verify_phone_number(&mut door.cx, input).await
        }
        Err(error) => Err(error),
    };
    if outcome.as_ref().map_or_else(|error| error.code() == ErrorCode::PhoneNumberExist, |_| true) {
        door.forget_new_number().await;
    }
    let done = outcome.map(|_| (CONFIRM_NUMBER.page.to_owned(), Some(Notice::NumberSaved)));
    door.finish(CONFIRM_NUMBER, refusal, done).await
}

/// The number that waits for its code to become the caller's.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "pending-phone-number")]
pub async fn pending_phone_number() -> Result<Option<String>, Refusal> {
    let mut door = super::Door::open_private().await?;
    new_number(&mut door).await
}

/// Calls a new number off.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "cancel-phone-number")]
pub async fn cancel_phone_number() -> Result<Done, Refusal> {
    let door = super::Door::open_private().await?;
    door.forget_new_number().await;
    door.finish(CANCEL_NUMBER, Refusal::default(), Ok((CANCEL_NUMBER.page.to_owned(), None))).await
}

/// Takes the number of the caller away. Whoever has no address that mail reaches keeps it: it may be their only way in.
///
/// # Errors
///
/// 401 for a caller who is not signed in; that it is the only way in.
#[server(prefix = "/api/app", endpoint = "remove-phone-number")]
pub async fn remove_phone_number() -> Result<Done, Refusal> {
    use auth::wire::{Fields, UpdateUser};

    use crate::forms::{Notice, Problem};

    let mut door = super::Door::open_private().await?;
    let user = door.session_state().await?.user;
    if user.is_some_and(|user| user.reachable_email().is_none()) {
        let refusal = Refusal::form(Problem::Code(ErrorCode::FailedToUnlinkLastAccount));
        return door.refuse_form(REMOVE_NUMBER, refusal, 400).await;
    }
    let outcome = match door.require_fresh().await {
        Ok(()) => {
            let fields = Fields::default().with("phoneNumber", serde_json::Value::Null);
            door.auth.update_user(&mut door.cx, UpdateUser { fields, ..UpdateUser::default() }).await
        }
        Err(error) => Err(error),
    };
    let done = outcome.map(|_| (REMOVE_NUMBER.page.to_owned(), Some(Notice::NumberRemoved)));
    door.finish(REMOVE_NUMBER, Refusal::default(), done).await
}

/// Sends a code to sign in with, for a form that has the number.
#[cfg(feature = "ssr")]
pub(super) async fn text(mut door: super::Door, form: Form, typed: Refusal, number: String) -> Result<Done, Refusal> {
    use super::check_email::MessageKind;
    use crate::forms::Notice;

    let input = auth::wire::SendPhoneNumberOtp { phone_number: number.clone() };
    let outcome = door.auth.send_phone_number_otp(&mut door.cx, input).await;
    if outcome.is_ok() {
        door.remember_message(MessageKind::SignInText, &number).await;
    }
    let done = outcome.map(|_| (SIGN_IN_WITH_TEXT.page.to_owned(), Some(Notice::TextSent)));
    door.finish(form, typed, done).await
}

/// Sends a code for a new password, for a form that has the number.
#[cfg(feature = "ssr")]
pub(super) async fn text_reset(
    mut door: super::Door,
    form: Form,
    typed: Refusal,
    number: String,
) -> Result<Done, Refusal> {
    use super::check_email::MessageKind;
    use crate::forms::Notice;

    let input = auth::wire::RequestPasswordResetPhoneNumber { phone_number: number.clone() };
    let outcome = door.auth.request_password_reset_phone_number(&mut door.cx, input).await;
    if outcome.is_ok() {
        door.remember_message(MessageKind::ResetText, &number).await;
    }
    let done = outcome.map(|_| (RESET_PASSWORD_WITH_TEXT.page.to_owned(), Some(Notice::ResetCodeSent)));
    door.finish(form, typed, done).await
}

#[cfg(feature = "ssr")]
async fn send_to_caller(door: &mut super::Door, typed: &str) -> auth::Result<()> {
    let caller = door.auth.require_session(&mut door.cx).await?;
    let number = door.auth.spell_phone_number(typed);
    let input = auth::wire::SendPhoneNumberOtp { phone_number: number.clone() };
    door.auth.send_phone_number_otp(&mut door.cx, input).await?;
    door.remember_new_number(&caller.user.id, &number).await;
    Ok(())
}

#[cfg(feature = "ssr")]
async fn new_number(door: &mut super::Door) -> Result<Option<String>, Refusal> {
    let user = door.session_state().await?.user;
    Ok(match user {
        Some(user) => door.new_number(&user.id).await,
        None => None,
    })
}

#[cfg(feature = "ssr")]
mod input {
    use crate::forms::{Problem, Refusal};

    pub(super) fn number(typed: &str) -> Refusal {
        let mut refusal = Refusal { values: vec![("phone_number".to_owned(), typed.to_owned())], ..Refusal::default() };
        if typed.trim().is_empty() {
            refusal.push("phone_number", Problem::Required);
        }
        refusal
    }
}
