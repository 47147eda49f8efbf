//! The API keys of a person.
//!
//! A key that was just made is on its way to the page in a cookie that no script reads, for one view: it is neither in an
//! address, nor in the flash, nor in the database.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, Timestamp};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::forms::{Done, Form, Refusal};

/// The form that makes a key.
pub const CREATE_API_KEY: Form = form(
    "api-key-create",
    &[
        (ErrorCode::NameRequired, "name"),
        (ErrorCode::InvalidNameLength, "name"),
        (ErrorCode::ExpiresInIsTooSmall, "days"),
        (ErrorCode::ExpiresInIsTooLarge, "days"),
    ],
);
/// The forms that end one.
pub const DELETE_API_KEY: Form = form("api-key-delete", &[]);

const fn form(id: &'static str, fields: &'static [(ErrorCode, &'static str)]) -> Form {
    Form { id, page: "/settings/api-keys", fields }
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeyOverview {
    /// The first one first.
    pub keys: Vec<OwnApiKey>,
    /// The key that was just made, once.
    pub made: Option<MadeApiKey>,
    /// What a key may be allowed to do, as `resource:action`; empty where nothing is told apart.
    pub permissions: Vec<String>,
}

/// What a person sees of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnApiKey {
    /// Names it when it is to be ended.
    pub id: String,
    /// What its owner calls it.
    pub name: Option<String>,
    /// Its first letters.
    pub start: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_request: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// What it may do, as `resource:action`.
    pub permissions: Vec<String>,
}

/// A key that is shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeApiKey {
    /// The whole key.
    pub key: String,
    /// How it is used, in a command line.
    pub example: String,
}

/// All of it is secret.
impl std::fmt::Debug for MadeApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MadeApiKey(…)")
    }
}

/// The keys of the caller.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "own-api-keys")]
pub async fn own_api_keys() -> Result<ApiKeyOverview, Refusal> {
    let mut door = super::Door::open_private().await?;
    let input = auth::wire::ListApiKeys { limit: Some(once::MOST), ..Default::default() };
    let listed = door.auth.list_api_keys(&mut door.cx, input).await;
    let made = once::take(&mut door);
    let keys = door.answer(listed)?.api_keys;
    // Of somebody else who was signed in here a moment ago, nothing is shown.
    let made = made.filter(|(id, _)| keys.iter().any(|key| key.id == *id));
    let made = made.map(|(_, key)| MadeApiKey { example: once::example(&door.auth, &key), key });
    let permissions = once::offered(&door.auth);
    Ok(ApiKeyOverview { keys: keys.into_iter().map(OwnApiKey::of).collect(), made, permissions })
}

/// Makes a key. `days` until it ends, or nothing for never; `permissions` are some of those that are offered.
///
/// # Errors
///
/// What is wrong with the name.
#[server(prefix = "/api/app", endpoint = "create-api-key")]
pub async fn create_api_key(
    #[server(default)] name: String,
    #[server(default)] days: String,
    #[server(default)] permissions: Vec<String>,
) -> Result<Done, Refusal> {
    use auth::{Cx, wire};

    let mut door = super::Door::open_private().await?;
    let mut refusal = Refusal { problems: Vec::new(), values: vec![("name".to_owned(), name.clone())] };
    let name = name.trim();
    if name.is_empty() {
        refusal.push("name", crate::forms::Problem::Required);
        return door.refuse_form(CREATE_API_KEY, refusal, 400).await;
    }
    let expires_in = days.parse::<u32>().ok().map(|days| i64::from(days) * 24 * 60 * 60);
    let input = wire::CreateApiKey { name: Some(name.to_owned()), expires_in, ..Default::default() };
    let mut outcome = door.auth.create_api_key(&mut door.cx, input).await;
    // What a key may do is for trusted code to say, which this is: never more than is offered.
    if let Ok(made) = &outcome
        && let Some(narrowed) = once::narrowed(&door.auth, &permissions)
    {
        let change = wire::UpdateApiKey {
            key_id: made.api_key.id.clone(),
            user_id: Some(made.api_key.reference_id.clone()),
            permissions: Some(Some(narrowed)),
            ..Default::default()
        };
        if let Err(error) = door.auth.update_api_key(&mut Cx::internal(), change).await {
            let input = wire::DeleteApiKey { key_id: made.api_key.id.clone(), config_id: None };
            door.auth.delete_api_key(&mut door.cx, input).await.ok();
            outcome = Err(error);
        }
    }
    if let Ok(made) = &outcome {
        once::give(&mut door, &made.api_key.id, &made.key);
    }
    door.finish(CREATE_API_KEY, refusal, outcome.map(|_| (CREATE_API_KEY.page.to_owned(), None))).await
}

/// Ends a key of the caller.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 404 for a key that is not theirs.
#[server(prefix = "/api/app", endpoint = "delete-api-key")]
pub async fn delete_api_key(#[server(default)] id: String) -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    let input = auth::wire::DeleteApiKey { key_id: id, config_id: None };
    let outcome = door.auth.delete_api_key(&mut door.cx, input).await;
    let done = outcome.map(|_| (DELETE_API_KEY.page.to_owned(), Some(crate::forms::Notice::ApiKeyDeleted)));
    door.finish(DELETE_API_KEY, Refusal::default(), done).await
}

#[cfg(feature = "ssr")]
impl OwnApiKey {
    fn of(key: auth::wire::ApiKey) -> Self {
        Self {
            id: key.id,
            name: key.name.filter(|name| !name.is_empty()),
            start: key.start,
            created_at: key.created_at,
            last_request: key.last_request,
            expires_at: key.expires_at,
            permissions: once::listed(&key.permissions.unwrap_or_default()),
        }
    }
}

/// Showing a key once, and what it may do.
#[cfg(feature = "ssr")]
mod once {
    use std::fmt::Write as _;

    use auth::{Auth, wire::KeyPermissions};

    use crate::api::Door;

    /// The page shows no more keys than this.
    pub(super) const MOST: usize = 100;

    const COOKIE: &str = "latchkey.new_api_key";

    fn set_cookie(door: &mut Door, value: &str, seconds: u32) {
        let secure = if door.auth.config().is_https() { "; Secure" } else { "" };
        let line = format!("{COOKIE}={value}; Max-Age={seconds}; Path=/; HttpOnly{secure}; SameSite=Strict");
        door.cx.add_header("set-cookie", line);
    }

    /// Sends a key to the browser for the next view of the page. Keys of the application's own may have any letters, so
    /// they travel in hexadecimal.
    pub(super) fn give(door: &mut Door, id: &str, key: &str) {
        let mut value = format!("{id}.");
        for byte in key.bytes() {
            let written = write!(value, "{byte:02x}");
            debug_assert!(written.is_ok(), "writing to a String does not fail");
        }
        set_cookie(door, &value, 60);
    }

    /// The key that is to be shown, with its id. It is gone afterwards.
    pub(super) fn take(door: &mut Door) -> Option<(String, String)> {
        let value = door.cx.facts()?.cookie(COOKIE)?.to_owned();
        set_cookie(door, "", 0);
        let (id, hex) = value.split_once('.')?;
        let bytes = hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        Some((id.to_owned(), String::from_utf8(bytes.collect::<Option<_>>()?).ok()?))
    }

    /// How a key is used, in a command line. What a shell reads as something else is kept from it.
    pub(super) fn example(auth: &Auth, key: &str) -> String {
        let kind = auth.config().api_key.configurations.first();
        let header = kind.and_then(|kind| kind.api_key_headers.first()).map_or("x-api-key", String::as_str);
        let key = key.replace('\'', r"'\''");
        format!("curl -H '{header}: {key}' {}/get-session", auth.config().api_url())
    }

    fn default_permissions(auth: &Auth) -> Option<&KeyPermissions> {
        auth.config().api_key.configurations.first()?.default_permissions.as_ref()
    }

    /// What a key may be allowed to do: what it may do if nothing is said.
    pub(super) fn offered(auth: &Auth) -> Vec<String> {
        default_permissions(auth).map(listed).unwrap_or_default()
    }

    pub(super) fn listed(permissions: &KeyPermissions) -> Vec<String> {
        let pairs = permissions
            .iter()
            .flat_map(|(resource, actions)| actions.iter().map(move |action| format!("{resource}:{action}")));
        pairs.collect()
    }

    /// The chosen ones of what is offered; `None` where nothing is.
    pub(super) fn narrowed(auth: &Auth, chosen: &[String]) -> Option<KeyPermissions> {
        let mut permissions = default_permissions(auth)?.clone();
        for (resource, actions) in &mut permissions {
            actions.retain(|action| chosen.contains(&format!("{resource}:{action}")));
        }
        permissions.retain(|_, actions| !actions.is_empty());
        Some(permissions)
    }
}
