use axum::Router;

use super::which_id;
use crate::{
    Auth,
    error::Error,
    features::organization,
    http::call::mount,
    wire::{InvitationId, ListUserInvitations},
};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&organization::INVITE_MEMBER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.invite_member(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::CANCEL_INVITATION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.cancel_invitation(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::ACCEPT_INVITATION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.accept_invitation(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::REJECT_INVITATION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.reject_invitation(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::GET_INVITATION, |mut call| async move {
            call.admit().await?;
            let missing = || Error::invalid_field("id", "Invalid input: expected a text");
            let invitation_id = call.query_value("id").ok_or_else(missing)?;
            let input = InvitationId { invitation_id, token: call.query_value("token") };
            let output = call.auth.get_invitation(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::LIST_INVITATIONS, |mut call| async move {
            call.admit().await?;
            let input = which_id(&call);
            let output = call.auth.list_invitations(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::LIST_USER_INVITATIONS, |mut call| async move {
            call.admit().await?;
            let input = ListUserInvitations { email: call.query_value("email") };
            let output = call.auth.list_user_invitations(&mut call.cx, input).await;
            call.answer(output)
        }))
}
