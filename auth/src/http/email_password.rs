use axum::Router;

use super::call::mount;
use crate::{Auth, features::email_password};

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
}
