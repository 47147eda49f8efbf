use axum::Router;

use super::call::mount;
use crate::{Auth, features::multi_session};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&multi_session::LIST_DEVICE_SESSIONS, |mut call| async move {
            let output = call.auth.list_device_sessions(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount(&multi_session::SET_ACTIVE_SESSION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.set_active_session(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&multi_session::REVOKE_DEVICE_SESSION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.revoke_device_session(&mut call.cx, input).await;
            call.answer(output)
        }))
}
