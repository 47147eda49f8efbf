//! `/o/{slug}/api-keys`: the API keys of an organization.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::OrganizationView;
use crate::{
    api::api_key::{ApiKeyOverview, FIELDS},
    forms::{Done, Form, Refusal},
};

/// The form that makes a key.
pub const CREATE: Form = super::form("organization-api-key-create", FIELDS);
/// The forms that end one.
pub const DELETE: Form = super::form("organization-api-key-delete", &[]);

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKeysPage {
    /// The organization.
    pub view: OrganizationView,
    /// Its keys; `None` for whoever may not see them.
    pub keys: Option<ApiKeyOverview>,
    /// Whether the caller may make one.
    pub may_create: bool,
    /// Whether the caller may end one.
    pub may_delete: bool,
}

/// The keys of an organization; `None` if there is none of this name, or the caller is not in it.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "organization-api-keys")]
pub async fn organization_api_keys(#[server(default)] slug: String) -> Result<Option<ApiKeysPage>, Refusal> {
    use auth::{config::KeyOwner, features::api_key::ApiKeyAction};

    use crate::api::api_key::owned;

    let mut door = crate::api::Door::open_private().await?;
    let Some(membership) = door.member_of(&slug).await? else { return Ok(None) };
    if door.auth.config().api_key.kind_of(KeyOwner::Organization).is_none() {
        return Ok(None);
    }
    let may = async |action| door.auth.may_handle_api_keys(membership.member(), action).await;
    let (read, create, delete) =
        (may(ApiKeyAction::Read).await, may(ApiKeyAction::Create).await, may(ApiKeyAction::Delete).await);
    let (may_read, may_create, may_delete) = (door.answer(read)?, door.answer(create)?, door.answer(delete)?);
    let keys = if may_read {
        Some(owned::overview(&mut door, KeyOwner::Organization, Some(membership.id())).await?)
    } else {
        None
    };
    Ok(Some(ApiKeysPage { view: membership.view(), keys, may_create, may_delete }))
}

/// Makes a key of an organization. `days` until it ends, or nothing for never; `permissions` are some of those that are
/// offered.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; what is wrong with the name.
#[server(prefix = "/api/app", endpoint = "create-organization-api-key")]
pub async fn create_organization_api_key(
    #[server(default)] slug: String,
    #[server(default)] name: String,
    #[server(default)] days: String,
    #[server(default)] permissions: Vec<String>,
) -> Result<Done, Refusal> {
    use crate::api::api_key::owned;

    let mut door = crate::api::Door::open_private().await?;
    let page = super::subpage_of(&slug, "api-keys");
    door.come_back_to(&page);
    let organization_id = Some(door.require_member_of(&slug).await?.id());
    let owner = auth::config::KeyOwner::Organization;
    let new = owned::NewKey { owner, organization_id, name, days, permissions };
    owned::create(door, CREATE, new, page).await
}

/// Ends a key of an organization.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; 404 for a key that is not the organization's.
#[server(prefix = "/api/app", endpoint = "delete-organization-api-key")]
pub async fn delete_organization_api_key(
    #[server(default)] slug: String,
    #[server(default)] id: String,
) -> Result<Done, Refusal> {
    let mut door = crate::api::Door::open_private().await?;
    let page = super::subpage_of(&slug, "api-keys");
    door.come_back_to(&page);
    let organization_id = Some(door.require_member_of(&slug).await?.id());
    let outcome = crate::api::api_key::owned::delete(&mut door, organization_id, id).await;
    let done = outcome.map(|()| (page, Some(super::said(super::Said::KeyDeleted))));
    door.finish(DELETE, Refusal::default(), done).await
}
