//! What the suite calls of administration on the server's side.

use auth::{Auth, Cx};
use axum::response::Response;
use serde_json::Value;

use crate::{answer, input, refuse};

/// Answers a call of this name, if it is one.
pub(crate) async fn call(auth: &Auth, cx: &mut Cx, name: &str, call: &Value) -> Option<Response> {
    Some(match name {
        "create-user" => match input(call) {
            Ok(input) => answer(auth.admin_create_user(cx, input).await),
            Err(error) => refuse(&error),
        },
        "user-has-permission" => match input(call) {
            Ok(input) => answer(auth.user_has_permission(cx, input).await),
            Err(error) => refuse(&error),
        },
        _ => return None,
    })
}
