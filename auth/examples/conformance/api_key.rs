//! What the suite calls of API keys on the server's side.

use auth::{Auth, Cx};
use axum::response::Response;
use serde_json::{Value, json};

use crate::{answer, input, refuse};

/// Answers a call of this name, if it is one.
pub(crate) async fn call(auth: &Auth, cx: &mut Cx, name: &str, call: &Value) -> Option<Response> {
    Some(match name {
        "create-api-key" => match input(call) {
            Ok(input) => answer(auth.create_api_key(cx, input).await),
            Err(error) => refuse(&error),
        },
        "update-api-key" => match input(call) {
            Ok(input) => answer(auth.update_api_key(cx, input).await),
            Err(error) => refuse(&error),
        },
        "verify-api-key" => match input(call) {
            Ok(input) => answer(auth.verify_api_key(&input).await),
            Err(error) => refuse(&error),
        },
        "delete-all-expired-api-keys" => {
            let done = json!({ "success": true, "error": null });
            answer(auth.delete_all_expired_api_keys().await.map(|_| done))
        }
        _ => return None,
    })
}
