//! `/o/{slug}/settings`.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::ErrorCode;
use leptos::prelude::*;

use crate::forms::{Done, Form, Refusal};

/// The form of name, slug and logo.
pub const UPDATE: Form = super::form(
    "update-organization",
    &[(ErrorCode::OrganizationSlugAlreadyTaken, "slug"), (ErrorCode::OrganizationAlreadyExists, "slug")],
);
/// The form that deletes the organization.
pub const DELETE: Form = super::form("delete-organization", &[]);

/// Changes name, slug and logo. The form is called by the slug that the organization has so far.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; what is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "update-organization")]
pub async fn update_organization(
    #[server(default)] organization: String,
    #[server(default)] organization_name: String,
    #[server(default)] slug: String,
    #[server(default)] logo: String,
) -> Result<Done, Refusal> {
    use auth::wire::{OrganizationData, UpdateOrganization};

    use super::Said;
    use crate::forms::Problem;

    let mut door = crate::api::Door::open_private().await?;
    door.come_back_to(&super::subpage_of(&organization, "settings"));
    let membership = door.require_member_of(&organization).await?;
    let mut refusal = super::typed([("organization_name", &organization_name), ("slug", &slug), ("logo", &logo)]);
    let (name, slug, logo) = (organization_name.trim(), slug.trim(), logo.trim());
    if name.is_empty() {
        refusal.push("organization_name", Problem::Required);
    }
    // One that the original or another program has made may stay.
    if slug != organization && !crate::slug::is_slug(slug) {
        refusal.push("slug", Problem::NoSlug);
    }
    if !logo.is_empty() && !logo.starts_with("https://") {
        refusal.push("logo", Problem::NoPicture);
    }
    if !refusal.problems.is_empty() {
        return door.refuse_form(UPDATE, refusal, 400).await;
    }
    let data = OrganizationData {
        name: Some(name.to_owned()),
        // As it is, it is nobody else's.
        slug: (slug != organization).then(|| slug.to_owned()),
        logo: Some(Some(logo.to_owned()).filter(|logo| !logo.is_empty())),
        ..OrganizationData::default()
    };
    let page = super::subpage_of(slug, "settings");
    let input = UpdateOrganization { organization_id: Some(membership.id()), data };
    let outcome = door.auth.update_organization(&mut door.cx, input).await;
    door.finish(UPDATE, refusal, outcome.map(|_| (page, Some(super::said(Said::Saved))))).await
}

/// Deletes an organization for somebody who types its slug.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; that it was not confirmed.
#[server(prefix = "/api/app", endpoint = "delete-organization")]
pub async fn delete_organization(
    #[server(default)] organization: String,
    #[server(default)] typed_slug: String,
) -> Result<Done, Refusal> {
    use auth::wire::OfOrganization;

    use super::Said;
    use crate::forms::Problem;

    let mut door = crate::api::Door::open_private().await?;
    door.come_back_to(&super::subpage_of(&organization, "settings"));
    let membership = door.require_member_of(&organization).await?;
    let mut refusal = super::typed([("typed_slug", &typed_slug)]);
    if typed_slug.trim() != organization {
        refusal.push("typed_slug", Problem::Required);
        return door.refuse_form(DELETE, refusal, 400).await;
    }
    let input = OfOrganization { organization_id: membership.id() };
    let outcome = door.auth.delete_organization(&mut door.cx, input).await;
    let done = outcome.map(|_| (crate::policy::ORGANIZATIONS.to_owned(), Some(super::said(Said::Deleted))));
    door.finish(DELETE, refusal, done).await
}
