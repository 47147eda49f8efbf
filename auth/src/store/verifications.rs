//! One-time values.

use std::fmt;

use async_trait::async_trait;

use super::StoreResult;
use crate::wire::Timestamp;

/// A one-time value: what a secret that was handed out stands for.
#[derive(Clone, PartialEq, Eq)]
pub struct VerificationRow {
    /// Row id.
    pub id: String,
    /// What the value is found by: the purpose and the stored form of the secret.
    pub identifier: String,
    /// What the secret stands for.
    pub value: String,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Identifiers may hold secrets.
impl fmt::Debug for VerificationRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerificationRow").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// One-time values.
#[async_trait]
pub trait VerificationStore: fmt::Debug + Send + Sync {
    /// Keeps a value, and clears those that have ended.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_verification(&self, verification: VerificationRow) -> StoreResult<()>;

    /// Keeps a value if there is none with its id and under its identifier yet, and clears those that have ended; says
    /// whether it did. Of parallel calls one does.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn claim_verification(&self, verification: VerificationRow) -> StoreResult<bool>;

    /// The value under one of these identifiers, if it has not ended. It stays.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn peek_verification(&self, identifiers: &[String; 2], now: Timestamp) -> StoreResult<Option<String>>;

    /// Takes the value under one of these identifiers, if it has not ended: of parallel calls, one gets it.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn consume_verification(&self, identifiers: &[String; 2], now: Timestamp) -> StoreResult<Option<String>>;

    /// Replaces a value if it still is the given one and has not ended; says whether it was. Counts tries: of
    /// parallel calls with one old value, one succeeds.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn swap_verification(&self, identifier: &str, old: &str, new: &str, now: Timestamp) -> StoreResult<bool>;

    /// Takes a value away if it still is the given one and has not ended; says whether it was. Of parallel calls, and of
    /// calls of [`VerificationStore::swap_verification`] with the same value, one succeeds.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn take_verification(&self, identifier: &str, value: &str, now: Timestamp) -> StoreResult<bool>;

    /// Whether there is a value under an identifier that has ended. Ended values are cleared some time later, so this
    /// may say no of one that was there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn has_ended_verification(&self, identifier: &str, now: Timestamp) -> StoreResult<bool>;

    /// Removes everything under an identifier.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_verifications(&self, identifier: &str) -> StoreResult<()>;
}
