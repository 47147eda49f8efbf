//! Keys of organizations: who in one may do what with them.

use crate::{
    Auth,
    error::Result,
    features::access::Request,
    wire::{ErrorCode, Member},
};

crate::actions! {
    /// What can be done with the keys of an organization. No built-in role but the owner's may; a role is allowed to by
    /// `organization.statements` and `organization.roles`.
    pub enum ApiKeyAction of "apiKey" {
        /// Make one.
        Create = "create",
        /// See them.
        Read = "read",
        /// Change one.
        Update = "update",
        /// End one.
        Delete = "delete",
    }
}

impl Auth {
    /// Refuses whoever may not do this with the keys of an organization.
    pub(super) async fn require_key_permission(
        &self,
        user_id: &str,
        organization_id: &str,
        action: ApiKeyAction,
    ) -> Result<()> {
        if !self.config().organization.enabled {
            return Err(ErrorCode::OrganizationPluginRequired.into());
        }
        let member = self.store().find_member(organization_id, user_id).await?;
        let member = member.ok_or(ErrorCode::UserNotMemberOfOrganization)?;
        if self.may_handle_api_keys(&member, action).await? {
            return Ok(());
        }
        Err(ErrorCode::InsufficientApiKeyPermissions.into())
    }

    /// Whether a member may do this with the keys of the organization. Owners may always.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn may_handle_api_keys(&self, member: &Member, action: ApiKeyAction) -> Result<bool> {
        Ok(self.is_owner(member) || self.may_in(member, &Request::all([action])).await?)
    }
}
