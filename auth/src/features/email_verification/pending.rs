//! The change of address that waits for its link: shown to the person, replaced by a later one, and called off.

use crate::{
    Auth, Cx,
    error::Result,
    features::audit::Note,
    store::VerificationRow,
    wire::{AuditAction, ErrorCode, StatusOutput, User},
};

/// Stands where an address was until the change was called off. No address looks like it.
const CALLED_OFF: &str = "-";

impl Auth {
    /// The address that the caller asked for and that waits for its link.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn pending_email_change(&self, cx: &mut Cx) -> Result<Option<String>> {
        let user = self.require_session(cx).await?.user;
        Ok(self.pending_change(&user).await?.filter(|email| email != CALLED_OFF))
    }

    /// Calls the change of address of the caller off: its links no longer work.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn cancel_email_change(&self, cx: &mut Cx) -> Result<StatusOutput> {
        let user = self.require_own_session(cx).await?.user;
        self.call_off_email_change(&user).await?;
        self.record(cx, Note::new(AuditAction::EmailChangeCancelled)).await;
        Ok(StatusOutput { status: true })
    }

    /// Makes the links of a change of address that was asked for worth nothing.
    pub(crate) async fn call_off_email_change(&self, user: &User) -> Result<()> {
        self.set_pending_change(user, CALLED_OFF).await
    }

    /// Notes that links for this address are on their way, in place of those for an earlier one.
    pub(super) async fn set_pending_change(&self, user: &User, new_email: &str) -> Result<()> {
        self.forget_pending_change(user).await?;
        let now = self.now();
        let row = VerificationRow {
            id: self.generate_id(),
            identifier: identifier(user),
            value: new_email.to_owned(),
            // Two links may follow each other.
            expires_at: now + 2 * self.config().email_verification.expires_in,
            created_at: now,
        };
        Ok(self.store().verifications().create_verification(row).await?)
    }

    pub(super) async fn forget_pending_change(&self, user: &User) -> Result<()> {
        let identifiers = [identifier(user), String::new()];
        self.store().verifications().consume_verification(&identifiers, self.now()).await?;
        Ok(())
    }

    /// Refuses the link of a change that was called off or replaced. Of links that Better Auth made there is no
    /// note, so they are good.
    pub(super) async fn check_still_wanted(&self, user: &User, new_email: &str) -> Result<()> {
        match self.pending_change(user).await? {
            Some(wanted) if wanted != new_email => Err(super::refused(ErrorCode::InvalidToken)),
            _ => Ok(()),
        }
    }

    async fn pending_change(&self, user: &User) -> Result<Option<String>> {
        let identifiers = [identifier(user), String::new()];
        Ok(self.store().verifications().peek_verification(&identifiers, self.now()).await?)
    }
}

fn identifier(user: &User) -> String {
    format!("latchkey-email-change:{}", user.id)
}
