use axum::Router;

use super::call::mount;
use crate::{Auth, features::email_password, wire::ResetPassword};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&email_password::SIGN_UP_EMAIL, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.sign_up_email(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_password::SIGN_IN_EMAIL, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.sign_in_email(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_password::REQUEST_PASSWORD_RESET, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.request_password_reset(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_password::RESET_PASSWORD_CALLBACK, |mut call| async move {
            call.admit().await?;
            let token = call.last_segment();
            let page = call.query_value("callbackURL").unwrap_or_default();
            let next = call.auth.reset_password_callback(&mut call.cx, &token, &page).await;
            call.redirect_to(next)
        }))
        .merge(mount(&email_password::RESET_PASSWORD, |mut call| async move {
            let mut input: ResetPassword = call.input().await?;
            input.token = input.token.or_else(|| call.query_value("token"));
            let output = call.auth.reset_password(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_password::CHANGE_PASSWORD, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.change_password(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_password::VERIFY_PASSWORD, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.verify_password(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&email_password::REAUTHENTICATE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.reauthenticate(&mut call.cx, input).await;
            call.answer(output)
        }))
}
