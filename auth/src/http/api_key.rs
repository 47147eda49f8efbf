use axum::Router;

use super::call::{Call, mount};
use crate::{
    Auth,
    error::{Error, Result},
    features::api_key,
    wire::{ErrorCode, GetApiKey, ListApiKeys, SortDirection},
};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&api_key::CREATE_API_KEY, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.create_api_key(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&api_key::GET_API_KEY, |mut call| async move {
            call.admit().await?;
            let id = call.query_value("id").ok_or_else(|| invalid("id"))?;
            let input = GetApiKey { config_id: call.query_value("configId"), id };
            let output = call.auth.get_api_key(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&api_key::UPDATE_API_KEY, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.update_api_key(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&api_key::DELETE_API_KEY, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.delete_api_key(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&api_key::LIST_API_KEYS, |mut call| async move {
            call.admit().await?;
            let input = list_of(&call)?;
            let output = call.auth.list_api_keys(&mut call.cx, input).await;
            call.answer(output)
        }))
}

fn invalid(name: &str) -> Error {
    Error::new(ErrorCode::ValidationError).with_message(format!("[query.{name}] Invalid input"))
}

fn list_of(call: &Call) -> Result<ListApiKeys> {
    let number =
        |name: &str| call.query_value(name).map(|text| text.trim().parse().map_err(|_| invalid(name))).transpose();
    let sort_direction = match call.query_value("sortDirection").as_deref() {
        None | Some("asc") => SortDirection::Asc,
        Some("desc") => SortDirection::Desc,
        Some(_) => return Err(invalid("sortDirection")),
    };
    Ok(ListApiKeys {
        config_id: call.query_value("configId"),
        organization_id: call.query_value("organizationId").filter(|id| !id.is_empty()),
        limit: number("limit")?,
        offset: number("offset")?,
        sort_by: call.query_value("sortBy"),
        sort_direction,
    })
}
