use axum::Router;

use super::call::mount;
use crate::{Auth, features::username};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&username::SIGN_IN_USERNAME, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.sign_in_username(&mut call.cx, input).await;
            call.answer(output)
        }))
        .merge(mount(&username::IS_USERNAME_AVAILABLE, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.is_username_available(&mut call.cx, input).await;
            call.answer(output)
        }))
}
