use axum::Router;

use super::call::mount;
use crate::{Auth, features::user};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&user::UPDATE_USER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.update_user(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&user::DELETE_USER, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.delete_user(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&user::DELETE_USER_CALLBACK, |mut call| async move {
            call.admit().await?;
            let token = call.query_value("token").unwrap_or_default();
            let next = call.query_value("callbackURL").unwrap_or_default();
            let output = call.auth.delete_user_callback(&mut call.cx, &token, &next).await;
            if next.is_empty() { call.answer(output) } else { call.redirect_to(output.map(|_| next)) }
        }))
}
