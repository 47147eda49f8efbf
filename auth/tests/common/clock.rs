use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use auth::{Clock, wire::Timestamp};

/// A clock that goes when it is told to.
#[derive(Debug)]
pub(crate) struct FakeClock(AtomicI64);

/// 2026-01-15T12:00:00.123Z
const START: i64 = 1_768_478_400_123;

impl Default for FakeClock {
    fn default() -> Self {
        Self(AtomicI64::new(START))
    }
}

impl FakeClock {
    pub(crate) fn advance(&self, by: Duration) {
        self.set(self.now() + by);
    }

    /// Stops a millisecond earlier, the least that a clock can tell.
    pub(crate) fn advance_to_just_before(&self, moment: Duration) {
        self.set(self.now() + moment - Duration::from_millis(1));
    }

    pub(crate) fn set(&self, now: Timestamp) {
        self.0.store(now.as_millis(), Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}
