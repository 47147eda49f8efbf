//! The sessions of the visitor.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{ErrorCode, Password, Timestamp};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    device::Device,
    forms::{Done, Form, Refusal},
    session::SessionState,
};

/// The form of the sign-out page.
pub const SIGN_OUT: Form = Form { id: "sign-out", page: "/sign-out", fields: &[] };
/// The forms of the page of sessions.
pub const SESSIONS: Form = Form { id: "sessions", page: "/settings/sessions", fields: &[] };

/// The form that asks for the password once more.
pub const REAUTH: Form = Form {
    id: "reauth",
    page: crate::policy::REAUTH,
    fields: &[(ErrorCode::InvalidPassword, "password"), (ErrorCode::PasswordTooLong, "password")],
};

/// Makes the session of the caller fresh, for their password.
///
/// # Errors
///
/// 401 for a caller who is not signed in; that it is not their password.
#[server(prefix = "/api/app", endpoint = "reauthenticate")]
pub async fn reauthenticate(
    #[server(default)] password: Password,
    #[server(default)] next: String,
) -> Result<Done, Refusal> {
    let mut door = super::Door::open_private().await?;
    door.come_back_to(&format!("{}?next={next}", REAUTH.page));
    let mut refusal = Refusal::default();
    if password.length() == 0 {
        refusal.push("password", crate::forms::Problem::Required);
        return door.refuse_form(REAUTH, refusal, 400).await;
    }
    let input = auth::wire::VerifyPassword { password };
    let outcome = door.auth.reauthenticate(&mut door.cx, input).await;
    let next = next.parse::<auth::LocalPath>().map_or_else(|_| crate::policy::HOME.to_owned(), String::from);
    door.finish(REAUTH, refusal, outcome.map(|_| (next, None))).await
}

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
    let outcome = door.auth.sign_out(&mut door.cx, auth::wire::SignOut::default()).await;
    let done = outcome.map(|_| ("/".to_owned(), Some(crate::forms::Notice::SignedOut)));
    door.finish(SIGN_OUT, Refusal::default(), done).await
}

/// What a person may see of one of their sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// Names the session when it is to be ended; opens nothing.
    pub id: String,
    /// Whether it is the one of this browser.
    pub current: bool,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When the session was last extended.
    pub updated_at: Timestamp,
    /// When the session ends unless it is used.
    pub expires_at: Timestamp,
    /// Address they signed in from; empty when unknown.
    pub ip_address: String,
    /// The browser.
    pub device: Device,
}

/// The sessions of the caller: that of this browser first, then the latest sign-in.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "own-sessions")]
pub async fn own_sessions() -> Result<Vec<OwnSession>, Refusal> {
    let mut door = super::Door::open()?;
    let listed = door.auth.own_sessions(&mut door.cx).await;
    let (current, sessions) = door.answer(listed)?;
    let mut shown: Vec<_> = sessions.into_iter().map(|session| OwnSession::of(session, &current)).collect();
    shown.sort_by_key(|session| !session.current);
    Ok(shown)
}

/// Ends one session of the caller.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "revoke-session")]
pub async fn revoke_session(#[server(default)] id: String) -> Result<Done, Refusal> {
    let mut door = super::Door::open()?;
    let outcome = door.auth.revoke_own_session(&mut door.cx, &id).await;
    let done = outcome.map(|_| (SESSIONS.page.to_owned(), Some(crate::forms::Notice::SessionEnded)));
    door.finish(SESSIONS, Refusal::default(), done).await
}

/// Ends all sessions of the caller but the one of this browser.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "revoke-other-sessions")]
pub async fn revoke_other_sessions() -> Result<Done, Refusal> {
    let mut door = super::Door::open()?;
    let outcome = door.auth.revoke_other_sessions(&mut door.cx).await;
    let done = outcome.map(|_| (SESSIONS.page.to_owned(), Some(crate::forms::Notice::OtherSessionsEnded)));
    door.finish(SESSIONS, Refusal::default(), done).await
}

#[cfg(feature = "ssr")]
impl OwnSession {
    fn of(session: auth::wire::Session, current: &str) -> Self {
        Self {
            current: session.id == current,
            id: session.id,
            created_at: session.created_at,
            updated_at: session.updated_at,
            expires_at: session.expires_at,
            ip_address: session.ip_address.unwrap_or_default(),
            device: Device::of(&session.user_agent.unwrap_or_default()),
        }
    }
}
