use axum::Router;

use super::call::mount;
use crate::{Auth, features::one_tap};

pub(super) fn routes() -> Router<Auth> {
    mount(&one_tap::ONE_TAP_CALLBACK, |mut call| async move {
        let input = call.input().await?;
        let output = call.auth.one_tap_callback(&mut call.cx, input).await;
        call.answer(output)
    })
}
