use async_trait::async_trait;

use super::{Admins, Condition, OrganizationKey, StoreResult};
use crate::wire::{Member, Organization, SortDirection, TeamMember};

/// A place in a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Who is to be in which team.
    pub member: TeamMember,
    /// How many may be in that team.
    pub limit: Option<u64>,
}

/// What became of somebody who was to come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// They are in.
    Done,
    /// They were in already.
    AlreadyIn,
    /// The organization is full.
    Full,
    /// There is no such organization, or they are not in it and so cannot be in its team.
    NotInOrganization,
    /// There is no such team in the organization.
    TeamNotFound,
    /// The team is full.
    TeamFull,
}

/// What became of a member who was to go, or to get another role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Departure {
    /// It is done.
    Done,
    /// Nobody else is an owner, so they stay.
    LastOwner,
    /// They are gone, or their role has changed, since they were read.
    Changed,
}

/// What became of a user who was to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deletion {
    /// They are gone.
    Done,
    /// Nobody else administers the site.
    LastAdmin,
    /// An organization with other members would have no owner.
    LastOwner,
}

/// A page of a list of members.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemberList {
    /// What holds of every member of the list.
    pub condition: Option<Condition>,
    /// The field to sort by, and which way. Members with the same are sorted by their ids.
    pub sort: Option<(String, SortDirection)>,
    /// How many at most.
    pub limit: u64,
    /// How many to leave out.
    pub offset: u64,
}

/// Who is in which organization.
#[async_trait]
pub trait MemberStore: std::fmt::Debug + Send + Sync {
    /// An organization and the user as its member, if they are one.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_membership(
        &self,
        key: OrganizationKey<'_>,
        user_id: &str,
    ) -> StoreResult<Option<(Organization, Member)>>;

    /// A user as a member of an organization, with who they are.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_member(&self, organization_id: &str, user_id: &str) -> StoreResult<Option<Member>>;

    /// A member of an organization by the id of the membership, with who they are.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_member_by_id(&self, organization_id: &str, id: &str) -> StoreResult<Option<Member>>;

    /// A page of the members, with who they are, and how many there are on all pages. What does not fit a field (no such
    /// field, a value of another kind) finds nobody.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_members(&self, organization_id: &str, list: &MemberList) -> StoreResult<(Vec<Member>, u64)>;

    /// How many members an organization has.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn count_members(&self, organization_id: &str) -> StoreResult<u64>;

    /// Lets somebody in, and into a team, unless there are `limit` members already. Of parallel calls, each counts whom
    /// the others have let in.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn add_member(&self, member: &Member, limit: u64, seats: &[Seat]) -> StoreResult<Joined>;

    /// Gives a member another role, unless nobody else would have the role of owners.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn change_role(&self, member: &Member, role: &str, owner_role: &str) -> StoreResult<Departure>;

    /// Removes a member, also from the teams, unless nobody else has the role of owners.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn remove_member(&self, member: &Member, owner_role: &str) -> StoreResult<Departure>;

    /// Deletes a user with everything that belongs to them, and the organizations that nobody else is in; not if one with
    /// other members would be without an owner, nor the last of those who administer the site, if these are given.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_member_everywhere(
        &self,
        user_id: &str,
        owner_role: &str,
        admins: Option<&Admins>,
    ) -> StoreResult<Deletion>;
}
