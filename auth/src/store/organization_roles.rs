use async_trait::async_trait;

use super::StoreResult;
use crate::wire::{Fields, OrganizationRole, Timestamp};

/// What became of a role that was to be made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleMaking {
    /// It is there.
    Done,
    /// The organization has as many as it may.
    LimitReached,
    /// Another one has the name.
    NameTaken,
}

/// What changes of a role; what is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganizationRoleChanges {
    /// Its name.
    pub role: Option<String>,
    /// What it allows, as JSON.
    pub permission: Option<String>,
    /// Fields of the configuration.
    pub fields: Fields,
}

/// Roles that an organization has made itself.
#[async_trait]
pub trait OrganizationRoleStore: std::fmt::Debug + Send + Sync {
    /// Makes a role unless the organization has `limit` ones, or one of the name. Of parallel calls, each counts what the
    /// others have made.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_organization_role(&self, role: &OrganizationRole, limit: Option<u64>) -> StoreResult<RoleMaking>;

    /// The roles of an organization, the first one first.
    ///
    /// # Errors
    ///
    /// When the database fails, or a role says what cannot be read.
    async fn list_organization_roles(&self, organization_id: &str) -> StoreResult<Vec<OrganizationRole>>;

    /// Changes a role of an organization.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn update_organization_role(
        &self,
        organization_id: &str,
        id: &str,
        changes: &OrganizationRoleChanges,
        now: Timestamp,
    ) -> StoreResult<RoleMaking>;

    /// Deletes a role of an organization unless a member has it; whether it did.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_organization_role(&self, role: &OrganizationRole) -> StoreResult<bool>;
}
