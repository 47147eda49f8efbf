//! Visitor sessions.

use std::fmt;

use async_trait::async_trait;

use super::StoreResult;
use crate::wire::Timestamp;

/// What the application keeps for a browser that need not be signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct VisitorRow {
    /// Hash of the id in the visitor's cookie.
    pub id: String,
    /// The record, as JSON.
    pub data: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// The record is the visitor's own business.
impl fmt::Debug for VisitorRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VisitorRow").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// Visitor sessions, for the session layer of the application.
#[async_trait]
pub trait VisitorStore: fmt::Debug + Send + Sync {
    /// Makes a visitor session.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`](super::StoreError::Duplicate) when the id is taken.
    async fn create_visitor(&self, visitor: VisitorRow, now: Timestamp) -> StoreResult<()>;

    /// Replaces a visitor session; says whether it was there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn update_visitor(&self, visitor: VisitorRow) -> StoreResult<bool>;

    /// A visitor session that has not ended.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_visitor(&self, id: &str, now: Timestamp) -> StoreResult<Option<VisitorRow>>;

    /// Ends a visitor session.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_visitor(&self, id: &str) -> StoreResult<()>;
}
