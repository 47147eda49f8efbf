use axum::Router;
use http::Method;
use serde::de::IgnoredAny;

use super::call::mount;
use crate::{Auth, features::session, wire::GetSession};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&session::GET_SESSION, |mut call| async move {
            call.admit().await?;
            let input = GetSession {
                disable_cookie_cache: call.has_flag("disableCookieCache"),
                // Asking for the headers alone changes nothing.
                disable_refresh: call.has_flag("disableRefresh") || call.parts.method == Method::HEAD,
                deferred_refresh: call.parts.method == Method::POST,
            };
            let output = call.auth.get_session(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&session::UPDATE_SESSION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.update_session(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&session::LIST_SESSIONS, |mut call| async move {
            call.admit().await?;
            let output = call.auth.list_sessions(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount(&session::REVOKE_SESSION, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.revoke_session(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&session::REVOKE_SESSIONS, |mut call| async move {
            let _: IgnoredAny = call.input().await?;
            let output = call.auth.revoke_sessions(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount(&session::REVOKE_OTHER_SESSIONS, |mut call| async move {
            let _: IgnoredAny = call.input().await?;
            let output = call.auth.revoke_other_sessions(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount(&session::SIGN_OUT, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.sign_out(&mut call.cx, input).await;
            call.answer(output)
        }))
}
