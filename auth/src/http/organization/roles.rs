use axum::Router;

use super::which_id;
use crate::{Auth, features::organization, http::call::mount, wire::RoleKey};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&organization::CREATE_ROLE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.create_organization_role(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::UPDATE_ROLE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.update_organization_role(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::DELETE_ROLE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.delete_organization_role(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::LIST_ROLES, |mut call| async move {
            call.admit().await?;
            let input = which_id(&call);
            let output = call.auth.list_organization_roles(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&organization::GET_ROLE, |mut call| async move {
            call.admit().await?;
            let input = RoleKey {
                organization_id: call.query_value("organizationId"),
                role_name: call.query_value("roleName"),
                role_id: call.query_value("roleId"),
            };
            let output = call.auth.get_organization_role(&mut call.cx, input).await;
            call.answer(output)
        }))
}
