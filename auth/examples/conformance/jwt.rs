//! Tokens that trusted code makes and reads.

use auth::{Auth, Error, Result, wire::ErrorCode};
use serde_json::{Value, json};

/// `sign-jwt` and `verify-jwt`.
pub(crate) async fn call(auth: &Auth, name: &str, call: &Value) -> Result<Value> {
    let body = &call["body"];
    if name == "sign-jwt" {
        let claims = body["payload"].as_object().cloned().ok_or_else(|| Error::new(ErrorCode::ValidationError))?;
        return Ok(json!({ "token": auth.sign_jwt(claims).await? }));
    }
    let token = body["token"].as_str().unwrap_or_default();
    Ok(json!({ "payload": auth.verify_jwt(token, body["issuer"].as_str()).await? }))
}
