use axum::Router;
use serde::de::{DeserializeOwned, IgnoredAny, value::StrDeserializer};

use super::call::{Call, mount};
use crate::{
    Auth,
    error::{Error, Result},
    features::admin,
    wire::ListUsers,
};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&admin::SET_ROLE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.set_role(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&admin::GET_USER, |mut call| async move {
            call.admit().await?;
            let id =
                call.query_value("id").ok_or_else(|| Error::invalid_field("id", "Invalid input: expected a text"))?;
            let output = call.auth.get_user(&mut call.cx, &id).await;
            call.answer(output)
        }))
        .merge(mount(&admin::CREATE_USER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.admin_create_user(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&admin::UPDATE_USER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.admin_update_user(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&admin::LIST_USERS, |mut call| async move {
            call.admit().await?;
            let input = list_of(&call)?;
            let output = call.auth.list_users(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&admin::REMOVE_USER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.remove_user(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&admin::SET_USER_PASSWORD, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.set_user_password(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&admin::HAS_PERMISSION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.user_has_permission(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(bans())
        .merge(sessions())
}

fn bans() -> Router<Auth> {
    Router::new()
        .merge(mount(&admin::BAN_USER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.ban_user(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&admin::UNBAN_USER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.unban_user(&mut call.cx, input).await;
            call.answer(output)
        }))
}

fn sessions() -> Router<Auth> {
    Router::new()
        .merge(mount(&admin::LIST_USER_SESSIONS, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.list_user_sessions(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&admin::REVOKE_USER_SESSION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.revoke_user_session(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&admin::REVOKE_USER_SESSIONS, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.revoke_user_sessions(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&admin::IMPERSONATE_USER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.impersonate_user(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&admin::STOP_IMPERSONATING, |mut call| async move {
            let _: IgnoredAny = call.input().await?;
            let output = call.auth.stop_impersonating(&mut call.cx).await;
            call.answer(output)
        }))
}

/// The list that a query asks for.
fn list_of(call: &Call) -> Result<ListUsers> {
    // What is no number counts for nothing, as upstream.
    let number = |name: &str| call.query_value(name).and_then(|text| text.parse().ok());
    let values = call.query_values("filterValue");
    Ok(ListUsers {
        search_value: call.query_value("searchValue"),
        search_field: word(call, "searchField")?,
        search_operator: word(call, "searchOperator")?,
        limit: number("limit"),
        offset: number("offset"),
        sort_by: call.query_value("sortBy"),
        sort_direction: word(call, "sortDirection")?,
        filter_field: call.query_value("filterField"),
        filter_value: (!values.is_empty()).then_some(values),
        filter_operator: word(call, "filterOperator")?,
    })
}

/// One of several words.
pub(super) fn word<T: DeserializeOwned>(call: &Call, name: &str) -> Result<Option<T>> {
    let Some(text) = call.query_value(name) else { return Ok(None) };
    let word = T::deserialize(StrDeserializer::<serde::de::value::Error>::new(&text));
    word.map(Some).map_err(|_| Error::invalid_field(name, "Invalid option"))
}
