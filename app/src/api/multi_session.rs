//! Several people who are signed in in one browser.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use leptos::prelude::*;

use crate::{
    forms::{Done, Form, Refusal},
    policy::SIGN_IN,
};

/// The buttons of the other accounts.
pub const SWITCH_ACCOUNT: Form = Form { id: "switch-account", page: SIGN_IN, fields: &[] };
/// The button that signs one of them out.
pub const SIGN_OUT_ONE: Form = Form { id: "sign-out-one", page: "/sign-out", fields: &[] };

/// Goes on as another one who is signed in in this browser.
///
/// # Errors
///
/// 401 for a session that this browser does not have, or that has ended.
#[server(prefix = "/api/app", endpoint = "switch-account")]
pub async fn switch_account(#[server(default)] session: String) -> Result<Done, Refusal> {
    let mut door = super::Door::open()?;
    let outcome = door.auth.continue_as(&mut door.cx, &session).await;
    door.finish(SWITCH_ACCOUNT, Refusal::default(), outcome.map(|_| (crate::policy::HOME.to_owned(), None))).await
}

/// Signs out the account that is in use, and goes on as the next one of this browser if there is one.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "sign-out-one")]
pub async fn sign_out_one() -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    let outcome = door.auth.sign_out_one(&mut door.cx).await;
    let next = |goes_on: bool| if goes_on { crate::policy::HOME } else { "/" }.to_owned();
    let done = outcome.map(|goes_on| (next(goes_on), Some(crate::forms::Notice::SignedOut)));
    door.finish(SIGN_OUT_ONE, Refusal::default(), done).await
}
