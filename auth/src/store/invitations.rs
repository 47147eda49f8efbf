use async_trait::async_trait;

use super::{Joined, Seat, StoreResult};
use crate::wire::{Invitation, InvitationStatus, Member, Organization, Timestamp, UserInvitation};

/// What became of an invitation that was to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invited {
    /// It waits for an answer.
    Done,
    /// One to this address waits already.
    AlreadyInvited,
    /// As many wait as may.
    LimitReached,
    /// There is no such team in the organization.
    TeamNotFound,
}

/// Invitations to organizations.
#[async_trait]
pub trait InvitationStore: std::fmt::Debug + Send + Sync {
    /// Makes an invitation unless `limit` ones of the organization wait, or one to the address; with `replaces`, that one
    /// is called off. Of parallel calls, each counts what the others have made.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_invitation(&self, invitation: &Invitation, limit: u64, replaces: bool) -> StoreResult<Invited>;

    /// An invitation with its organization. Its id is random and known to those who may see it.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_invitation(&self, id: &str) -> StoreResult<Option<(Invitation, Organization)>>;

    /// The invitation of an organization to an address that waits.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_pending_invitation(
        &self,
        organization_id: &str,
        email: &str,
        now: Timestamp,
    ) -> StoreResult<Option<Invitation>>;

    /// Lets an invitation wait until another moment, if it waits; whether it does.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn extend_invitation(&self, organization_id: &str, id: &str, expires_at: Timestamp) -> StoreResult<bool>;

    /// Ends an invitation that waits; whether it did. Of parallel answers one is the answer.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn close_invitation(&self, organization_id: &str, id: &str, status: InvitationStatus) -> StoreResult<bool>;

    /// Lets somebody in by an invitation: it is accepted and they are a member, or nothing is changed. `None` if the
    /// invitation does not wait any more.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn accept_invitation(
        &self,
        invitation: &Invitation,
        member: &Member,
        limit: u64,
        seats: &[Seat],
    ) -> StoreResult<Option<Joined>>;

    /// The invitations of an organization: those first that wait, and of each the latest. At most `limit`.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_invitations(&self, organization_id: &str, limit: u64) -> StoreResult<Vec<Invitation>>;

    /// The invitations to an address that wait for an answer, the latest first. At most `limit`.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_invitations_to(&self, email: &str, limit: u64) -> StoreResult<Vec<UserInvitation>>;
}
