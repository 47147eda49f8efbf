//! Sessions, with the rules of the application in front of them.

use super::{Decision, HookedStore, SessionChanges};
use crate::{
    error::Error,
    store::{SessionRow, StoreError, StoreResult},
    wire::{ErrorCode, Fields, Timestamp, User},
};

impl HookedStore {
    /// Makes a session; answers it as it was stored.
    ///
    /// # Errors
    ///
    /// When the database fails, and what a hook refuses with; 401 for a veto.
    pub async fn create_session(&self, mut row: SessionRow) -> StoreResult<SessionRow> {
        let mut session = row.without_token();
        if !ask!(self, before_create_session(&mut session)) {
            return Err(StoreError::refused(Error::new(ErrorCode::FailedToCreateSession).with_status(401)));
        }
        row.expires_at = session.expires_at;
        row.ip_address = session.ip_address;
        row.user_agent = session.user_agent;
        row.fields = session.fields;
        self.sessions.create_session(row.clone()).await?;
        tell!(self, after_create_session(&row.without_token()));
        Ok(row)
    }

    /// Moves the end of a session; says whether the session is still there.
    ///
    /// # Errors
    ///
    /// When the database fails, and what a hook refuses with.
    pub async fn extend_session(
        &self,
        user_id: &str,
        id: &str,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> StoreResult<bool> {
        let changes = SessionChanges { expires_at: Some(expires_at), ..SessionChanges::default() };
        self.change_session(user_id, id, changes, now).await
    }

    /// Changes fields of a session; says whether the session is still there.
    ///
    /// # Errors
    ///
    /// When the database fails, and what a hook refuses with.
    pub async fn update_session(&self, user_id: &str, id: &str, fields: &Fields, now: Timestamp) -> StoreResult<bool> {
        self.change_session(user_id, id, SessionChanges { expires_at: None, fields: fields.clone() }, now).await
    }

    async fn change_session(
        &self,
        user_id: &str,
        id: &str,
        mut changes: SessionChanges,
        now: Timestamp,
    ) -> StoreResult<bool> {
        if !ask!(self, before_update_session(id, &mut changes)) {
            return Ok(self.sessions.find_session_of(user_id, id).await?.is_some());
        }
        let mut there = true;
        if let Some(expires_at) = changes.expires_at {
            there = self.sessions.extend_session(user_id, id, expires_at, now).await?;
        }
        if there && !changes.fields.is_empty() {
            there = self.sessions.update_session(user_id, id, &changes.fields, now).await?;
        }
        if !self.hooks.is_empty()
            && let Some(row) = self.sessions.find_session_of(user_id, id).await?
        {
            tell!(self, after_update_session(&row.without_token()));
        }
        Ok(there)
    }

    /// Ends a session of a user. One that is gone, or somebody else's, is left alone.
    ///
    /// # Errors
    ///
    /// When the database fails, and what a hook refuses with.
    pub async fn delete_session(&self, user_id: &str, id: &str) -> StoreResult<()> {
        if self.hooks.is_empty() {
            return self.sessions.delete_session(user_id, id).await;
        }
        match self.sessions.find_session_of(user_id, id).await? {
            Some(row) => self.end(&row).await.map(|_| ()),
            None => Ok(()),
        }
    }

    /// Ends the sessions of a user, except one if given, and those that devices were about to get; the number of those
    /// ended.
    ///
    /// # Errors
    ///
    /// When the database fails, and what a hook refuses with.
    pub async fn delete_sessions(&self, user_id: &str, except: Option<&str>) -> StoreResult<u64> {
        // Whoever had a session of the user may have said yes to a device of their own.
        self.plain.delete_device_codes(user_id).await?;
        if self.hooks.is_empty() {
            return self.sessions.delete_sessions(user_id, except).await;
        }
        let mut ended = 0;
        for row in self.sessions.list_sessions(user_id, Timestamp::MIN).await? {
            if Some(row.id.as_str()) != except {
                ended += u64::from(self.end(&row).await?);
            }
        }
        Ok(ended)
    }

    /// Ends a session, unless a hook keeps it; whether it was ended.
    async fn end(&self, row: &SessionRow) -> StoreResult<bool> {
        let session = row.without_token();
        if !ask!(self, before_delete_session(&session)) {
            return Ok(false);
        }
        self.sessions.delete_session(&row.user_id, &row.id).await?;
        tell!(self, after_delete_session(&session));
        Ok(true)
    }

    /// The session whose stored token is one of these, with its user. Ended sessions are found too.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn find_session(&self, tokens: &[String; 2]) -> StoreResult<Option<(SessionRow, User)>> {
        self.sessions.find_session(tokens).await
    }

    /// The sessions of a user that have not ended, the latest sign-in first.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn list_sessions(&self, user_id: &str, now: Timestamp) -> StoreResult<Vec<SessionRow>> {
        self.sessions.list_sessions(user_id, now).await
    }
}
