//! API keys: those of a person, and what those of an organization have in common with them.
//!
//! A key that was just made is on its way to the page in a cookie that no script reads, for one view: it is neither in an
//! address, nor in the flash, nor in the database.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

#[cfg(feature = "ssr")]
pub(super) mod owned;
#[cfg(feature = "ssr")]
mod shown_once;

use auth::wire::{ErrorCode, Timestamp};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::forms::{Done, Form, Refusal};

/// Which field of a new key an error is about.
pub(super) const FIELDS: &[(ErrorCode, &str)] = &[
    (ErrorCode::NameRequired, "name"),
    (ErrorCode::InvalidNameLength, "name"),
    (ErrorCode::ExpiresInIsTooSmall, "days"),
    (ErrorCode::ExpiresInIsTooLarge, "days"),
];

/// The form that makes a key.
pub const CREATE_API_KEY: Form = form("api-key-create", FIELDS);
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

/// What its owner sees of a key.
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
    owned::overview(&mut door, auth::config::KeyOwner::User, None).await
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
    let door = super::Door::open_private().await?;
    let new = owned::NewKey { owner: auth::config::KeyOwner::User, organization_id: None, name, days, permissions };
    owned::create(door, CREATE_API_KEY, new, CREATE_API_KEY.page.to_owned()).await
}

/// Ends a key of the caller.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 404 for a key that is not theirs.
#[server(prefix = "/api/app", endpoint = "delete-api-key")]
pub async fn delete_api_key(#[server(default)] id: String) -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    let outcome = owned::delete(&mut door, None, id).await;
    let done = outcome.map(|()| (DELETE_API_KEY.page.to_owned(), Some(crate::forms::Notice::ApiKeyDeleted)));
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
            permissions: owned::listed_permissions(&key.permissions.unwrap_or_default()),
        }
    }
}
