use std::time::Duration;

use super::{load::set, reader::Reader};

/// Options of the audit log. Ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditConfig {
    /// Default `false`, as Better Auth has no such log; the application here switches it on.
    pub enabled: bool,
    /// How long events are kept. `None`: for ever. Default one year.
    pub retention: Option<Duration>,
}

impl Default for AuditConfig {
    fn default() -> Self {
        Self { enabled: false, retention: Some(days(365)) }
    }
}

impl AuditConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        let retention = section.number::<u32>("retention_days").map(|number| (number > 0).then(|| days(number)));
        set(&mut self.retention, retention);
        section.finish();
    }
}

fn days(number: u32) -> Duration {
    Duration::from_hours(24) * number
}
