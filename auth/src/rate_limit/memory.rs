use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;

use super::{Counter, RateLimits};
use crate::{config::RateLimitRule, error::Result, wire::Timestamp};

/// Counters in this process. Right for one replica; several need a shared storage.
#[derive(Debug, Default)]
pub struct MemoryRateLimits {
    counters: Mutex<Counters>,
}

#[derive(Debug, Default)]
struct Counters {
    entries: HashMap<String, Entry>,
    next_sweep: usize,
}

#[derive(Debug)]
struct Entry {
    counter: Counter,
    ends: Timestamp,
}

/// A flood of addresses must not fill the memory. Counters that have ended are dropped when there are this many
/// and again whenever their number has doubled, so that the cost of sweeping stays proportional to the requests.
const FIRST_SWEEP: usize = 10_000;
/// With this many running counters, new clients share one.
const MAX_ENTRIES: usize = 500_000;

#[async_trait]
impl RateLimits for MemoryRateLimits {
    async fn consume(&self, key: &str, rule: RateLimitRule, now: Timestamp) -> Result<Option<Duration>> {
        // The map is consistent after every statement, so a panic elsewhere does not spoil it.
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        counters.sweep(now);
        let full = counters.entries.len() >= MAX_ENTRIES && !counters.entries.contains_key(key);
        let key = if full { "overflow" } else { key };
        match Counter::next(counters.entries.get(key).map(|entry| entry.counter), rule, now) {
            Ok(counter) => {
                counters.entries.insert(key.to_owned(), Entry { counter, ends: now + rule.window });
                Ok(None)
            }
            Err(wait) => Ok(Some(wait)),
        }
    }
}

impl Counters {
    fn sweep(&mut self, now: Timestamp) {
        if self.entries.len() >= self.next_sweep.max(FIRST_SWEEP) {
            self.entries.retain(|_, entry| now < entry.ends);
            self.next_sweep = self.entries.len() * 2;
        }
    }
}
