use async_trait::async_trait;

use super::StoreResult;
use crate::wire::{Fields, Member, Organization, OwnOrganization, Team, TeamMember, Timestamp};

/// What names an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganizationKey<'a> {
    /// Its id.
    Id(&'a str),
    /// Its name in addresses.
    Slug(&'a str),
}

/// An organization that is to be made, with whom and what it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrganization {
    /// The organization. Its metadata is a text.
    pub organization: Organization,
    /// Its first member.
    pub member: Member,
    /// Its first team, with its first member.
    pub team: Option<(Team, TeamMember)>,
}

/// What changes of an organization; what is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganizationChanges {
    /// What it is called.
    pub name: Option<String>,
    /// Its name in addresses.
    pub slug: Option<String>,
    /// Address of a picture; `Some(None)` removes it.
    pub logo: Option<Option<String>>,
    /// What the application keeps about it, as JSON.
    pub metadata: Option<String>,
    /// Fields of the configuration.
    pub fields: Fields,
}

/// Organizations.
#[async_trait]
pub trait OrganizationStore: std::fmt::Debug + Send + Sync {
    /// Makes an organization; whether its first member was in fewer than `limit` ones. Of parallel calls, each counts
    /// what the others have made.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`](super::StoreError::Duplicate) for a slug that another one has; when the database fails.
    async fn create_organization(&self, new: &NewOrganization, limit: Option<u64>) -> StoreResult<bool>;

    /// An organization, whoever asks.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_organization(&self, key: OrganizationKey<'_>) -> StoreResult<Option<Organization>>;

    /// Changes an organization; the organization as it is then, if it is there.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`](super::StoreError::Duplicate) for a slug that another one has; when the database fails.
    async fn update_organization(&self, id: &str, changes: &OrganizationChanges) -> StoreResult<Option<Organization>>;

    /// Deletes an organization with everything in it; whether it was there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_organization(&self, id: &str) -> StoreResult<bool>;

    /// The organizations of a user, the one first that they have been in for longest, with their roles there and how many
    /// invitations wait.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_organizations(&self, user_id: &str, now: Timestamp) -> StoreResult<Vec<OwnOrganization>>;

    /// A page of all organizations, the latest first, with how many members each has, and how many organizations there
    /// are. A search is a part of the name or of the slug, in capitals or not.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_all_organizations(
        &self,
        search: &str,
        limit: u64,
        offset: u64,
    ) -> StoreResult<(Vec<(Organization, u64)>, u64)>;

    /// How many organizations a user is in.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn count_organizations(&self, user_id: &str) -> StoreResult<u64>;
}
