use std::fmt;

use async_trait::async_trait;

use super::StoreResult;
use crate::wire::{AuditAction, AuditEvent, AuditFilter, Timestamp};

/// Whose events are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditScope<'a> {
    /// Those of the whole site.
    Site,
    /// Those of a user: what they did, and what happened to their account.
    User(&'a str),
    /// Those in an organization.
    Organization(&'a str),
}

/// The audit log.
#[async_trait]
pub trait AuditStore: fmt::Debug + Send + Sync {
    /// Keeps an event.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_event(&self, event: &AuditEvent) -> StoreResult<()>;

    /// Events, the latest first, at most `limit`. The user of the filter is an id here.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_events(
        &self,
        scope: AuditScope<'_>,
        filter: &AuditFilter,
        limit: usize,
    ) -> StoreResult<Vec<AuditEvent>>;

    /// How many events of a kind happened from a moment on and before another.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn count_events(&self, action: AuditAction, from: Timestamp, before: Timestamp) -> StoreResult<u64>;

    /// Forgets events that happened before a moment, at most a thousand; how many.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn forget_events(&self, before: Timestamp) -> StoreResult<u64>;
}

/// The first letters of the ids of events at this moment; every earlier id is less.
pub(crate) fn first_event_id(moment: Timestamp) -> String {
    format!("{:012x}", moment.as_millis().max(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_the_order_of_the_events() {
        let moments = [0, 1, 999, 1_795_429_230_400, 1_795_429_230_401, Timestamp::MAX.as_millis()];
        let ids = moments.map(|millis| first_event_id(Timestamp::from_millis(millis)));
        assert!(ids.is_sorted());
        assert!(ids.iter().all(|id| id.len() == 12));
    }
}
