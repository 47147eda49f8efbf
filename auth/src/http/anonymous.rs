use axum::Router;
use serde::de::IgnoredAny;

use super::call::mount;
use crate::{Auth, features::anonymous};

pub(super) fn routes() -> Router<Auth> {
    Router::new()
        .merge(mount(&anonymous::SIGN_IN_ANONYMOUS, |mut call| async move {
            let _: IgnoredAny = call.input().await?;
            let output = call.auth.sign_in_anonymous(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount(&anonymous::DELETE_ANONYMOUS_USER, |mut call| async move {
            let _: IgnoredAny = call.input().await?;
            let output = call.auth.delete_anonymous_user(&mut call.cx).await;
            call.answer(output)
        }))
}
