//! The sessions of one person: which there are, and ending them.

use super::{LIST_SESSIONS, REVOKE_OTHER_SESSIONS, REVOKE_SESSION, REVOKE_SESSIONS, UPDATE_SESSION};
use crate::{
    Auth, Cx,
    crypto::SessionTokens,
    error::{Error, Result},
    features::audit::Note,
    schema::Model,
    store::SessionRow,
    wire::{
        AuditAction, ErrorCode, IMPERSONATED_BY, RevokeSession, Session, StatusOutput, UpdateSession,
        UpdateSessionOutput,
    },
};

impl Auth {
    /// Changes fields of the session of the request. `POST /update-session`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 when there is nothing to change, or a field cannot be set.
    pub async fn update_session(&self, cx: &mut Cx, input: UpdateSession) -> Result<UpdateSessionOutput> {
        self.perform(cx, &UPDATE_SESSION, input, async |cx, input| {
            let mut caller = self.require_session(cx).await?;
            let schema = self.schema().model(Model::Session);
            let mut fields = schema.changed_row(&input.fields)?;
            if fields.is_empty() {
                return Err(Error::new(ErrorCode::ValidationError).with_message("There is nothing to change."));
            }
            let Session { user_id, id, .. } = &caller.session;
            let now = self.now();
            if !self.store().update_session(user_id, id, &fields, now).await? {
                return Err(self.session_is_gone(cx));
            }
            schema.hide(&mut fields);
            caller.session.fields.extend(fields);
            caller.session.updated_at = now;
            self.renew_session_cookies(cx, &caller)?;
            Ok(UpdateSessionOutput { session: caller.session })
        })
        .await
    }

    /// The sessions of the caller that have not ended, the latest sign-in first. `GET /list-sessions`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 when signing in was too long ago: the tokens that it shows open sessions.
    pub async fn list_sessions(&self, cx: &mut Cx) -> Result<Vec<Session>> {
        self.perform(cx, &LIST_SESSIONS, (), async |cx, ()| {
            let caller = self.require_fresh_session(cx).await?;
            let impersonated = caller.session.impersonated_by().is_some();
            let with_token = |row: SessionRow| {
                // Whoever looks at the application as somebody else takes no session of theirs along.
                let token =
                    if impersonated { String::new() } else { self.session_tokens().reveal(&row.id, &row.token) };
                row.with_token(token)
            };
            Ok(self.sessions_of(&caller.user.id).await?.map(with_token).collect())
        })
        .await
    }

    /// The sessions of the caller without their tokens, for a page that shows them.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn own_sessions(&self, cx: &mut Cx) -> Result<(String, Vec<Session>)> {
        let caller = self.require_session(cx).await?;
        let sessions = self.sessions_of(&caller.user.id).await?.map(|row| row.without_token()).collect();
        Ok((caller.session.id, sessions))
    }

    /// The sessions that somebody began themself, as upstream.
    async fn sessions_of(&self, user_id: &str) -> Result<impl Iterator<Item = SessionRow>> {
        let rows = self.store().list_sessions(user_id, self.now()).await?;
        Ok(rows.into_iter().filter(|row| row.fields.text(IMPERSONATED_BY).is_none()))
    }

    /// Ends one session of the caller, named by its token. A token that is nobody's, or somebody else's, is
    /// answered in the same way and changes nothing. `POST /revoke-session`.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn revoke_session(&self, cx: &mut Cx, input: RevokeSession) -> Result<StatusOutput> {
        self.perform(cx, &REVOKE_SESSION, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            // What `list_sessions` shows of a session whose secret is gone is its stored form.
            let named = SessionTokens::candidates(&input.token).unwrap_or([input.token.clone(), input.token]);
            if let Some((row, owner)) = self.store().find_session(&named).await?
                && owner.id == caller.user.id
            {
                self.end_session(cx, &owner.id, &row.id).await?;
                if row.id == caller.session.id {
                    self.forget_session(cx);
                }
            }
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Ends one session of the caller, named by its id, for a page that shows no tokens.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn revoke_own_session(&self, cx: &mut Cx, id: &str) -> Result<StatusOutput> {
        self.perform(cx, &REVOKE_SESSION, (), async |cx, ()| {
            let caller = self.require_session(cx).await?;
            self.end_session(cx, &caller.user.id, id).await?;
            if caller.session.id == id {
                self.forget_session(cx);
            }
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Ends all sessions of the caller and makes the browser forget its own. `POST /revoke-sessions`.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn revoke_sessions(&self, cx: &mut Cx) -> Result<StatusOutput> {
        self.perform(cx, &REVOKE_SESSIONS, (), async |cx, ()| {
            let caller = self.require_session(cx).await?;
            let ended = self.store().delete_sessions(&caller.user.id, None).await?;
            cx.note(Note::new(AuditAction::SessionsRevoked).detail(&ended.to_string()));
            self.forget_session(cx);
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Ends all sessions of the caller but the one of the request. `POST /revoke-other-sessions`.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn revoke_other_sessions(&self, cx: &mut Cx) -> Result<StatusOutput> {
        self.perform(cx, &REVOKE_OTHER_SESSIONS, (), async |cx, ()| {
            let caller = self.require_session(cx).await?;
            let ended = self.store().delete_sessions(&caller.user.id, Some(&caller.session.id)).await?;
            cx.note(Note::new(AuditAction::SessionsRevoked).detail(&ended.to_string()));
            Ok(StatusOutput { status: true })
        })
        .await
    }

    async fn end_session(&self, cx: &mut Cx, user_id: &str, id: &str) -> Result<()> {
        self.store().delete_session(user_id, id).await?;
        cx.note(Note::new(AuditAction::SessionRevoked).target(id));
        Ok(())
    }
}
