//! What is a function among Better Auth's options of organizations.

use std::fmt;

use async_trait::async_trait;

use crate::{
    Auth,
    error::Result,
    store::OrganizationChanges,
    wire::{Invitation, Member, Organization, Team, TeamChanges, TeamMember, User},
};

/// Rules of the application about organizations, handed to
/// [`AuthBuilder::organization_hooks`](crate::AuthBuilder::organization_hooks). Every method has a default that changes
/// nothing.
#[async_trait]
pub trait OrganizationHooks: fmt::Debug + Send + Sync {
    /// Whether a user may start an organization. Default: as configured.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn may_create_organization(&self, auth: &Auth, user: &User) -> Result<bool> {
        let _ = user;
        Ok(auth.config().organization.allow_user_to_create_organization)
    }

    /// In how many organizations a user may be to start another one. Default: as configured.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn organization_limit(&self, auth: &Auth, user: &User) -> Result<Option<u64>> {
        let _ = user;
        Ok(auth.config().organization.organization_limit)
    }

    /// How many members an organization has at most when this user joins. Default: as configured.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn membership_limit(&self, auth: &Auth, user: &User, organization: &Organization) -> Result<u64> {
        let _ = (user, organization);
        Ok(auth.config().organization.membership_limit)
    }

    /// How many invitations of an organization wait at most when this user invites. Default: as configured.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn invitation_limit(&self, auth: &Auth, inviter: &User, organization: &Organization) -> Result<u64> {
        let _ = (inviter, organization);
        Ok(auth.config().organization.invitation_limit)
    }

    /// How many teams an organization has at most. Default: as configured.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn maximum_teams(&self, auth: &Auth, organization_id: &str) -> Result<Option<u64>> {
        let _ = organization_id;
        Ok(auth.config().organization.teams.maximum_teams)
    }

    /// How many members a team has at most. Default: as configured.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn maximum_members_per_team(&self, auth: &Auth, organization_id: &str, team_id: &str) -> Result<Option<u64>> {
        let _ = (organization_id, team_id);
        Ok(auth.config().organization.teams.maximum_members_per_team)
    }

    /// How many roles of its own an organization has at most. Default: as configured.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn maximum_roles(&self, auth: &Auth, organization_id: &str) -> Result<Option<u64>> {
        let _ = organization_id;
        Ok(auth.config().organization.dynamic_access_control.maximum_roles_per_organization)
    }

    /// Where the mail of an invitation leads, if not to the page of the configuration. Whoever has the token has read the
    /// mail.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn invitation_url(&self, auth: &Auth, invitation: &Invitation, token: &str) -> Result<Option<String>> {
        let _ = (auth, invitation, token);
        Ok(None)
    }

    /// Before an organization is started. It may change the organization; the metadata is a JSON text.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_create_organization(
        &self,
        auth: &Auth,
        organization: &mut Organization,
        user: &User,
    ) -> Result<()> {
        let _ = (auth, organization, user);
        Ok(())
    }

    /// Before an organization changes. It may change what changes.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_update_organization(
        &self,
        auth: &Auth,
        changes: &mut OrganizationChanges,
        user: &User,
        member: &Member,
    ) -> Result<()> {
        let _ = (auth, changes, user, member);
        Ok(())
    }

    /// Before an organization is deleted.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_delete_organization(&self, auth: &Auth, organization: &Organization, user: &User) -> Result<()> {
        let _ = (auth, organization, user);
        Ok(())
    }

    /// Before somebody becomes a member other than by an invitation. It may change the member.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_add_member(
        &self,
        auth: &Auth,
        member: &mut Member,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, member, user, organization);
        Ok(())
    }

    /// Before a member is removed.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_remove_member(
        &self,
        auth: &Auth,
        member: &Member,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, member, user, organization);
        Ok(())
    }

    /// Before a member gets another role. It may change the role.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_update_member_role(
        &self,
        auth: &Auth,
        member: &Member,
        new_role: &mut String,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, member, new_role, user, organization);
        Ok(())
    }

    /// Before somebody is invited. It may change the invitation.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_create_invitation(
        &self,
        auth: &Auth,
        invitation: &mut Invitation,
        inviter: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, invitation, inviter, organization);
        Ok(())
    }

    /// Before an invitation is accepted.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_accept_invitation(
        &self,
        auth: &Auth,
        invitation: &Invitation,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, invitation, user, organization);
        Ok(())
    }

    /// Before an invitation is rejected.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_reject_invitation(
        &self,
        auth: &Auth,
        invitation: &Invitation,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, invitation, user, organization);
        Ok(())
    }

    /// Before an invitation is called off.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_cancel_invitation(
        &self,
        auth: &Auth,
        invitation: &Invitation,
        cancelled_by: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, invitation, cancelled_by, organization);
        Ok(())
    }

    /// Before a team is made. It may change the team.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_create_team(
        &self,
        auth: &Auth,
        team: &mut Team,
        user: Option<&User>,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, team, user, organization);
        Ok(())
    }

    /// Before a team changes. It may change what changes.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_update_team(
        &self,
        auth: &Auth,
        team: &Team,
        changes: &mut TeamChanges,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, team, changes, user, organization);
        Ok(())
    }

    /// Before a team is deleted.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_delete_team(
        &self,
        auth: &Auth,
        team: &Team,
        user: Option<&User>,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, team, user, organization);
        Ok(())
    }

    /// Before somebody is put into a team.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_add_team_member(
        &self,
        auth: &Auth,
        team: &Team,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, team, user, organization);
        Ok(())
    }

    /// Before somebody is taken out of a team.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_remove_team_member(
        &self,
        auth: &Auth,
        member: &TeamMember,
        team: &Team,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, member, team, user, organization);
        Ok(())
    }

    /// After an organization was started.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_create_organization(
        &self,
        auth: &Auth,
        organization: &Organization,
        user: &User,
        member: &Member,
    ) -> Result<()> {
        let _ = (auth, organization, user, member);
        Ok(())
    }

    /// After an organization was changed.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_update_organization(
        &self,
        auth: &Auth,
        organization: &Organization,
        user: &User,
        member: &Member,
    ) -> Result<()> {
        let _ = (auth, organization, user, member);
        Ok(())
    }

    /// After an organization was deleted.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_delete_organization(&self, auth: &Auth, organization: &Organization, user: &User) -> Result<()> {
        let _ = (auth, organization, user);
        Ok(())
    }

    /// After somebody became a member other than by an invitation.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_add_member(
        &self,
        auth: &Auth,
        member: &Member,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, member, user, organization);
        Ok(())
    }

    /// After a member was removed.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_remove_member(
        &self,
        auth: &Auth,
        member: &Member,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, member, user, organization);
        Ok(())
    }

    /// After a member got another role.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_update_member_role(
        &self,
        auth: &Auth,
        member: &Member,
        previous_role: &str,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, member, previous_role, user, organization);
        Ok(())
    }

    /// After somebody was invited.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_create_invitation(
        &self,
        auth: &Auth,
        invitation: &Invitation,
        inviter: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, invitation, inviter, organization);
        Ok(())
    }

    /// After an invitation was accepted.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_accept_invitation(
        &self,
        auth: &Auth,
        invitation: &Invitation,
        member: &Member,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, invitation, member, user, organization);
        Ok(())
    }

    /// After an invitation was rejected.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_reject_invitation(
        &self,
        auth: &Auth,
        invitation: &Invitation,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, invitation, user, organization);
        Ok(())
    }

    /// After an invitation was called off.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_cancel_invitation(
        &self,
        auth: &Auth,
        invitation: &Invitation,
        cancelled_by: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, invitation, cancelled_by, organization);
        Ok(())
    }

    /// After a team was made.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_create_team(
        &self,
        auth: &Auth,
        team: &Team,
        user: Option<&User>,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, team, user, organization);
        Ok(())
    }

    /// After a team was changed.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_update_team(
        &self,
        auth: &Auth,
        team: &Team,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, team, user, organization);
        Ok(())
    }

    /// After a team was deleted.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_delete_team(
        &self,
        auth: &Auth,
        team: &Team,
        user: Option<&User>,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, team, user, organization);
        Ok(())
    }

    /// After somebody was put into a team.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_add_team_member(
        &self,
        auth: &Auth,
        member: &TeamMember,
        team: &Team,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, member, team, user, organization);
        Ok(())
    }

    /// After somebody was taken out of a team.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_remove_team_member(
        &self,
        auth: &Auth,
        member: &TeamMember,
        team: &Team,
        user: &User,
        organization: &Organization,
    ) -> Result<()> {
        let _ = (auth, member, team, user, organization);
        Ok(())
    }
}

/// No rules.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoOrganizationHooks;

impl OrganizationHooks for NoOrganizationHooks {}

/// Logs what became of a rule that was asked afterwards.
pub(super) fn tell(hook: &str, outcome: Result<()>) {
    if let Err(error) = outcome {
        let error = &error as &dyn std::error::Error;
        tracing::error!(hook, error, "a hook failed");
    }
}
