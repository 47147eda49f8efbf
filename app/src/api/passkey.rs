//! Passkeys: signing in by one, and those that a person has.
//!
//! What authenticators make comes from a script (`public/passkey.js`), which posts it in a form of the page as the browser
//! would. So these functions answer with a redirect, with scripts too.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, Timestamp};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::forms::{Done, Form, Refusal};

/// The button of the sign-in page.
pub const SIGN_IN_WITH_PASSKEY: Form = Form { id: "passkey-sign-in", page: crate::policy::SIGN_IN, fields: &[] };
/// The form that adds a passkey.
pub const ADD_PASSKEY: Form = form("passkey-add", &[]);
/// The forms that rename one.
pub const RENAME_PASSKEY: Form = form("passkey-rename", &[]);
/// The forms that remove one.
pub const REMOVE_PASSKEY: Form = form("passkey-remove", &[]);

/// Set by the script where the device itself keeps passkeys.
pub const PASSKEYS_COOKIE: &str = "latchkey.passkeys";

const fn form(id: &'static str, fields: &'static [(ErrorCode, &'static str)]) -> Form {
    Form { id, page: "/settings/security/passkeys", fields }
}

/// Signs in by a passkey, or goes on with a sign-in that waits for one. `next` is where that sign-in wanted to go.
///
/// # Errors
///
/// Why the passkey was not accepted.
#[server(prefix = "/api/app", endpoint = "sign-in-with-passkey")]
pub async fn sign_in_with_passkey(
    #[server(default)] response: String,
    #[server(default)] second_factor: Option<String>,
    #[server(default)] next: String,
) -> Result<Done, Refusal> {
    use auth::wire::{SignInOutcome, VerifyAuthentication};

    let mut door = super::Door::open()?;
    if second_factor.is_some() {
        door.come_back_to(&super::two_factor::page_of("passkey", &next));
    }
    let outcome = match serde_json::from_str(&response) {
        Ok(response) => {
            let input = VerifyAuthentication { response };
            door.auth.verify_passkey_authentication(&mut door.cx, input).await
        }
        Err(_) => Err(auth::Error::new(ErrorCode::AuthenticationFailed)),
    };
    let next = super::two_factor::local(&door.auth, &next).filter(|_| second_factor.is_some());
    match (next, outcome) {
        (Some(next), Ok(SignInOutcome::SignedIn(_))) => {
            door.finish(SIGN_IN_WITH_PASSKEY, Refusal::default(), Ok((next, None))).await
        }
        (_, outcome) => door.signed_in(SIGN_IN_WITH_PASSKEY, Refusal::default(), outcome, None).await,
    }
}

/// Adds a passkey. With `onboarding` the way on leads to the dashboard.
///
/// # Errors
///
/// Why it was not added.
#[server(prefix = "/api/app", endpoint = "add-passkey")]
pub async fn add_passkey(
    #[server(default)] name: String,
    #[server(default)] response: String,
    #[server(default)] onboarding: Option<String>,
) -> Result<Done, Refusal> {
    use auth::wire::VerifyRegistration;

    let mut door = super::Door::open_private().await?;
    let (page, next) = match onboarding {
        Some(_) => (crate::policy::ONBOARDING, crate::policy::HOME),
        None => (ADD_PASSKEY.page, ADD_PASSKEY.page),
    };
    door.come_back_to(page);
    let outcome = match serde_json::from_str(&response) {
        Ok(response) => {
            let input = VerifyRegistration { response, name: Some(name), create_session: None };
            door.auth.verify_passkey_registration(&mut door.cx, input).await.map(|_| ())
        }
        // The script got no options: the browser is not signed in any more, or not recently.
        Err(_) => door.require_fresh().await.and(Err(auth::Error::new(ErrorCode::FailedToVerifyRegistration))),
    };
    let done = outcome.map(|()| (next.to_owned(), Some(crate::forms::Notice::PasskeyAdded)));
    door.finish(ADD_PASSKEY, Refusal::default(), done).await
}

/// The passkeys of somebody, and what browsers are told of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyOverview {
    /// The first one first.
    pub passkeys: Vec<OwnPasskey>,
    /// The domain that they are for.
    pub rp_id: String,
    /// What authenticators know the person by.
    pub user_handle: String,
}

/// What a person sees of a passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPasskey {
    /// Names it when it is to be renamed or removed.
    pub id: String,
    /// The id that browsers know it by.
    pub credential_id: String,
    /// What its owner calls it.
    pub name: Option<String>,
    /// What made it, if that is known.
    pub provider: Option<String>,
    /// Whether it is on several devices.
    pub synchronised: bool,
    /// When it was added.
    pub created_at: Option<Timestamp>,
}

/// The passkeys of the caller.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "own-passkeys")]
pub async fn own_passkeys() -> Result<PasskeyOverview, Refusal> {
    let mut door = super::Door::open_private().await?;
    let listed = door.auth.list_user_passkeys(&mut door.cx).await;
    let passkeys = door.answer(listed)?;
    let caller = door.auth.require_session(&mut door.cx).await;
    let user_handle = auth::features::passkey::user_handle(&door.answer(caller)?.user.id);
    let passkeys = passkeys.into_iter().map(OwnPasskey::of).collect();
    Ok(PasskeyOverview { passkeys, rp_id: door.auth.passkey_rp_id(), user_handle })
}

/// Calls a passkey of the caller something else.
///
/// # Errors
///
/// What is wrong with the name.
#[server(prefix = "/api/app", endpoint = "rename-passkey")]
pub async fn rename_passkey(#[server(default)] id: String, #[server(default)] name: String) -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    if name.trim().is_empty() {
        let mut refusal = Refusal::default();
        refusal.push(&format!("name-{id}"), crate::forms::Problem::Required);
        return door.refuse_form(RENAME_PASSKEY, refusal, 400).await;
    }
    let outcome = door.auth.update_passkey(&mut door.cx, auth::wire::UpdatePasskey { id, name }).await;
    let done = outcome.map(|_| (RENAME_PASSKEY.page.to_owned(), Some(crate::forms::Notice::PasskeyRenamed)));
    door.finish(RENAME_PASSKEY, Refusal::default(), done).await
}

/// Takes a passkey away from the caller.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "remove-passkey")]
pub async fn remove_passkey(#[server(default)] id: String) -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    let outcome = door.auth.delete_passkey(&mut door.cx, auth::wire::DeletePasskey { id }).await;
    let done = outcome.map(|_| (REMOVE_PASSKEY.page.to_owned(), Some(crate::forms::Notice::PasskeyRemoved)));
    door.finish(REMOVE_PASSKEY, Refusal::default(), done).await
}

#[cfg(feature = "ssr")]
impl OwnPasskey {
    fn of(passkey: auth::wire::Passkey) -> Self {
        let provider = passkey.aaguid.as_deref().and_then(auth::wire::authenticator_name);
        Self {
            id: passkey.id,
            credential_id: passkey.credential_id,
            name: passkey.name.filter(|name| !name.is_empty()),
            provider: provider.map(str::to_owned),
            synchronised: passkey.backed_up,
            created_at: passkey.created_at,
        }
    }
}
