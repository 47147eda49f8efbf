//! Showing that mail to an address arrives, and changing it.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::ErrorCode;
use leptos::prelude::*;

use crate::forms::{Done, Form, Refusal};

/// The form that asks for the link once more.
pub const CHECK_EMAIL: Form =
    Form { id: "check-email", page: "/check-email", fields: &[(ErrorCode::ValidationError, "email")] };
/// The form that such a link leads to.
pub const VERIFY_EMAIL: Form = Form { id: "verify-email", page: "/verify-email", fields: &[] };
/// The form of a new address.
pub const CHANGE_EMAIL: Form = Form {
    id: "change-email",
    page: "/settings/account",
    fields: &[(ErrorCode::EmailUnchanged, "email"), (ErrorCode::ValidationError, "email")],
};
/// The form that calls a change of address off.
pub const CANCEL_EMAIL_CHANGE: Form = Form { id: "cancel-email-change", page: "/settings/account", fields: &[] };
/// The form that undoes a change of address.
pub const REVERT_EMAIL: Form = Form { id: "revert-email", page: "/revert-email", fields: &[] };

/// Mails the link that verifies an address once more.
///
/// # Errors
///
/// What is wrong with the input, by field. An unknown address is not told.
#[server(prefix = "/api/app", endpoint = "send-verification-email")]
pub async fn send_verification_email(#[server(default)] email: String) -> Result<Done, Refusal> {
    use crate::forms::{Notice, Problem};

    let mut door = super::Door::open()?;
    let mut refusal = Refusal { values: vec![("email".to_owned(), email.clone())], ..Refusal::default() };
    if email.trim().is_empty() {
        refusal.push("email", Problem::Required);
        return door.refuse_form(CHECK_EMAIL, refusal, 400).await;
    }
    let email = email.trim().to_owned();
    door.remember_message(super::check_email::MessageKind::Verification, &email).await;
    let input = auth::wire::SendVerificationEmail { email, callback_url: None };
    let outcome = door.auth.send_verification_email(&mut door.cx, input).await;
    let done = outcome.map(|_| (CHECK_EMAIL.page.to_owned(), Some(Notice::VerificationMailSent)));
    door.finish(CHECK_EMAIL, refusal, done).await
}

/// Follows the link of a mail, once a person has said so.
///
/// # Errors
///
/// When the link is too old or not ours.
#[server(prefix = "/api/app", endpoint = "verify-email")]
pub async fn verify_email(#[server(default)] token: String) -> Result<Done, Refusal> {
    use auth::wire::{VerifyEmail, VerifyEmailStep};

    use crate::forms::Notice;

    let mut door = super::Door::open()?;
    // Only the address of the page holds the token, so a refusal has to lead back there.
    door.come_back_to(&format!("{}?token={token}", VERIFY_EMAIL.page));
    // Where it leads afterwards, unless a second factor is asked first.
    let page = crate::policy::HOME.to_owned();
    let outcome = door.auth.verify_email(&mut door.cx, VerifyEmail { token, callback_url: page }).await;
    let notice = outcome.as_ref().ok().map(|output| match output.done {
        VerifyEmailStep::Verified => Notice::EmailVerified,
        VerifyEmailStep::Confirmed => Notice::EmailChangeConfirmed,
        VerifyEmailStep::Changed => Notice::EmailChanged,
    });
    if outcome.is_ok() {
        door.forget_message().await;
    }
    door.led_on(VERIFY_EMAIL, outcome.map(|output| output.next), notice).await
}

/// Asks for another address.
///
/// # Errors
///
/// 401 for a caller who is not signed in; what is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "change-email")]
pub async fn change_email(#[server(default)] email: String) -> Result<Done, Refusal> {
    use crate::forms::{Notice, Problem};

    let mut door = super::Door::open_private().await?;
    let mut refusal = Refusal { values: vec![("email".to_owned(), email.clone())], ..Refusal::default() };
    if email.trim().is_empty() {
        refusal.push("email", Problem::Required);
        return door.refuse_form(CHANGE_EMAIL, refusal, 400).await;
    }
    // Whoever finds a browser signed in must not take the account over with it.
    let recent = door.require_fresh().await;
    let input = auth::wire::ChangeEmail {
        new_email: email.trim().to_owned(),
        callback_url: Some(CHANGE_EMAIL.page.to_owned()),
    };
    let outcome = match recent {
        Ok(()) => door.auth.change_email(&mut door.cx, input).await,
        Err(error) => Err(error),
    };
    let done = outcome.map(|_| (CHANGE_EMAIL.page.to_owned(), Some(Notice::EmailChangeMailSent)));
    door.finish(CHANGE_EMAIL, refusal, done).await
}

/// The address that the caller asked for and that waits for its link.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "pending-email-change")]
pub async fn pending_email_change() -> Result<Option<String>, Refusal> {
    let mut door = super::Door::open()?;
    let pending = door.auth.pending_email_change(&mut door.cx).await;
    door.answer(pending)
}

/// Calls a change of address off.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "cancel-email-change")]
pub async fn cancel_email_change() -> Result<Done, Refusal> {
    let mut door = super::Door::open()?;
    let outcome = door.auth.cancel_email_change(&mut door.cx).await;
    let notice = crate::forms::Notice::EmailChangeCancelled;
    let done = outcome.map(|_| (CANCEL_EMAIL_CHANGE.page.to_owned(), Some(notice)));
    door.finish(CANCEL_EMAIL_CHANGE, Refusal::default(), done).await
}

/// Undoes a change of address, for the owner of the former one.
///
/// # Errors
///
/// When the link is used, too old or not ours.
#[server(prefix = "/api/app", endpoint = "revert-email")]
pub async fn revert_email(#[server(default)] token: String) -> Result<Done, Refusal> {
    let mut door = super::Door::open()?;
    door.come_back_to(&format!("{}?token={token}", REVERT_EMAIL.page));
    let input = auth::wire::RevertEmailChange { token };
    let outcome = door.auth.revert_email_change(&mut door.cx, input).await;
    let next = super::email_password::FORGOT_PASSWORD.page.to_owned();
    let done = outcome.map(|_| (next, Some(crate::forms::Notice::EmailReverted)));
    door.finish(REVERT_EMAIL, Refusal::default(), done).await
}
