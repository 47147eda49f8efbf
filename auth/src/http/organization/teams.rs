use axum::Router;

use super::which_id;
use crate::{Auth, features::organization, http::call::mount, wire::ListUserTeams};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&organization::CREATE_TEAM, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.create_team(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::UPDATE_TEAM, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.update_team(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::REMOVE_TEAM, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.remove_team(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::SET_ACTIVE_TEAM, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.set_active_team(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::ADD_TEAM_MEMBER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.add_team_member(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::REMOVE_TEAM_MEMBER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.remove_team_member(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::LIST_TEAMS, |mut call| async move {
            call.admit().await?;
            let input = which_id(&call);
            let output = call.auth.list_teams(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::LIST_TEAM_MEMBERS, |mut call| async move {
            call.admit().await?;
            let input = call.query_value("teamId");
            let output = call.auth.list_team_members(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::LIST_USER_TEAMS, |mut call| async move {
            call.admit().await?;
            let (user_id, organization_id) = (call.query_value("userId"), call.query_value("organizationId"));
            let output = call.auth.list_user_teams(&mut call.cx, ListUserTeams { user_id, organization_id }).await;
            call.answer(output)
        }))
}
