use axum::Router;

use super::call::{mount, mount_at};
use crate::{Auth, features::jwt};

/// The public keys are where the configuration says.
pub(super) fn routes(jwks_path: &str) -> Router<Auth> {
    Router::new()
        .merge(mount_at(&jwt::GET_JWKS, jwks_path, |mut call| async move {
            let output = call.auth.get_jwks(&mut call.cx).await;
            call.answer(output)
        }))
        .merge(mount(&jwt::GET_TOKEN, |mut call| async move {
            let output = call.auth.get_token(&mut call.cx).await;
            call.answer(output)
        }))
}
