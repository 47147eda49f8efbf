use axum::Router;

use super::call::mount;
use crate::{Auth, features::one_time_token};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&one_time_token::GENERATE_ONE_TIME_TOKEN, |mut call| async move {
            let output = call.auth.generate_one_time_token(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount(&one_time_token::VERIFY_ONE_TIME_TOKEN, |mut call| async move {
            let input = call.input().await?;
            let output = call.auth.verify_one_time_token(&mut call.cx, input).await;
            call.answer(output)
        }))
}
