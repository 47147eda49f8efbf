//! Signing in a device: the code that it shows, and the answer.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::ErrorCode;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Done, Form, Refusal},
    policy::DEVICE,
};

/// Where the answer is given.
pub const REQUEST: &str = "/device/request";
/// Where a yes leads.
pub const APPROVED: &str = "/device/approved";
/// Where a no leads.
pub const DENIED: &str = "/device/denied";

/// The form of the code.
pub const FIND_DEVICE: Form = Form {
    id: "find-device",
    page: DEVICE,
    fields: &[
        (ErrorCode::InvalidUserCode, "user_code"),
        (ErrorCode::ExpiredUserCode, "user_code"),
        (ErrorCode::DeviceCodeAlreadyProcessed, "user_code"),
        (ErrorCode::AccessDenied, "user_code"),
    ],
};
/// The forms of the answer.
pub const ANSWER_DEVICE: Form = Form { id: "answer-device", page: REQUEST, fields: &[] };

/// The request of a device that the visitor has found by its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRequest {
    /// The code as it was typed.
    pub user_code: String,
    /// The client that the device runs.
    pub client_id: String,
    /// What the client asks for.
    pub scopes: Vec<String>,
}

/// Finds the request of a device by the code that it shows.
///
/// # Errors
///
/// 401 for a caller who is not signed in; that the code is unknown, too old, answered, or somebody else's.
#[server(prefix = "/api/app", endpoint = "find-device")]
pub async fn find_device(#[server(default)] user_code: String) -> Result<Done, Refusal> {
    use auth::{Error, wire::DeviceCodeStatus};

    use crate::forms::Problem;

    let mut door = super::Door::open_private().await?;
    let typed = user_code.trim();
    let mut refusal = Refusal { values: vec![("user_code".to_owned(), typed.to_owned())], ..Refusal::default() };
    if typed.is_empty() {
        refusal.push("user_code", Problem::Required);
        return door.refuse_form(FIND_DEVICE, refusal, 400).await;
    }
    let found = door.auth.verify_device(&mut door.cx, typed.to_owned()).await.and_then(|found| {
        if found.status != DeviceCodeStatus::Pending {
            return Err(Error::new(ErrorCode::DeviceCodeAlreadyProcessed));
        }
        // Who asks for what is told to nobody but the person who may answer.
        let scope = found.scope.ok_or(ErrorCode::AccessDenied)?.unwrap_or_default();
        let scopes = scope.split_whitespace().map(str::to_owned).collect();
        Ok(DeviceRequest { user_code: found.user_code, client_id: found.client_id.unwrap_or_default(), scopes })
    });
    if let Ok(device) = &found {
        door.remember_device(device).await;
    }
    door.finish(FIND_DEVICE, refusal, found.map(|_| (REQUEST.to_owned(), None))).await
}

/// The request that this browser has found last, until it is answered.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "asked-device")]
pub async fn asked_device() -> Result<Option<DeviceRequest>, Refusal> {
    let mut door = super::Door::open_private().await?;
    Ok(door.asked_device().await)
}

/// Signs the device in that shows a code.
///
/// # Errors
///
/// 401 for a caller who is not signed in; that the request is over, answered, or somebody else's.
#[server(prefix = "/api/app", endpoint = "approve-device")]
pub async fn approve_device(#[server(default)] user_code: String) -> Result<Done, Refusal> {
    use auth::wire::DeviceAnswer;

    let mut door = super::Door::open_private().await?;
    let outcome = door.auth.approve_device(&mut door.cx, DeviceAnswer { user_code }).await;
    if outcome.is_ok() {
        door.forget_device().await;
    }
    door.finish(ANSWER_DEVICE, Refusal::default(), outcome.map(|_| (APPROVED.to_owned(), None))).await
}

/// Does not.
///
/// # Errors
///
/// As [`approve_device`].
#[server(prefix = "/api/app", endpoint = "deny-device")]
pub async fn deny_device(#[server(default)] user_code: String) -> Result<Done, Refusal> {
    use auth::wire::DeviceAnswer;

    let mut door = super::Door::open_private().await?;
    let outcome = door.auth.deny_device(&mut door.cx, DeviceAnswer { user_code }).await;
    if outcome.is_ok() {
        door.forget_device().await;
    }
    door.finish(ANSWER_DEVICE, Refusal::default(), outcome.map(|_| (DENIED.to_owned(), None))).await
}
