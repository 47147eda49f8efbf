//! `/o/{slug}/roles`: roles that an organization makes itself.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, OrganizationRole};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::OrganizationView;
use crate::forms::{Done, Form, Refusal};

/// The form of a new role.
pub const CREATE: Form = super::form(
    "create-role",
    &[(ErrorCode::RoleNameIsAlreadyTaken, "role"), (ErrorCode::InvalidResource, "permissions")],
);
/// The form of what a role allows, and the one that deletes it.
pub const ROLES: Form = super::form("roles", &[]);

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolesPage {
    /// The organization.
    pub view: OrganizationView,
    /// The names of the roles that every organization has.
    pub built_in: Vec<String>,
    /// The roles of the organization's own.
    pub own: Vec<OrganizationRole>,
    /// What a role can allow: resources with their actions.
    pub resources: Vec<(String, Vec<String>)>,
}

/// The roles of an organization; `None` if there is none of this name, or the caller is not in it.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not see them.
#[server(prefix = "/api/app", endpoint = "organization-roles")]
pub async fn organization_roles(#[server(default)] slug: String) -> Result<Option<RolesPage>, Refusal> {
    use auth::wire::WhichOrganization;

    let mut door = crate::api::Door::open_private().await?;
    let Some(membership) = door.member_of(&slug).await? else { return Ok(None) };
    let view = membership.view();
    let access = door.auth.config().organization.access();
    let built_in = access.role_names().map(str::to_owned).collect();
    let mut resources: Vec<(String, Vec<String>)> = Vec::new();
    for (resource, action) in access.statements().iter() {
        match resources.last_mut() {
            Some((last, actions)) if last == resource => actions.push(action.to_owned()),
            _ => resources.push((resource.to_owned(), vec![action.to_owned()])),
        }
    }
    let own = if view.may(super::Right::ReadRoles) {
        let which = WhichOrganization::by_id(Some(membership.id()));
        let listed = door.auth.list_organization_roles(&mut door.cx, which).await;
        door.answer(listed)?
    } else {
        Vec::new()
    };
    Ok(Some(RolesPage { view, built_in, own, resources }))
}

/// Makes a role. `permissions` are actions, each as `resource:action`.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not, or not what the role is to allow; what is wrong with
/// the input, by field.
#[server(prefix = "/api/app", endpoint = "create-role")]
pub async fn create_role(
    #[server(default)] slug: String,
    #[server(default)] role: String,
    #[server(default)] permissions: Vec<String>,
) -> Result<Done, Refusal> {
    use auth::wire::CreateOrganizationRole;

    use super::Said;
    use crate::forms::Problem;

    let mut door = crate::api::Door::open_private().await?;
    let page = super::subpage_of(&slug, "roles");
    door.come_back_to(&page);
    let membership = door.require_member_of(&slug).await?;
    let mut refusal = super::typed([("role", &role), ("permissions", &permissions.join(" "))]);
    let name = role.trim();
    // Several roles of a member are separated by commas.
    if name.is_empty() || name.contains(',') {
        refusal.push("role", Problem::Required);
    }
    if permissions.is_empty() {
        refusal.push("permissions", Problem::Required);
    }
    if !refusal.problems.is_empty() {
        return door.refuse_form(CREATE, refusal, 400).await;
    }
    let input = CreateOrganizationRole {
        role: name.to_owned(),
        permission: input::by_resource(&permissions),
        organization_id: Some(membership.id()),
        ..CreateOrganizationRole::default()
    };
    let outcome = door.auth.create_organization_role(&mut door.cx, input).await;
    door.finish(CREATE, refusal, outcome.map(|_| (page, Some(super::said(Said::RoleCreated))))).await
}

/// Changes what a role allows.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not, or not what the role is to allow.
#[server(prefix = "/api/app", endpoint = "update-role")]
pub async fn update_role(
    #[server(default)] slug: String,
    #[server(default)] role_id: String,
    #[server(default)] permissions: Vec<String>,
) -> Result<Done, Refusal> {
    use auth::wire::{RoleChanges, RoleKey, UpdateOrganizationRole};

    use super::Said;

    let mut door = crate::api::Door::open_private().await?;
    let page = super::subpage_of(&slug, "roles");
    door.come_back_to(&page);
    let membership = door.require_member_of(&slug).await?;
    let organization_id = Some(membership.id());
    let key = RoleKey { organization_id, role_id: Some(role_id), role_name: None };
    let data = RoleChanges { permission: Some(input::by_resource(&permissions)), ..RoleChanges::default() };
    let outcome = door.auth.update_organization_role(&mut door.cx, UpdateOrganizationRole { key, data }).await;
    door.finish(ROLES, Refusal::default(), outcome.map(|_| (page, Some(super::said(Said::RoleSaved))))).await
}

/// Deletes a role.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; that members have it.
#[server(prefix = "/api/app", endpoint = "delete-role")]
pub async fn delete_role(#[server(default)] slug: String, #[server(default)] role_id: String) -> Result<Done, Refusal> {
    use auth::wire::RoleKey;

    use super::Said;

    let mut door = crate::api::Door::open_private().await?;
    let page = super::subpage_of(&slug, "roles");
    door.come_back_to(&page);
    let membership = door.require_member_of(&slug).await?;
    let organization_id = Some(membership.id());
    let key = RoleKey { organization_id, role_id: Some(role_id), role_name: None };
    let outcome = door.auth.delete_organization_role(&mut door.cx, key).await;
    door.finish(ROLES, Refusal::default(), outcome.map(|_| (page, Some(super::said(Said::RoleDeleted))))).await
}

#[cfg(feature = "ssr")]
mod input {
    use std::collections::BTreeMap;

    /// Actions by resource, from `resource:action` each.
    pub(super) fn by_resource(permissions: &[String]) -> BTreeMap<String, Vec<String>> {
        let mut by_resource = BTreeMap::<String, Vec<String>>::new();
        for (resource, action) in permissions.iter().filter_map(|permission| permission.split_once(':')) {
            by_resource.entry(resource.to_owned()).or_default().push(action.to_owned());
        }
        by_resource
    }
}
