//! The one place of this crate that reads the clock: people want to know how long a step took.

use std::fmt;
use std::time::{Duration, Instant};

pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "measures how long a build step takes; nothing depends on it")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(&self) -> Elapsed {
        Elapsed(self.0.elapsed())
    }

    pub(crate) fn has_passed(&self, limit: Duration) -> bool {
        self.0.elapsed() >= limit
    }
}

/// A duration as people say it: `8 s`, `3 min 20 s`.
#[derive(Clone, Copy, Default)]
pub(crate) struct Elapsed(pub(crate) Duration);

impl fmt::Display for Elapsed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        if seconds < 60 {
            formatter.pad(&format!("{seconds} s"))
        } else {
            formatter.pad(&format!("{} min {:02} s", seconds / 60, seconds % 60))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(Elapsed(Duration::from_millis(900)).to_string(), "0 s");
        assert_eq!(Elapsed(Duration::from_secs(59)).to_string(), "59 s");
        assert_eq!(Elapsed(Duration::from_secs(200)).to_string(), "3 min 20 s");
    }
}
