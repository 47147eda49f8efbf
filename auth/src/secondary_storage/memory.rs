use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;

use super::SecondaryStorage;
use crate::{clock::Clock, store::StoreResult, wire::Timestamp};

/// A storage in this process, for tests and for one replica; it is empty after a restart.
pub struct MemoryStorage {
    clock: Arc<dyn Clock>,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    values: HashMap<String, Entry>,
    next_sweep: usize,
}

struct Entry {
    value: String,
    ends: Timestamp,
}

/// Entries that have ended are dropped when there are this many, and again whenever their number has doubled, so that
/// the cost of sweeping stays proportional to what is set.
const FIRST_SWEEP: usize = 10_000;

impl MemoryStorage {
    /// An empty storage, whose entries end by this clock.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, entries: Mutex::default() }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Entries, Timestamp) -> T) -> T {
        // The map is consistent after every statement, so a panic elsewhere does not spoil it.
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut entries, self.clock.now())
    }
}

impl Entries {
    fn get(&self, key: &str, now: Timestamp) -> Option<&str> {
        self.values.get(key).filter(|entry| now < entry.ends).map(|entry| entry.value.as_str())
    }

    fn set(&mut self, key: &str, value: &str, ends: Timestamp, now: Timestamp) {
        if self.values.len() >= self.next_sweep.max(FIRST_SWEEP) {
            self.values.retain(|_, entry| now < entry.ends);
            self.next_sweep = self.values.len() * 2;
        }
        self.values.insert(key.to_owned(), Entry { value: value.to_owned(), ends });
    }
}

#[async_trait]
impl SecondaryStorage for MemoryStorage {
    async fn get(&self, key: &str) -> StoreResult<Option<String>> {
        Ok(self.with(|entries, now| entries.get(key, now).map(str::to_owned)))
    }

    async fn set(&self, key: &str, value: &str, lifetime: Duration) -> StoreResult<()> {
        self.with(|entries, now| entries.set(key, value, now + lifetime, now));
        Ok(())
    }

    async fn delete(&self, key: &str) -> StoreResult<()> {
        self.with(|entries, _| entries.values.remove(key));
        Ok(())
    }

    async fn get_and_delete(&self, key: &str) -> StoreResult<Option<String>> {
        let taken = self.with(|entries, now| entries.values.remove(key).filter(|entry| now < entry.ends));
        Ok(taken.map(|entry| entry.value))
    }

    async fn replace(&self, key: &str, old: Option<&str>, new: Option<(&str, Duration)>) -> StoreResult<bool> {
        Ok(self.with(|entries, now| {
            if entries.get(key, now) != old {
                return false;
            }
            match new {
                Some((value, lifetime)) => entries.set(key, value, now + lifetime, now),
                None => {
                    entries.values.remove(key);
                }
            }
            true
        }))
    }

    async fn increment(&self, key: &str, lifetime: Duration) -> StoreResult<u64> {
        Ok(self.with(|entries, now| {
            let count = entries.get(key, now).and_then(|count| count.parse::<u64>().ok());
            let ends = match (count, entries.values.get(key)) {
                (Some(_), Some(entry)) => entry.ends,
                _ => now + lifetime,
            };
            let count = count.unwrap_or_default() + 1;
            entries.set(key, &count.to_string(), ends, now);
            count
        }))
    }
}

/// Values are sessions.
impl fmt::Debug for MemoryStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStorage")
    }
}
