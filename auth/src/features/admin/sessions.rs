//! Sessions of others.

use super::{LIST_USER_SESSIONS, REVOKE_USER_SESSION, REVOKE_USER_SESSIONS, SessionAction};
use crate::{
    Auth, Cx,
    crypto::SessionTokens,
    error::Result,
    features::audit::Note,
    store::SessionRow,
    wire::{AuditAction, ErrorCode, OfUser, RevokeUserSession, SuccessOutput, User, UserSessions},
};

impl Auth {
    /// The sessions of a user that have not ended. `POST /admin/list-user-sessions`.
    ///
    /// What it shows in place of tokens opens nothing: whoever may see sessions may not become their owner. (Upstream
    /// shows the tokens. In a `shared_database` they are all that there is.)
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not.
    pub async fn list_user_sessions(&self, cx: &mut Cx, input: OfUser) -> Result<UserSessions> {
        self.perform(cx, &LIST_USER_SESSIONS, input, async |cx, input| {
            let caller = self.require_permission(cx, SessionAction::List, ErrorCode::NotAllowedToListSessions).await?;
            let owner = self.store().find_user(&input.user_id).await?;
            let may_act = owner.is_none_or(|owner| self.may_act_on(&caller.user, &owner));
            let rows = self.store().list_sessions(&input.user_id, self.now()).await?;
            let named = |row: SessionRow| {
                // What has no `$` is not hashed, and opens the session of whoever has more rights than the caller.
                let name = if may_act || row.token.contains('$') { row.token.clone() } else { String::new() };
                row.with_token(name)
            };
            Ok(UserSessions { sessions: rows.into_iter().map(named).collect() })
        })
        .await
    }

    /// Ends a session, named by its token or by what [`Auth::list_user_sessions`] shows. One that is gone is answered in
    /// the same way. `POST /admin/revoke-user-session`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not.
    pub async fn revoke_user_session(&self, cx: &mut Cx, input: RevokeUserSession) -> Result<SuccessOutput> {
        self.perform(cx, &REVOKE_USER_SESSION, input, async |cx, input| {
            let refusal = ErrorCode::NotAllowedToRevokeSessions;
            let caller = self.require_permission(cx, SessionAction::Revoke, refusal).await?;
            let token = input.session_token;
            let named = SessionTokens::candidates(&token).unwrap_or([token.clone(), token]);
            if let Some((row, owner)) = self.store().find_session(&named).await? {
                if !self.may_act_on(&caller.user, &owner) {
                    return Err(refusal.into());
                }
                self.store().delete_session(&owner.id, &row.id).await?;
                cx.note(Note::new(AuditAction::SessionRevoked).about(&owner.id).target(&row.id));
                if row.id == caller.session.id {
                    self.forget_session(cx);
                }
            }
            Ok(SuccessOutput { success: true })
        })
        .await
    }

    /// Ends all sessions of a user. `POST /admin/revoke-user-sessions`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not.
    pub async fn revoke_user_sessions(&self, cx: &mut Cx, input: OfUser) -> Result<SuccessOutput> {
        self.perform(cx, &REVOKE_USER_SESSIONS, input, async |cx, input| {
            let refusal = ErrorCode::NotAllowedToRevokeSessions;
            let caller = self.require_permission(cx, SessionAction::Revoke, refusal).await?;
            // Somebody unknown has no sessions, as upstream.
            if let Some(user) = self.store().find_user(&input.user_id).await? {
                if !self.may_act_on(&caller.user, &user) {
                    return Err(refusal.into());
                }
                self.end_all_sessions(cx, &user).await?;
                if user.id == caller.user.id {
                    self.forget_session(cx);
                }
            }
            Ok(SuccessOutput { success: true })
        })
        .await
    }

    pub(super) async fn end_all_sessions(&self, cx: &mut Cx, user: &User) -> Result<()> {
        let ended = self.store().delete_sessions(&user.id, None).await?;
        cx.note(Note::new(AuditAction::SessionsRevoked).about(&user.id).detail(&ended.to_string()));
        Ok(())
    }
}
