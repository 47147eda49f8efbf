//! A key-value store beside the database, for sessions, one-time values and rate limits: several replicas share it, and
//! what is in it ends by itself.
//!
//! Keys and values are Better Auth's (`active-sessions-<user>`, the stored token, `verification:<identifier>`), so that
//! both can work on one Redis; tokens are hashed as in the database, unless `shared_database` is on. A failing storage
//! is [`StoreError`](crate::store::StoreError) and becomes 503; it never looks like a missing session.

mod memory;
mod rate_limits;
mod redis;
mod sessions;
mod verifications;

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;

pub use self::{memory::MemoryStorage, redis::RedisStorage};
pub(crate) use self::{
    rate_limits::SecondaryRateLimits,
    sessions::{KeptInDatabase, SecondarySessions},
    verifications::SecondaryVerifications,
};
use crate::{clock::Clock, config::SecondaryStorageConfig, store::StoreResult};

/// Opens the storage that a configuration names. Redis is connected to by the first request.
pub(crate) fn open(config: &SecondaryStorageConfig, clock: &Arc<dyn Clock>) -> StoreResult<Arc<dyn SecondaryStorage>> {
    Ok(match config {
        SecondaryStorageConfig::Memory => Arc::new(MemoryStorage::new(Arc::clone(clock))),
        SecondaryStorageConfig::Redis { url, key_prefix } => Arc::new(RedisStorage::new(url, key_prefix)?),
    })
}

/// A key-value store whose entries end by themselves. Every method is one step, also among replicas.
#[async_trait]
pub trait SecondaryStorage: fmt::Debug + Send + Sync {
    /// The value of a key.
    ///
    /// # Errors
    ///
    /// When the storage fails.
    async fn get(&self, key: &str) -> StoreResult<Option<String>>;

    /// Sets the value of a key, which ends after `lifetime`.
    ///
    /// # Errors
    ///
    /// When the storage fails.
    async fn set(&self, key: &str, value: &str, lifetime: Duration) -> StoreResult<()>;

    /// Removes a key. One that is not there is fine.
    ///
    /// # Errors
    ///
    /// When the storage fails.
    async fn delete(&self, key: &str) -> StoreResult<()>;

    /// Takes the value of a key away: of parallel calls, one gets it.
    ///
    /// # Errors
    ///
    /// When the storage fails.
    async fn get_and_delete(&self, key: &str) -> StoreResult<Option<String>>;

    /// Sets a key, or removes it where `new` is `None`, if its value still is `old`; says whether it was. `None` stands
    /// for a key that is not there.
    ///
    /// # Errors
    ///
    /// When the storage fails.
    async fn replace(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>) -> StoreResult<bool>;

    /// Counts up from zero and answers the count; a new counter ends after `lifetime`.
    ///
    /// # Errors
    ///
    /// When the storage fails.
    async fn increment(&self, key: &str, lifetime: Duration) -> StoreResult<u64>;
}
