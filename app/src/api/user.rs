//! What people change about themselves.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, Password};
use leptos::prelude::*;

use crate::forms::{Done, Form, Refusal};

/// The form of the profile.
pub const PROFILE: Form = Form { id: "profile", page: "/settings/profile", fields: &[] };
/// The form that deletes an account.
pub const DELETE_ACCOUNT: Form =
    Form { id: "delete-account", page: "/settings/account", fields: &[(ErrorCode::InvalidPassword, "password")] };

/// Changes the name of the caller.
///
/// # Errors
///
/// 401 for a caller who is not signed in; what is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "update-profile")]
pub async fn update_profile(#[server(default)] name: String) -> Result<Done, Refusal> {
    use crate::forms::{Notice, Problem};

    let mut door = super::Door::open_private().await?;
    let mut refusal = Refusal { values: vec![("name".to_owned(), name.clone())], ..Refusal::default() };
    if name.trim().is_empty() {
        refusal.push("name", Problem::Required);
        return door.refuse_form(PROFILE, refusal, 400).await;
    }
    let input = auth::wire::UpdateUser { name: Some(name.trim().to_owned()), ..Default::default() };
    let outcome = door.auth.update_user(&mut door.cx, input).await;
    let done = outcome.map(|_| (PROFILE.page.to_owned(), Some(Notice::ProfileSaved)));
    door.finish(PROFILE, refusal, done).await
}

/// Deletes the account of the caller, who types their address, or number, and their password.
///
/// # Errors
///
/// 401 for a caller who is not signed in; what is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "delete-account")]
pub async fn delete_account(
    #[server(default)] confirmation: String,
    #[server(default)] password: Password,
) -> Result<Done, Refusal> {
    use crate::forms::{Notice, Problem};

    let mut door = super::Door::open_private().await?;
    let mut refusal = Refusal { values: vec![("confirmation".to_owned(), confirmation.clone())], ..Refusal::default() };
    let user = door.session_state().await?.user;
    if !user.is_some_and(|user| user.contact().unwrap_or(&user.email).eq_ignore_ascii_case(confirmation.trim())) {
        refusal.push("confirmation", Problem::Required);
    }
    if password.length() == 0 {
        refusal.push("password", Problem::Required);
    }
    if !refusal.problems.is_empty() {
        return door.refuse_form(DELETE_ACCOUNT, refusal, 400).await;
    }
    let input = auth::wire::DeleteUser { password: Some(password), ..Default::default() };
    let outcome = door.auth.delete_user(&mut door.cx, input).await;
    let done = outcome.map(|output| {
        if output.deleted {
            ("/".to_owned(), Some(Notice::AccountDeleted))
        } else {
            (DELETE_ACCOUNT.page.to_owned(), Some(Notice::DeletionMailSent))
        }
    });
    door.finish(DELETE_ACCOUNT, refusal, done).await
}
