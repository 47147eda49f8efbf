use axum::Router;

use super::{number, which};
use crate::{
    Auth,
    error::Result,
    features::organization,
    http::{
        admin::word,
        call::{Call, mount},
    },
    wire::{GetMemberRole, ListMembers},
};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&organization::LIST_MEMBERS, |mut call| async move {
            call.admit().await?;
            let input = list_of(&call)?;
            let output = call.auth.list_members(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::GET_ACTIVE_MEMBER, |mut call| async move {
            call.admit().await?;
            let output = call.auth.get_active_member(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount(&organization::GET_ACTIVE_MEMBER_ROLE, |mut call| async move {
            call.admit().await?;
            let input = GetMemberRole { which: which(&call), user_id: call.query_value("userId") };
            let output = call.auth.get_active_member_role(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::REMOVE_MEMBER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.remove_member(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::UPDATE_MEMBER_ROLE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.update_member_role(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::LEAVE_ORGANIZATION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.leave_organization(&mut call.cx, input).await;
            call.answer(output)
        }))
}

/// The list that a query asks for.
fn list_of(call: &Call) -> Result<ListMembers> {
    Ok(ListMembers {
        which: which(call),
        limit: number(call, "limit"),
        offset: number(call, "offset"),
        sort_by: call.query_value("sortBy"),
        sort_direction: word(call, "sortDirection")?,
        filter_field: call.query_value("filterField"),
        filter_value: call.query_values("filterValue"),
        filter_operator: word(call, "filterOperator")?,
    })
}
