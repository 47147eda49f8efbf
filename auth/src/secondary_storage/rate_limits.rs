use std::{sync::Arc, time::Duration};

use async_trait::async_trait;

use super::SecondaryStorage;
use crate::{
    config::RateLimitRule,
    error::Result,
    rate_limit::{MemoryRateLimits, RateLimits},
    wire::Timestamp,
};

/// Counters in a secondary storage, as upstream: the window begins with the first request of it.
#[derive(Debug)]
pub(crate) struct SecondaryRateLimits {
    storage: Arc<dyn SecondaryStorage>,
    /// Counts while the storage fails: then the limit is one per replica, and never none.
    fallback: MemoryRateLimits,
}

impl SecondaryRateLimits {
    pub(crate) fn new(storage: Arc<dyn SecondaryStorage>) -> Self {
        Self { storage, fallback: MemoryRateLimits::default() }
    }
}

#[async_trait]
impl RateLimits for SecondaryRateLimits {
    async fn consume(&self, key: &str, rule: RateLimitRule, now: Timestamp) -> Result<Option<Duration>> {
        let counted = self.storage.increment(key, rule.window).await.map_err(|error| {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "the secondary storage does not count; this process counts for itself");
        });
        match counted {
            // When the window began is not known, so the caller waits for a whole one, as upstream.
            Ok(count) => Ok((count > u64::from(rule.max)).then_some(rule.window)),
            Err(()) => self.fallback.consume(key, rule, now).await,
        }
    }
}
