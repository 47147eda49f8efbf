use axum::Router;

use super::call::mount;
use crate::{Auth, error::Error, features::device_authorization, wire::ErrorCode};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&device_authorization::REQUEST_DEVICE_CODE, |mut call| async move {
            let input = call.input().await.map_err(|error| match error.code() {
                ErrorCode::ValidationError => error.for_oauth("invalid_request"),
                _ => error,
            })?;
            let output = call.auth.request_device_code(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&device_authorization::REDEEM_DEVICE_CODE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.redeem_device_code(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&device_authorization::VERIFY_DEVICE, |mut call| async move {
            call.admit().await?;
            let user_code = call.query_value("user_code").ok_or_else(|| Error::new(ErrorCode::ValidationError))?;
            let output = call.auth.verify_device(&mut call.cx, user_code).await;
            call.answer(output)
        }))
        .merge(mount(&device_authorization::APPROVE_DEVICE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.approve_device(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&device_authorization::DENY_DEVICE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.deny_device(&mut call.cx, input).await;
            call.answer(output)
        }))
}
