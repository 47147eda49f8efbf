//! How the application stands, for the first page of administration.

use std::time::Duration;

use super::{LIST_USERS, UserAction};
use crate::{
    Auth, Cx,
    error::Result,
    store::{Counts, Made},
    wire::{AuditAction, ErrorCode, Timestamp},
};

const DAY: Duration = Duration::from_hours(24);

/// How things stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminOverview {
    /// How many there are now.
    pub counts: Counts,
    /// The last days, the oldest first; the last one is today.
    pub days: Vec<Day>,
}

/// What was made on a day (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// When it began.
    pub begins: Timestamp,
    /// What was made.
    pub made: Made,
}

impl Auth {
    /// How things stand, and how many accounts and sessions were made on each of the last days. Without an audit log,
    /// sessions that were ended are not counted.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for somebody who may not list users.
    pub async fn admin_overview(&self, cx: &mut Cx, days: u32) -> Result<AdminOverview> {
        self.perform(cx, &LIST_USERS, (), async |cx, ()| {
            self.require_permission(cx, UserAction::List, ErrorCode::NotAllowedToListUsers).await?;
            let now = self.now();
            let begin = now.start_of_day();
            let mut counted = Vec::new();
            for back in (0..days).rev() {
                let begins = begin - DAY * back;
                let mut made = self.store().count_made(begins, begins + DAY).await?;
                if self.config().audit.enabled {
                    // The log knows those too that have been ended.
                    made.sessions = self.store().count_events(AuditAction::SignedIn, begins, begins + DAY).await?;
                }
                counted.push(Day { begins, made });
            }
            Ok(AdminOverview { counts: self.store().count_all(now).await?, days: counted })
        })
        .await
    }
}
