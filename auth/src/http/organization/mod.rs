use axum::Router;

mod invitations;
mod members;
mod roles;
mod teams;

use super::call::{Call, mount};
use crate::{
    Auth,
    features::organization,
    wire::{GetFullOrganization, WhichOrganization},
};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&organization::CREATE_ORGANIZATION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.create_organization(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::UPDATE_ORGANIZATION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.update_organization(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::DELETE_ORGANIZATION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.delete_organization(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::SET_ACTIVE_ORGANIZATION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.set_active_organization(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::CHECK_SLUG, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.check_organization_slug(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::HAS_PERMISSION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.has_organization_permission(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::GET_ORGANIZATION, |mut call| async move {
            call.admit().await?;
            let input = which(&call);
            let output = call.auth.get_organization(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::GET_FULL_ORGANIZATION, |mut call| async move {
            call.admit().await?;
            let input = GetFullOrganization { which: which(&call), members_limit: number(&call, "membersLimit") };
            let output = call.auth.get_full_organization(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::LIST_ORGANIZATIONS, |mut call| async move {
            call.admit().await?;
            let output = call.auth.list_organizations(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(members::routes())
        .merge(invitations::routes())
        .merge(teams::routes())
        .merge(roles::routes())
}

/// The organization that a query names.
fn which(call: &Call) -> WhichOrganization {
    WhichOrganization {
        organization_id: call.query_value("organizationId"),
        organization_slug: call.query_value("organizationSlug"),
    }
}

/// The organization that a query names by its id, where a slug is not read.
fn which_id(call: &Call) -> WhichOrganization {
    WhichOrganization::by_id(call.query_value("organizationId"))
}

/// A number of the query. What is no number counts for nothing, as upstream.
fn number(call: &Call, name: &str) -> Option<u64> {
    call.query_value(name)?.parse().ok()
}
