use async_trait::async_trait;

use super::StoreResult;
use crate::wire::Timestamp;

/// Guesses that failed one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// Their number.
    pub count: u32,
    /// When the last one was counted.
    pub last: Timestamp,
}

/// Failed guesses at what protects an account.
#[async_trait]
pub trait FailureStore: std::fmt::Debug + Send + Sync {
    /// The failures under a key.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn failures(&self, key: &str) -> StoreResult<Option<Failures>>;

    /// Replaces the failures under a key if they still are the given ones; says whether they were. Clears those of
    /// all keys whose last one is older than `ended`.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn swap_failures(
        &self,
        key: &str,
        current: Option<Failures>,
        next: Failures,
        ended: Timestamp,
    ) -> StoreResult<bool>;

    /// Forgets the failures under a key.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn forget_failures(&self, key: &str) -> StoreResult<()>;
}
