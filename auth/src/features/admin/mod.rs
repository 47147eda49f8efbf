//! Administration: people's accounts, roles, bans and sessions, and looking at the application as somebody else.
//!
//! Every operation asks for the session of somebody whose roles allow it ([`UserAction`], [`SessionAction`]), whatever
//! door it comes through. Who administers is told from that by `admin_roles` and `admin_user_ids`: of them, the last one
//! stays.

mod accounts;
mod bans;
mod fields;
mod impersonation;
mod list;
mod organizations;
mod overview;
mod permission;
mod roles;
mod routes;
mod sessions;

pub(super) use fields::{session_fields, user_fields};
pub use overview::{AdminOverview, Day};
pub use roles::{SessionAction, UserAction, built_in_access};
pub(super) use routes::ROUTES;
pub use routes::{
    BAN_USER, CREATE_USER, GET_USER, HAS_PERMISSION, IMPERSONATE_USER, LIST_USER_SESSIONS, LIST_USERS, REMOVE_USER,
    REVOKE_USER_SESSION, REVOKE_USER_SESSIONS, SET_ROLE, SET_USER_PASSWORD, STOP_IMPERSONATING, UNBAN_USER,
    UPDATE_USER,
};

use crate::{
    Auth, Cx,
    error::Result,
    features::access::{Action, Request},
    wire::{ErrorCode, SessionWithUser, User},
};

impl Auth {
    /// The caller, if they may do this and are not impersonating somebody who may; the code is what the others get to hear.
    pub(in crate::features) async fn require_permission<A: Action>(
        &self,
        cx: &mut Cx,
        action: A,
        refusal: ErrorCode,
    ) -> Result<SessionWithUser> {
        let caller = self.require_session(cx).await?;
        self.refuse_unless(&caller.user, action, refusal)?;
        // What is done under somebody else's name is not known for whose it is.
        if caller.session.impersonated_by().is_some() {
            return Err(ErrorCode::NotWhileImpersonating.into());
        }
        Ok(caller)
    }

    fn refuse_unless<A: Action>(&self, caller: &User, action: A, refusal: ErrorCode) -> Result<()> {
        if self.may(caller, &Request::all([action])) {
            return Ok(());
        }
        tracing::info!(
            event = "admin.refused",
            user = %caller.id,
            resource = A::RESOURCE,
            action = action.as_str(),
            "somebody tried what they may not do"
        );
        Err(refusal.into())
    }

    /// The user whom an operation of administration is about.
    async fn subject(&self, caller: &User, user_id: &str, refusal: ErrorCode) -> Result<User> {
        let user = self.store().find_user(user_id).await?.ok_or(ErrorCode::UserNotFound)?;
        if self.may_act_on(caller, &user) { Ok(user) } else { Err(refusal.into()) }
    }
}
