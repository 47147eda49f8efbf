//! The session of the visitor.

use auth::wire::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Done, Form, Refusal},
    session::SessionState,
};

/// The form of the sign-out page.
pub const SIGN_OUT: Form = Form { id: "sign-out", page: "/sign-out" };

/// Who is signed in.
///
/// # Errors
///
/// When the server cannot tell.
#[server(prefix = "/api/app", endpoint = "current-session")]
pub async fn current_session() -> Result<SessionState, Refusal> {
    super::Door::open()?.session_state().await
}

/// Ends the session.
///
/// # Errors
///
/// When the session could not be ended.
#[server(prefix = "/api/app", endpoint = "sign-out")]
pub async fn sign_out() -> Result<Done, Refusal> {
    let mut door = super::Door::open()?;
    let outcome = door.auth.sign_out(&mut door.cx).await;
    let done = outcome.map(|_| ("/".to_owned(), Some(crate::forms::Notice::SignedOut)));
    door.finish(SIGN_OUT, done, |_| Refusal::default()).await
}

/// What a person may see of their own session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// When they signed in.
    pub created_at: Timestamp,
    /// When the session ends unless it is used.
    pub expires_at: Timestamp,
    /// Address they signed in from; empty when unknown.
    pub ip_address: String,
    /// What the browser calls itself.
    pub user_agent: String,
}

/// The session of the caller, for its owner.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "session-details")]
pub async fn session_details() -> Result<OwnSession, Refusal> {
    let session = super::Door::open()?.require_session().await?.session;
    Ok(OwnSession {
        created_at: session.created_at,
        expires_at: session.expires_at,
        ip_address: session.ip_address.unwrap_or_default(),
        user_agent: session.user_agent.unwrap_or_default(),
    })
}
