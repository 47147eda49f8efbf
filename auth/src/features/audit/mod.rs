//! The audit log: what happened to accounts, who did it, when and from where. Ours; Better Auth has none.
//!
//! Operations note events in the context of their request ([`Cx::note`](crate::Cx)), and the frame of every operation
//! writes them when it is over, whether it was done or refused. A request that is refused for want of a permission is an
//! event of its own. Events hold ids, no names and no addresses of mailboxes, so that deleting an account leaves
//! nothing of it here but an id.

mod list;
mod note;

pub use list::AuditPage;
pub(crate) use note::Note;

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicI64, AtomicU16, Ordering},
};

use crate::{
    Auth, Cx,
    error::Error,
    features::session::user_agent,
    operation::Operation,
    rng::{ALPHANUMERIC, random_text},
    store::first_event_id,
    wire::{AuditAction, AuditEvent, ErrorCode, Timestamp},
};

/// Letters of an id after those of the time and of the number among the events of a process.
const RANDOM_LETTERS: usize = 16;

/// Most letters of a target or a detail; what MySQL's columns hold.
const MAX_TEXT: usize = 255;

/// How often events are looked for that have been kept long enough.
const FORGETTING_INTERVAL_MILLIS: i64 = 60 * 60 * 1000;

/// What the core holds for the log.
#[derive(Debug, Default)]
pub(crate) struct AuditLog {
    /// When events were last looked for that have been kept long enough, in milliseconds since 1970.
    forgotten_at: AtomicI64,
    /// Counts events, so that those of one millisecond stay in their order. It begins again after 65,535.
    number: AtomicU16,
}

impl AuditLog {
    fn next_number(&self) -> u16 {
        self.number.fetch_add(1, Ordering::Relaxed)
    }

    /// Whether it is an hour ago that old events were forgotten; if so, the caller is the one to do it.
    fn is_time_to_forget(&self, now: Timestamp) -> bool {
        let (now, last) = (now.as_millis(), self.forgotten_at.load(Ordering::Relaxed));
        let due = now.saturating_sub(last) >= FORGETTING_INTERVAL_MILLIS;
        due && self.forgotten_at.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

impl Auth {
    /// Notes that somebody who is signed in tried what they may not do.
    pub(crate) fn note_refusal(cx: &mut Cx, operation: &'static Operation, error: &Error) {
        let refused = matches!(error.status(), 401 | 403) && error.code() != ErrorCode::SessionNotFresh;
        // What says more, for example that a code was wrong, is said once.
        if refused && cx.caller().is_some() && !cx.has_notes() {
            cx.note(Note::new(AuditAction::Refused).detail(operation.path));
        }
    }

    /// Notes an event and writes it, where no operation of the table is under way.
    pub(crate) async fn record(&self, cx: &mut Cx, note: Note) {
        cx.note(note);
        self.write_audit_events(cx).await;
    }

    /// Writes what was noted in a request. It has happened, so a failing database takes nothing back; the log of the
    /// process has every event too.
    pub(crate) async fn write_audit_events(&self, cx: &mut Cx) {
        let notes = cx.take_notes();
        if notes.is_empty() || !self.config().audit.enabled {
            return;
        }
        let now = self.now();
        for note in notes {
            let event = self.event(cx, note, now);
            if let Err(error) = self.store().create_event(&event).await {
                let error = &error as &dyn std::error::Error;
                tracing::error!(event = "audit.lost", error, action = event.action.as_str(), "an event was not kept");
            }
        }
        self.forget_old_events(now).await;
    }

    fn event(&self, cx: &Cx, note: Note, now: Timestamp) -> AuditEvent {
        let caller = cx.caller();
        let impersonator = caller.and_then(|caller| caller.impersonated_by.clone());
        let acting_as = caller.filter(|_| impersonator.is_some()).map(|caller| caller.user_id.clone());
        let actor_id = note.actor.or(impersonator).or_else(|| caller.map(|caller| caller.user_id.clone()));
        AuditEvent {
            id: self.event_id(now),
            action: note.action,
            subject_id: note.subject.or_else(|| caller.map(|caller| caller.user_id.clone())),
            actor_id,
            acting_as,
            organization_id: note.organization.or_else(|| cx.organization().map(str::to_owned)),
            target: note.target.map(shortened),
            detail: note.detail.map(shortened),
            ip_address: self.client_ip(cx),
            user_agent: cx.facts().map(|_| user_agent(cx)),
            created_at: now,
        }
    }

    fn event_id(&self, now: Timestamp) -> String {
        let mut id = first_event_id(now);
        let written = write!(id, "{:04x}", self.audit_log().next_number());
        debug_assert!(written.is_ok(), "writing to a String does not fail");
        id + &random_text(self.rng().as_ref(), ALPHANUMERIC, RANDOM_LETTERS)
    }

    async fn forget_old_events(&self, now: Timestamp) {
        let Some(retention) = self.config().audit.retention else { return };
        if !self.audit_log().is_time_to_forget(now) {
            return;
        }
        if let Err(error) = self.store().forget_events(now - retention).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "old events were not forgotten");
        }
    }
}

fn shortened(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MAX_TEXT) {
        text.truncate(end);
    }
    text.retain(|letter| letter != '\0');
    text
}
