//! How often a client may do what.
//!
//! Rules and answers are Better Auth's: a counter per client and path that starts again when the window has
//! passed since the last counted request, three sign-ins in ten seconds, 429 with `X-Retry-After`.

mod memory;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;

pub use memory::MemoryRateLimits;

use crate::{
    client_ip::ClientIp,
    clock::Clock,
    config::{AuthConfig, RateLimitConfig, RateLimitRule},
    error::{Error, Result},
    features,
    operation::Operation,
    origin::wildcard_match,
    wire::Timestamp,
};

/// Counts requests. The decision is one step, so that parallel requests cannot all pass on a stale count.
#[async_trait]
pub trait RateLimits: std::fmt::Debug + Send + Sync {
    /// Counts a request under a key, unless the rule is used up: then the time to wait.
    ///
    /// # Errors
    ///
    /// When the counters cannot be read or written.
    async fn consume(&self, key: &str, rule: RateLimitRule, now: Timestamp) -> Result<Option<Duration>>;
}

/// The counter of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counter {
    /// Counted requests of the current window.
    pub count: u32,
    /// When the last one was counted.
    pub last_request: Timestamp,
}

impl Counter {
    /// What a request makes of the counter, or the time to wait. The one place with the arithmetic.
    ///
    /// # Errors
    ///
    /// `Err` holds the time until the window ends.
    pub fn next(current: Option<Self>, rule: RateLimitRule, now: Timestamp) -> Result<Self, Duration> {
        let running = current.filter(|counter| now.since(counter.last_request) < rule.window);
        match running {
            Some(counter) if counter.count >= rule.max => Err((counter.last_request + rule.window).since(now)),
            Some(counter) => Ok(Self { count: counter.count + 1, last_request: now }),
            None => Ok(Self { count: 1, last_request: now }),
        }
    }
}

/// The limiter of the core: rules, and where it counts.
#[derive(Debug, Clone)]
pub(crate) struct RateLimiter {
    config: RateLimitConfig,
    /// The rules of features, by path.
    of_features: Vec<(&'static str, RateLimitRule)>,
    clock: Arc<dyn Clock>,
    limits: Arc<dyn RateLimits>,
}

impl RateLimiter {
    pub(crate) fn new(config: &AuthConfig, clock: Arc<dyn Clock>, limits: Arc<dyn RateLimits>) -> Self {
        let of_features = features::rate_limits(config).collect();
        Self { config: config.rate_limit.clone(), of_features, clock, limits }
    }

    /// Counts a request for an operation; clients whose address is not known share one counter, as upstream.
    pub(crate) async fn check(&self, operation: &Operation, client: Option<ClientIp>) -> Result<()> {
        if !self.config.enabled {
            return Ok(());
        }
        let Some(rule) = self.rule(operation.path) else {
            return Ok(());
        };
        let client = client.map_or_else(|| "no-trusted-ip".to_owned(), |address| address.to_string());
        let key = format!("{client}|{}", operation.path);
        match self.limits.consume(&key, rule, self.clock.now()).await? {
            None => Ok(()),
            Some(wait) => Err(Error::too_many_requests(wait)),
        }
    }

    /// Counts something that is no request under a key; whether the rule allows it.
    pub(crate) async fn allows(&self, key: &str, rule: RateLimitRule) -> Result<bool> {
        Ok(self.limits.consume(key, rule, self.clock.now()).await?.is_none())
    }

    fn rule(&self, path: &str) -> Option<RateLimitRule> {
        let custom = self.config.custom_rules.iter().find(|(pattern, _)| wildcard_match(pattern, path));
        if let Some((_, rule)) = custom {
            return *rule;
        }
        let of_feature = self.of_features.iter().find(|(own, _)| *own == path).map(|(_, rule)| *rule);
        Some(of_feature.or_else(|| built_in_rule(path)).unwrap_or(self.config.rule))
    }
}

/// Better Auth's rules for what is worth guessing at and for what sends mail.
fn built_in_rule(path: &str) -> Option<RateLimitRule> {
    let guessing = ["/sign-in", "/sign-up", "/change-password", "/change-email", "/reauthenticate"];
    let mailing = ["/request-password-reset", "/send-verification-email"];
    let rule = |seconds, max| Some(RateLimitRule { window: Duration::from_secs(seconds), max });
    let second_factor = path.starts_with("/two-factor/");
    if second_factor || guessing.iter().any(|prefix| path.starts_with(prefix)) {
        rule(10, 3)
    } else if mailing.contains(&path) {
        rule(60, 3)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: RateLimitRule = RateLimitRule { window: Duration::from_secs(10), max: 3 };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    #[test]
    fn the_window_starts_again_after_the_last_counted_request() {
        let mut counter = None;
        for second in [0, 4, 8] {
            counter = Some(Counter::next(counter, RULE, at(second)).unwrap());
        }
        assert_eq!(Counter::next(counter, RULE, at(9)), Err(Duration::from_secs(9)));
        assert_eq!(Counter::next(counter, RULE, at(17)), Err(Duration::from_secs(1)));
        assert_eq!(Counter::next(counter, RULE, at(18)), Ok(Counter { count: 1, last_request: at(18) }));
    }

    #[test]
    fn a_clock_that_goes_back_does_not_lock_anybody_out_for_ever() {
        let counter = Some(Counter { count: 3, last_request: at(100) });
        assert_eq!(Counter::next(counter, RULE, at(50)), Err(Duration::from_mins(1)));
        assert!(Counter::next(counter, RULE, at(110)).is_ok());
    }

    #[test]
    fn signing_in_has_a_rule_of_its_own() {
        assert_eq!(built_in_rule("/sign-in/email"), Some(RULE));
        assert_eq!(built_in_rule("/get-session"), None);
    }
}
