//! `/orgs`: the organizations of the caller, the invitations that wait for them, and starting another one.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, UserInvitation};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Done, Form, Refusal},
    policy::ORGANIZATIONS,
    session::OrganizationLink,
};

/// The form of a new organization.
pub const CREATE: Form = Form {
    id: "create-organization",
    page: "/orgs/new",
    fields: &[(ErrorCode::OrganizationAlreadyExists, "slug"), (ErrorCode::OrganizationSlugAlreadyTaken, "slug")],
};
/// The forms that answer an invitation of the list.
pub const ANSWER_LISTED: Form = Form { id: "answer-listed", page: ORGANIZATIONS, fields: &[] };
/// The form that leaves an organization.
pub const LEAVE: Form = super::form("leave-organization", &[]);

/// The organizations of the caller, and what waits for them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnOrganizations {
    /// The organizations, by name.
    pub organizations: Vec<OrganizationLink>,
    /// The invitations.
    pub invitations: Vec<UserInvitation>,
    /// Whether invitations are not shown before the address is confirmed.
    pub unverified: bool,
}

/// The organizations of the caller whose name or slug has a text, and the invitations that wait for them.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "own-organizations")]
pub async fn list_own(#[server(default)] search: String) -> Result<OwnOrganizations, Refusal> {
    let mut door = crate::api::Door::open_private().await?;
    let session = door.session_state().await?;
    let wanted = search.trim().to_lowercase();
    let fits = |link: &OrganizationLink| link.name.to_lowercase().contains(&wanted) || link.slug.contains(&wanted);
    let organizations = session.organizations.into_iter().filter(fits).collect();
    let listed = door.auth.list_user_invitations(&mut door.cx, auth::wire::ListUserInvitations::default()).await;
    let unverified =
        listed.as_ref().is_err_and(|error| error.code() == ErrorCode::EmailVerificationRequiredForInvitation);
    let invitations = if unverified { Vec::new() } else { door.answer(listed)? };
    let now = door.auth.clock().now();
    let invitations = invitations.into_iter().filter(|invitation| invitation.invitation.is_open(now)).collect();
    Ok(OwnOrganizations { organizations, invitations, unverified })
}

/// Starts an organization. Without a slug, one is made from the name.
///
/// # Errors
///
/// 401 for a caller who is not signed in; what is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "create-organization")]
pub async fn create_organization(
    #[server(default)] organization_name: String,
    #[server(default)] slug: String,
) -> Result<Done, Refusal> {
    use auth::wire::CreateOrganization;

    use super::Said;
    use crate::{forms::Problem, slug::slug_of};

    let mut door = crate::api::Door::open_private().await?;
    let name = organization_name.trim();
    let mut refusal = super::typed([("organization_name", &organization_name), ("slug", &slug)]);
    if name.is_empty() {
        refusal.push("organization_name", Problem::Required);
    }
    let slug = if slug.trim().is_empty() { slug_of(name) } else { slug.trim().to_owned() };
    if !crate::slug::is_slug(&slug) && !name.is_empty() {
        refusal.push("slug", Problem::NoSlug);
    }
    if !refusal.problems.is_empty() {
        return door.refuse_form(CREATE, refusal, 400).await;
    }
    let input = CreateOrganization { name: name.to_owned(), slug, ..CreateOrganization::default() };
    let outcome = door.auth.create_organization(&mut door.cx, input).await;
    let done = outcome.map(|made| (super::page_of(&made.organization.slug), Some(super::said(Said::Created))));
    door.finish(CREATE, refusal, done).await
}

/// Leaves an organization. `confirmed` says that it is meant.
///
/// # Errors
///
/// 401 for a caller who is not signed in; that nobody else is an owner.
#[server(prefix = "/api/app", endpoint = "leave-organization")]
pub async fn leave_organization(
    #[server(default)] slug: String,
    #[server(default)] confirmed: Option<String>,
) -> Result<Done, Refusal> {
    use auth::wire::OfOrganization;

    use super::Said;
    use crate::forms::Problem;

    let mut door = crate::api::Door::open_private().await?;
    door.come_back_to(&super::subpage_of(&slug, "members"));
    let member = door.require_member_of(&slug).await?;
    let mut refusal = Refusal::default();
    if confirmed.is_none() {
        refusal.push("confirmed", Problem::Required);
        return door.refuse_form(LEAVE, refusal, 400).await;
    }
    let input = OfOrganization { organization_id: member.id() };
    let outcome = door.auth.leave_organization(&mut door.cx, input).await;
    door.finish(LEAVE, refusal, outcome.map(|_| (ORGANIZATIONS.to_owned(), Some(super::said(Said::Left))))).await
}
