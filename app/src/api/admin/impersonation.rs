//! Looking at the application as somebody else.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::user::page_of;
use crate::forms::{Done, Form, Refusal};

/// The form that opens such a session.
pub const IMPERSONATE: Form = Form { id: "admin-impersonate", page: "/admin/users", fields: &[] };
/// The form of the banner.
pub const STOP: Form = Form { id: "stop-impersonating", page: "/dashboard", fields: &[] };

/// Opens a session of somebody else.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not.
#[server(prefix = "/api/app", endpoint = "admin-impersonate")]
pub async fn impersonate(#[server(default)] user_id: String) -> Result<Done, Refusal> {
    let mut door = crate::api::Door::open_admin().await?;
    door.come_back_to(&page_of(&user_id));
    let outcome = door.auth.impersonate_user(&mut door.cx, auth::wire::OfUser { user_id }).await;
    door.finish(IMPERSONATE, Refusal::default(), outcome.map(|_| (crate::policy::HOME.to_owned(), None))).await
}

/// Goes back to the own session.
///
/// # Errors
///
/// 401 for a caller who is not signed in; that nobody is being impersonated.
#[server(prefix = "/api/app", endpoint = "stop-impersonating")]
pub async fn stop_impersonating() -> Result<Done, Refusal> {
    let mut door = crate::api::Door::open_private().await?;
    let seen = door.session_state().await?.user.map(|user| user.id).unwrap_or_default();
    let outcome = door.auth.stop_impersonating(&mut door.cx).await;
    let notice = Some(crate::forms::Notice::ImpersonationEnded);
    door.finish(STOP, Refusal::default(), outcome.map(|_| (page_of(&seen), notice))).await
}
