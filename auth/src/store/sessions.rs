//! Sessions.

use std::fmt;

use async_trait::async_trait;

use super::StoreResult;
use crate::wire::{Fields, Timestamp, User};

/// A session as it is stored: the token is what [`crate::store`] may know of it, usually a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Row id.
    pub id: String,
    /// Whose session it is.
    pub user_id: String,
    /// The stored form of the token.
    pub token: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last extended.
    pub updated_at: Timestamp,
    /// Address of the client at sign-in.
    pub ip_address: Option<String>,
    /// Name of the client at sign-in.
    pub user_agent: Option<String>,
    /// Fields of features and of the configuration.
    pub fields: Fields,
}

/// Sessions.
#[async_trait]
pub trait SessionStore: fmt::Debug + Send + Sync {
    /// Makes a session.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_session(&self, session: SessionRow) -> StoreResult<()>;

    /// The session whose stored token is one of these, with its user. Ended sessions are found too.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_session(&self, tokens: &[String; 2]) -> StoreResult<Option<(SessionRow, User)>>;

    /// The session of a user with an id. Ended sessions are found too.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_session_of(&self, user_id: &str, id: &str) -> StoreResult<Option<SessionRow>>;

    /// Moves the end of a session; says whether the session was still there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn extend_session(&self, user_id: &str, id: &str, expires_at: Timestamp, now: Timestamp)
    -> StoreResult<bool>;

    /// Changes fields of a session; says whether the session was still there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn update_session(&self, user_id: &str, id: &str, fields: &Fields, now: Timestamp) -> StoreResult<bool>;

    /// The sessions of a user that have not ended, the latest sign-in first.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_sessions(&self, user_id: &str, now: Timestamp) -> StoreResult<Vec<SessionRow>>;

    /// Ends a session of a user. One that is gone, or somebody else's, is left alone.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_session(&self, user_id: &str, id: &str) -> StoreResult<()>;

    /// Ends the sessions of a user, except one if given; the number of those ended.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_sessions(&self, user_id: &str, except: Option<&str>) -> StoreResult<u64>;

    /// Learns that a user was changed, where sessions are kept together with a copy of their user.
    ///
    /// # Errors
    ///
    /// When the store fails.
    async fn user_changed(&self, user: &User) -> StoreResult<()> {
        let _ = user;
        Ok(())
    }
}
