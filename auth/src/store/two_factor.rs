use std::fmt;

use async_trait::async_trait;

use super::{StoreResult, UserChanges};
use crate::wire::Timestamp;

/// What a user has set up as a second factor.
#[derive(Clone, PartialEq, Eq)]
pub struct TwoFactorRow {
    /// Row id.
    pub id: String,
    /// Whose it is.
    pub user_id: String,
    /// The key of the authenticator app, encrypted.
    pub secret: String,
    /// The backup codes, encrypted.
    pub backup_codes: String,
    /// Whether a code of the app was shown once.
    pub verified: bool,
    /// Until when no code is accepted, because of many wrong ones.
    pub locked_until: Option<Timestamp>,
}

/// Only encrypted, and still nothing for logs.
impl fmt::Debug for TwoFactorRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TwoFactorRow")
            .field("user_id", &self.user_id)
            .field("verified", &self.verified)
            .finish_non_exhaustive()
    }
}

/// A browser that is not asked for the second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedDeviceRow {
    /// Row id.
    pub id: String,
    /// What its cookie names it by.
    pub identifier: String,
    /// When it was last renewed.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// What happens to the key of a user's app together with a change of the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChange<'a> {
    /// A code of the app was shown: the key of this row counts from now on.
    Counts(&'a str),
    /// It is forgotten, with the trusted devices.
    Goes,
}

/// Second factors.
#[async_trait]
pub trait TwoFactorStore: fmt::Debug + Send + Sync {
    /// What a user has set up.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_two_factor(&self, user_id: &str) -> StoreResult<Option<TwoFactorRow>>;

    /// Keeps a new set-up in place of `old`, or as the first of its user; says whether it could: not if the user has
    /// another one by now, or is asked for a code of `old`.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn set_two_factor(&self, new: &TwoFactorRow, old: Option<&TwoFactorRow>) -> StoreResult<bool>;

    /// Changes a user and the key of their app, both or neither; says whether it could: not if the key is gone by now.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn update_user_with_key(
        &self,
        id: &str,
        changes: &UserChanges,
        key: KeyChange<'_>,
        now: Timestamp,
    ) -> StoreResult<bool>;

    /// Replaces the backup codes if they still are the given ones; says whether they were.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn replace_backup_codes(&self, id: &str, old: &str, new: &str) -> StoreResult<bool>;

    /// Forgets what a user has set up, with their trusted devices.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_two_factor(&self, user_id: &str) -> StoreResult<()>;

    /// Counts a code before it is looked at, unless there were too many wrong ones: says whether it may be looked at.
    /// The `max`th locks the row until `locked_until`; a lock that has passed begins to count anew.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn count_code(&self, id: &str, max: u32, locked_until: Timestamp, now: Timestamp) -> StoreResult<bool>;

    /// A right code: the wrong ones before it count no longer.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn forget_wrong_codes(&self, id: &str) -> StoreResult<()>;

    /// Uses up a period of the app, and all before it; says whether it was still to be used: of parallel calls, once.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn use_totp_step(&self, user_id: &str, step: i64) -> StoreResult<bool>;

    /// The trusted devices of a user that have not ended, the latest first.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn trusted_devices(&self, user_id: &str, now: Timestamp) -> StoreResult<Vec<TrustedDeviceRow>>;

    /// Ends one trusted device of a user. One that is gone, or somebody else's, is left alone.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_trusted_device(&self, user_id: &str, id: &str) -> StoreResult<()>;
}
