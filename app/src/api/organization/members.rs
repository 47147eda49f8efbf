//! `/o/{slug}/members`.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, Member};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use serde::{Deserialize, Serialize};

use super::OrganizationView;
use crate::forms::{Done, Form, Refusal};

/// Members on a page of the list.
pub const PAGE_SIZE: u64 = 25;

/// The forms of a member.
pub const MEMBERS: Form = super::form("members", &[(ErrorCode::RoleNotFound, "members")]);

/// Which members are shown. All of it is in the address of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberQuery {
    /// What their name or address has.
    pub search: String,
    /// The number of the page, from 1 on.
    pub page: u64,
}

impl MemberQuery {
    /// What an address asks for.
    pub fn of(query: &ParamsMap) -> Self {
        Self {
            search: query.get("search").unwrap_or_default(),
            page: query.get("page").and_then(|page| page.parse().ok()).filter(|page| *page > 0).unwrap_or(1),
        }
    }

    /// The part of an address that asks for this, with the question mark.
    pub fn to_query(&self) -> String {
        let mut query = ParamsMap::new();
        if !self.search.is_empty() {
            query.insert("search", self.search.clone());
        }
        if self.page > 1 {
            query.insert("page", self.page.to_string());
        }
        query.to_query_string()
    }
}

/// A page of the members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberPage {
    /// The organization.
    pub view: OrganizationView,
    /// The members.
    pub members: Vec<Member>,
    /// How many there are on all pages.
    pub total: u64,
    /// The number of the page: the last one, where one beyond it was asked for.
    pub page: u64,
    /// The roles that there are.
    pub roles: Vec<String>,
}

/// The members of an organization; `None` if there is none of this name, or the caller is not in it.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "organization-members")]
pub async fn organization_members(
    #[server(default)] slug: String,
    #[server(default)] query: MemberQuery,
) -> Result<Option<MemberPage>, Refusal> {
    use auth::wire::{ListMembers, WhichOrganization};

    let mut door = crate::api::Door::open_private().await?;
    let Some(membership) = door.member_of(&slug).await? else { return Ok(None) };
    let which = WhichOrganization::by_id(Some(membership.id()));
    // Members are as many as an organization may have. Their names are in another table, so they are searched here.
    let listed = door.auth.list_members(&mut door.cx, ListMembers { which, ..ListMembers::default() }).await;
    let mut members = door.answer(listed)?.members;
    let wanted = query.search.trim().to_lowercase();
    members.retain(|member| {
        let user = member.user.as_ref();
        user.is_none_or(|user| user.name.to_lowercase().contains(&wanted) || user.email.contains(&wanted))
    });
    let total = u64::try_from(members.len()).unwrap_or_default();
    let page = query.page.clamp(1, total.div_ceil(PAGE_SIZE).max(1));
    let skipped = usize::try_from((page - 1) * PAGE_SIZE).unwrap_or(usize::MAX);
    let members = members.into_iter().skip(skipped).take(usize::try_from(PAGE_SIZE).unwrap_or_default()).collect();
    let roles = membership.roles();
    Ok(Some(MemberPage { view: membership.view(), members, total, page, roles }))
}

/// Gives a member another role. `back` is the query of the list.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; that nobody else is an owner.
#[server(prefix = "/api/app", endpoint = "change-member-role")]
pub async fn change_member_role(
    #[server(default)] slug: String,
    #[server(default)] member_id: String,
    #[server(default)] role: String,
    #[server(default)] back: String,
) -> Result<Done, Refusal> {
    use auth::wire::{Roles, UpdateMemberRole};

    use super::Said;

    let mut door = crate::api::Door::open_private().await?;
    let page = format!("{}{back}", super::subpage_of(&slug, "members"));
    door.come_back_to(&page);
    let membership = door.require_member_of(&slug).await?;
    let organization_id = Some(membership.id());
    let input = UpdateMemberRole { role: Roles::One(role), member_id, organization_id };
    let outcome = door.auth.update_member_role(&mut door.cx, input).await;
    let done = outcome.map(|_| (page, Some(super::said(Said::MemberRoleChanged))));
    door.finish(MEMBERS, Refusal::default(), done).await
}

/// Removes a member. `back` is the query of the list.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; that nobody else is an owner.
#[server(prefix = "/api/app", endpoint = "remove-member")]
pub async fn remove_member(
    #[server(default)] slug: String,
    #[server(default)] member_id: String,
    #[server(default)] back: String,
) -> Result<Done, Refusal> {
    use auth::wire::RemoveMember;

    use super::Said;

    let mut door = crate::api::Door::open_private().await?;
    let page = format!("{}{back}", super::subpage_of(&slug, "members"));
    door.come_back_to(&page);
    let membership = door.require_member_of(&slug).await?;
    let input = RemoveMember { member_id_or_email: member_id, organization_id: Some(membership.id()) };
    let outcome = door.auth.remove_member(&mut door.cx, input).await;
    let done = outcome.map(|_| (page, Some(super::said(Said::MemberRemoved))));
    door.finish(MEMBERS, Refusal::default(), done).await
}
