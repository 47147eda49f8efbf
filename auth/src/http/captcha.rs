use axum::Router;

use super::call::mount;
use crate::{Auth, features::captcha};

pub(super) fn routes() -> Router<Auth> {
    mount(&captcha::CAPTCHA_CHALLENGE, |mut call| async move {
        let output = call.auth.captcha_challenge(&mut call.cx).await;
        call.answer(output)
    })
}
