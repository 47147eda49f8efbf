//! Looking around as a guest.

use leptos::prelude::*;

use crate::forms::{Done, Form, Refusal};

/// The form that signs in as a guest.
pub const SIGN_IN_AS_GUEST: Form = Form { id: "sign-in-as-guest", page: "/sign-in", fields: &[] };
/// The form that deletes the account of a guest.
pub const DELETE_GUEST: Form = Form { id: "delete-guest", page: "/settings/account", fields: &[] };

/// Makes an account without a name, and a session for it.
///
/// # Errors
///
/// For somebody who is a guest already, and where there are none.
#[server(prefix = "/api/app", endpoint = "sign-in-as-guest")]
pub async fn sign_in_as_guest() -> Result<Done, Refusal> {
    use auth::wire::SignInOutcome;

    let mut door = super::Door::open()?;
    let outcome = door.auth.sign_in_anonymous(&mut door.cx).await;
    door.signed_in(SIGN_IN_AS_GUEST, Refusal::default(), outcome.map(SignInOutcome::SignedIn), None).await
}

/// Deletes the account of a guest, with what they made.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who is no guest.
#[server(prefix = "/api/app", endpoint = "delete-guest")]
pub async fn delete_guest() -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    let outcome = door.auth.delete_anonymous_user(&mut door.cx).await;
    let done = outcome.map(|_| ("/".to_owned(), Some(crate::forms::Notice::AccountDeleted)));
    door.finish(DELETE_GUEST, Refusal::default(), done).await
}
