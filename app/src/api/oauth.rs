//! Signing in at providers, and the accounts that are linked to a person.
//!
//! The forms are posted by the browser itself, with scripts too: the answer leads to another site, which a script could
//! not follow.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{LinkedAccount, Timestamp};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::forms::{Done, Form, Refusal};

/// The buttons of the sign-in page.
pub const SIGN_IN_WITH: Form = Form { id: "sign-in-with", page: "/sign-in", fields: &[] };
/// The forms of the page of linked accounts.
pub const CONNECTIONS: Form = Form { id: "connections", page: "/settings/connections", fields: &[] };

/// The page that tells why signing in at a provider did not work.
pub const AUTH_ERROR: &str = "/auth/error";

/// Remembers which provider somebody chose last, where the core does not note by which method they signed in, under the name that Better Auth gives it.
pub const LAST_USED_COOKIE: &str = "last_used_login_method";

/// Starts signing in at a provider, or making an account by it.
///
/// # Errors
///
/// 404 for a provider that is not there.
#[server(prefix = "/api/app", endpoint = "sign-in-with")]
pub async fn sign_in_with(
    #[server(default)] provider: String,
    #[server(default)] sign_up: Option<String>,
) -> Result<Done, Refusal> {
    use auth::wire::SignInSocial;

    let mut door = super::Door::open()?;
    let input = SignInSocial {
        provider: provider.clone(),
        callback_url: Some(door.return_path().await),
        error_callback_url: Some(AUTH_ERROR.into()),
        request_sign_up: sign_up.map(|_| true),
        ..SignInSocial::default()
    };
    let outcome = door.auth.sign_in_social(&mut door.cx, input).await;
    let address = outcome.map(|outcome| outcome.signed_in().and_then(|output| output.url).unwrap_or_default());
    // Where the core notes the method, it does when somebody has come back.
    if address.is_ok() && !door.auth.config().last_login_method.enabled {
        let days = std::time::Duration::from_hours(30 * 24);
        door.cx.set_cookie(door.auth.cookie(LAST_USED_COOKIE, &provider, Some(days)));
    }
    door.finish(SIGN_IN_WITH, Refusal::default(), address.map(|address| (address, None))).await
}

/// Starts linking an account at a provider to the caller, or asking for new tokens of one that is linked.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 404 for a provider that is not there.
#[server(prefix = "/api/app", endpoint = "link-with")]
pub async fn link_with(#[server(default)] provider: String) -> Result<Done, Refusal> {
    use auth::wire::LinkSocial;

    let mut door = super::Door::open_private().await?;
    let input = LinkSocial {
        provider,
        callback_url: Some(CONNECTIONS.page.into()),
        error_callback_url: Some(CONNECTIONS.page.into()),
        ..LinkSocial::default()
    };
    let outcome = door.auth.link_social(&mut door.cx, input).await;
    door.finish(CONNECTIONS, Refusal::default(), outcome.map(|output| (output.url, None))).await
}

/// Takes an account away from the caller.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 when signing in was too long ago; 400 for the last way in.
#[server(prefix = "/api/app", endpoint = "unlink-account")]
pub async fn unlink_account(#[server(default)] id: String) -> Result<Done, Refusal> {
    use auth::wire::UnlinkAccount;

    let mut door = super::Door::open_private().await?;
    let outcome = door.auth.unlink_account(&mut door.cx, UnlinkAccount { account_id: id }).await;
    let done = outcome.map(|_| (CONNECTIONS.page.to_owned(), Some(crate::forms::Notice::AccountUnlinked)));
    door.finish(CONNECTIONS, Refusal::default(), done).await
}

/// What a person may see of one of their accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccount {
    /// Names the account when it is to be unlinked.
    pub id: String,
    /// `credential` for a password, else the provider.
    pub provider: String,
    /// When it was linked.
    pub created_at: Timestamp,
}

/// The accounts of the caller.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "own-accounts")]
pub async fn own_accounts() -> Result<Vec<OwnAccount>, Refusal> {
    let mut door = super::Door::open()?;
    let listed = door.auth.list_accounts(&mut door.cx).await;
    Ok(door.answer(listed)?.into_iter().map(OwnAccount::from).collect())
}

impl From<LinkedAccount> for OwnAccount {
    fn from(account: LinkedAccount) -> Self {
        Self { id: account.id, provider: account.provider_id, created_at: account.created_at }
    }
}
