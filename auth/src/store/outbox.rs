use std::fmt;

use async_trait::async_trait;

use super::StoreResult;
use crate::wire::Timestamp;

/// A mail that has not left yet.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Row id, and id of the mail.
    pub id: String,
    /// The mail, sealed.
    pub content: String,
    /// How often it was claimed to be sent.
    pub attempts: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it may be claimed.
    pub due_at: Timestamp,
}

/// The content is nobody's business.
impl fmt::Debug for OutboxRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutboxRow")
            .field("id", &self.id)
            .field("attempts", &self.attempts)
            .field("due_at", &self.due_at)
            .finish_non_exhaustive()
    }
}

/// Mails on their way.
#[async_trait]
pub trait OutboxStore: fmt::Debug + Send + Sync {
    /// Keeps a mail.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_mail(&self, mail: OutboxRow) -> StoreResult<()>;

    /// Mails that may be claimed, those that have waited longest first, at most `limit`.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn due_mails(&self, now: Timestamp, limit: usize) -> StoreResult<Vec<OutboxRow>>;

    /// Claims a mail for another attempt, until a moment after which others may claim it. The mail as it is
    /// stored then, or `None` if somebody else was faster.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn claim_mail(&self, mail: OutboxRow, until: Timestamp) -> StoreResult<Option<OutboxRow>>;

    /// Gives a claimed mail back, to be claimed again later. One that was claimed anew meanwhile is left alone.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delay_mail(&self, mail: &OutboxRow, due_at: Timestamp) -> StoreResult<()>;

    /// Forgets a mail.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_mail(&self, id: &str) -> StoreResult<()>;
}
