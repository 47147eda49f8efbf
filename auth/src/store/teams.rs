use async_trait::async_trait;

use super::{Joined, Seat, StoreResult};
use crate::wire::{Fields, Team, TeamMember, Timestamp};

/// What became of a team that was to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TeamRemoval {
    /// It is gone.
    Done,
    /// There is no such team in the organization.
    NotFound,
    /// It is the only one.
    LastTeam,
}

/// Teams of organizations.
#[async_trait]
pub trait TeamStore: std::fmt::Debug + Send + Sync {
    /// Makes a team unless the organization has `limit` ones; whether it did. Of parallel calls, each counts what the
    /// others have made.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_team(&self, team: &Team, limit: Option<u64>) -> StoreResult<bool>;

    /// A team of an organization.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_team(&self, organization_id: &str, id: &str) -> StoreResult<Option<Team>>;

    /// A team, and whether a user is in it and in its organization.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_team_as(&self, id: &str, user_id: &str) -> StoreResult<Option<(Team, bool)>>;

    /// The teams of an organization, the first one first.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_teams(&self, organization_id: &str) -> StoreResult<Vec<Team>>;

    /// The teams that a user is in, of the organizations that they are in, or of one of these.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_teams_of(&self, user_id: &str, organization_id: Option<&str>) -> StoreResult<Vec<Team>>;

    /// Changes a team of an organization; the team as it is then, if it is there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn update_team(
        &self,
        organization_id: &str,
        id: &str,
        name: Option<&str>,
        fields: &Fields,
        now: Timestamp,
    ) -> StoreResult<Option<Team>>;

    /// Deletes a team of an organization, also from the invitations that wait; with `keeps_one`, not the only one.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn remove_team(&self, organization_id: &str, id: &str, keeps_one: bool) -> StoreResult<TeamRemoval>;

    /// A user as a member of a team of an organization.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_team_member(
        &self,
        organization_id: &str,
        team_id: &str,
        user_id: &str,
    ) -> StoreResult<Option<TeamMember>>;

    /// Who is in a team, whoever asks.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_team_members(&self, team_id: &str) -> StoreResult<Vec<TeamMember>>;

    /// Puts a member of an organization into one of its teams; who is in it already stays.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn add_team_member(&self, organization_id: &str, seat: &Seat) -> StoreResult<Joined>;

    /// Takes somebody out of a team of an organization; whether they were in it.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn remove_team_member(&self, organization_id: &str, team_id: &str, user_id: &str) -> StoreResult<bool>;
}
