use async_trait::async_trait;

use super::StoreResult;
use crate::wire::{ApiKey, KeyPermissions, Timestamp};

/// What is to change of an API key; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiKeyChanges {
    /// What to call it.
    pub name: Option<String>,
    /// Whether it works.
    pub enabled: Option<bool>,
    /// When it ends, or that it does not.
    pub expires_at: Option<Option<Timestamp>>,
    /// Data to keep beside it.
    pub metadata: Option<serde_json::Value>,
    /// Uses that are left over all.
    pub remaining: Option<i64>,
    /// To how many uses it is filled up, and after how many milliseconds.
    pub refill: Option<(i64, i64)>,
    /// Whether uses are limited.
    pub rate_limit_enabled: Option<bool>,
    /// Milliseconds without a use after which counting begins anew.
    pub rate_limit_time_window: Option<i64>,
    /// Uses until then.
    pub rate_limit_max: Option<i64>,
    /// What it may do, or nothing in particular.
    pub permissions: Option<Option<KeyPermissions>>,
}

/// API keys.
#[async_trait]
pub trait ApiKeyStore: std::fmt::Debug + Send + Sync {
    /// Keeps a new key, with the stored form of its secret.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_api_key(&self, key: &ApiKey, stored: &str) -> StoreResult<()>;

    /// The key whose secret has this stored form.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_api_key(&self, stored: &str) -> StoreResult<Option<ApiKey>>;

    /// The key with an id, whoever's it is: who may see it depends on the kind of the key.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_api_key_by_id(&self, id: &str) -> StoreResult<Option<ApiKey>>;

    /// The keys of a user or of an organization, the first one first.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_api_keys(&self, reference_id: &str) -> StoreResult<Vec<ApiKey>>;

    /// Changes a key of this owner; the key as it is then, if it is there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn update_api_key(
        &self,
        reference_id: &str,
        id: &str,
        changes: &ApiKeyChanges,
        now: Timestamp,
    ) -> StoreResult<Option<ApiKey>>;

    /// Counts one use of a key that was read as it is given, if it still works, has a use left and, where `limited`, was
    /// not used too often; says whether it did. Of parallel calls no more succeed than there are uses: it is one statement.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn use_api_key(&self, key: &ApiKey, limited: bool, now: Timestamp) -> StoreResult<bool>;

    /// Forgets a key of this owner; says whether it was there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_api_key(&self, reference_id: &str, id: &str) -> StoreResult<bool>;

    /// Forgets a key without a use left that nothing fills up.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_used_up_api_key(&self, id: &str) -> StoreResult<()>;

    /// Forgets all keys that have ended; how many they were.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_ended_api_keys(&self, now: Timestamp) -> StoreResult<u64>;
}
