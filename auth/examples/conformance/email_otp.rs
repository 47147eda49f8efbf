//! Codes by mail that trusted code makes and reads.

use auth::{Auth, Error, Result, wire::ErrorCode};
use serde_json::{Value, json};

/// `create-verification-otp` and `get-verification-otp`.
pub(crate) async fn call(auth: &Auth, name: &str, call: &Value) -> Result<Value> {
    let invalid = |error| Error::new(ErrorCode::ValidationError).caused_by(error);
    if name == "create-verification-otp" {
        let input = serde_json::from_value(call["body"].clone()).map_err(invalid)?;
        return auth.create_verification_otp(&input).await.map(Value::String);
    }
    let input = serde_json::from_value(call["query"].clone()).map_err(invalid)?;
    Ok(json!({ "otp": auth.get_verification_otp(&input).await? }))
}
