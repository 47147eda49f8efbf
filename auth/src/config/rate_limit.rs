//! `[rate_limit]`.

use std::time::Duration;

use crate::schema::ModelConfig;

/// Options of rate limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimitConfig {
    /// Default `true`. (Better Auth limits in production only; a rule that is off in development is a rule
    /// nobody has seen working.)
    pub enabled: bool,
    /// The general rule. Default 100 requests in 10 seconds.
    pub rule: RateLimitRule,
    /// Where the counters are. Default: in the secondary storage if there is one, else in this process.
    pub storage: Option<RateLimitStorage>,
    /// Rules per path; the first match replaces the built-in rule, `None` exempts the path.
    pub custom_rules: Vec<(String, Option<RateLimitRule>)>,
    /// Table and columns.
    pub model: ModelConfig,
}

/// At most `max` requests; the count starts again when `window` has passed since the last counted one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimitRule {
    /// The time that has to pass.
    pub window: Duration,
    /// The number of requests.
    pub max: u32,
}

/// Where rate limits are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateLimitStorage {
    /// In this process. Right for one replica.
    Memory,
    /// In the table `rateLimit`.
    Database,
    /// In the secondary storage.
    SecondaryStorage,
}
