use std::time::Duration;

use async_trait::async_trait;

use super::{SqlStore, statement::Statement};
use crate::{
    config::RateLimitRule,
    error::Result,
    rate_limit::{Counter, RateLimits},
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
        let statement = Statement::new(r#"SELECT "count", "lastRequest" FROM "rateLimit" WHERE "key" = ?"#);
        let Some(row) = self.pool.fetch_optional(statement.bind(key)).await? else {
            return Ok(None);
        };
        Ok(Some(Counter {
            count: u32::try_from(row.integer("count")?).unwrap_or(u32::MAX),
            last_request: Timestamp::from_millis(row.integer("lastRequest")?),
        }))
    }

    async fn swap_counter(&self, key: &str, current: Option<Counter>, next: Counter) -> StoreResult<bool> {
        let statement = match current {
            // The key is unique among the counters, so it serves as the row's id too.
            None => {
                Statement::new(r#"INSERT INTO "rateLimit" ("id", "key", "count", "lastRequest") VALUES (?, ?, ?, ?)"#)
                    .bind(key)
                    .bind(key)
                    .bind(i64::from(next.count))
                    .bind(next.last_request.as_millis())
            }
            Some(current) => Statement::new(
                r#"UPDATE "rateLimit" SET "count" = ?, "lastRequest" = ?
                WHERE "key" = ? AND "count" = ? AND "lastRequest" = ?"#,
            )
            .bind(i64::from(next.count))
            .bind(next.last_request.as_millis())
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
