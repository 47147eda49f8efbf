use std::time::Duration;

use async_trait::async_trait;

use super::{
    SqlStore,
    statement::{Columns, Statement},
};
use crate::{
    config::RateLimitRule,
    crypto::hash_secret,
    error::Result,
    rate_limit::{Counter, RateLimits},
    schema::Model,
    store::{StoreError, StoreResult},
    wire::Timestamp,
};

/// Each lost swap means that another request was counted, and after `max` of those this one is refused. These are
/// for windows that end meanwhile.
const SPARE_TRIES: u32 = 16;

#[async_trait]
impl RateLimits for SqlStore {
    /// Compare and swap: the row is written only if it still is what was read, so that of parallel requests
    /// no more pass than the rule allows, on every database.
    async fn consume(&self, key: &str, rule: RateLimitRule, now: Timestamp) -> Result<Option<Duration>> {
        for _ in 0..rule.max.saturating_add(SPARE_TRIES) {
            let current = self.counter(key).await?;
            let next = match Counter::next(current, rule, now) {
                Ok(next) => next,
                Err(wait) => return Ok(Some(wait)),
            };
            if self.swap_counter(key, current, next).await? {
                return Ok(None);
            }
        }
        Err(StoreError::Database("a rate limit counter is contended".into()).into())
    }
}

impl SqlStore {
    async fn counter(&self, key: &str) -> StoreResult<Option<Counter>> {
        let statement = Statement::new(
            r#"SELECT {rateLimit.count}, {rateLimit.lastRequest} FROM "rateLimit" WHERE "rateLimit.key" = ?"#,
        );
        let Some(row) = self.pool.fetch_optional(statement.bind(key)).await? else {
            return Ok(None);
        };
        Ok(Some(Counter {
            count: u32::try_from(row.integer("rateLimit.count")?).unwrap_or(u32::MAX),
            last_request: Timestamp::from_millis(row.integer("rateLimit.lastRequest")?),
        }))
    }

    async fn swap_counter(&self, key: &str, current: Option<Counter>, next: Counter) -> StoreResult<bool> {
        let row = Columns::of(self.model(Model::RateLimit))
            .set("count", i64::from(next.count))
            .set("lastRequest", next.last_request.as_millis());
        let statement = match current {
            // The generator is not at hand here; the key is unique, and its hash is as short as an id.
            None => row.set("id", &id_of(key)).set("key", key).insert(),
            Some(current) => row
                .update()
                .then(r#" WHERE "rateLimit.key" = ? AND "rateLimit.count" = ? AND "rateLimit.lastRequest" = ?"#)
                .bind(key)
                .bind(i64::from(current.count))
                .bind(current.last_request.as_millis()),
        };
        match self.pool.execute(statement).await {
            Ok(changed) => Ok(changed == 1),
            Err(StoreError::Duplicate) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// A row id for a key: 32 letters, as long as ids in MySQL may be.
fn id_of(key: &str) -> String {
    hash_secret(key).chars().filter(char::is_ascii_alphanumeric).skip("sha256".len()).take(32).collect()
}
