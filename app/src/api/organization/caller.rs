//! The caller in the organization that an address names.

use auth::{
    Error,
    features::{
        access::{AccessControl, Action, Request},
        organization::{InvitationAction, MemberAction, Membership, OrganizationAction, RoleAction, TeamAction},
    },
    wire::{ErrorCode, Member, Roles, Team, WhichOrganization},
};

use super::{OrganizationView, Right};
use crate::{api::Door, forms::Refusal, policy::ORGANIZATIONS};

/// The caller in an organization.
#[derive(Debug)]
pub(super) struct InOrganization {
    membership: Membership,
    access: AccessControl,
    members: u64,
}

impl InOrganization {
    /// The id of the organization.
    pub(super) fn id(&self) -> String {
        self.membership.organization.id.clone()
    }

    /// The caller as its member.
    pub(super) const fn member(&self) -> &Member {
        &self.membership.member
    }

    /// The names of all roles that there are in it.
    pub(super) fn roles(&self) -> Vec<String> {
        self.access.role_names().map(str::to_owned).collect()
    }

    /// What pages show of it.
    pub(super) fn view(&self) -> OrganizationView {
        let all = [
            (Right::Update, self.may(OrganizationAction::Update)),
            (Right::Delete, self.may(OrganizationAction::Delete)),
            (Right::UpdateMembers, self.may(MemberAction::Update)),
            (Right::RemoveMembers, self.may(MemberAction::Delete)),
            (Right::Invite, self.may(InvitationAction::Create)),
            (Right::CancelInvitations, self.may(InvitationAction::Cancel)),
            (Right::CreateTeams, self.may(TeamAction::Create)),
            (Right::UpdateTeams, self.may(TeamAction::Update)),
            (Right::DeleteTeams, self.may(TeamAction::Delete)),
            (Right::ReadRoles, self.may(RoleAction::Read)),
            (Right::CreateRoles, self.may(RoleAction::Create)),
            (Right::UpdateRoles, self.may(RoleAction::Update)),
            (Right::DeleteRoles, self.may(RoleAction::Delete)),
        ];
        let Membership { organization, member, .. } = self.membership.clone();
        OrganizationView {
            organization,
            member_id: member.id,
            role: member.role,
            rights: all.into_iter().filter(|(_, allowed)| *allowed).map(|(right, _)| right).collect(),
            members: self.members,
        }
    }

    fn may<A: Action>(&self, action: A) -> bool {
        let roles = Roles::split(&self.membership.member.role).collect::<Vec<_>>().join(",");
        self.access.allows(&roles, &Request::all([action]))
    }
}

impl Door {
    /// The caller in the organization of this slug; `None` if there is none, or they are not in it.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub(super) async fn member_of(&mut self, slug: &str) -> Result<Option<InOrganization>, Refusal> {
        let found = self.auth.membership(&mut self.cx, slug).await;
        let membership = match found {
            Err(error) if matches!(error.code(), ErrorCode::NotAMember | ErrorCode::NotFound) => return Ok(None),
            found => self.answer(found)?,
        };
        let id = membership.organization.id.clone();
        let access = self.auth.access_in(&id).await.map(std::borrow::Cow::into_owned);
        let access = self.answer(access)?;
        let members = self.auth.store().count_members(&id).await.map_err(Error::from);
        let members = self.answer(members)?;
        Ok(Some(InOrganization { membership, access, members }))
    }

    /// The same for a form, which leads others to the list of their organizations.
    ///
    /// # Errors
    ///
    /// 404 for an organization that the caller is not in, or that there is not.
    pub(super) async fn require_member_of(&mut self, slug: &str) -> Result<InOrganization, Refusal> {
        let found = self.member_of(slug).await?;
        let nowhere = || Error::new(ErrorCode::OrganizationNotFound).with_status(404);
        found.ok_or_else(|| self.turn_away(&nowhere(), ORGANIZATIONS))
    }

    /// The teams of an organization; none where there are no teams.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub(super) async fn teams_of(&mut self, organization: &InOrganization) -> Result<Vec<Team>, Refusal> {
        if !self.auth.config().organization.has_teams() {
            return Ok(Vec::new());
        }
        let which = WhichOrganization::by_id(Some(organization.id()));
        let listed = self.auth.list_teams(&mut self.cx, which).await;
        self.answer(listed)
    }

    /// The users in a team of an organization that the caller is in. The operation for clients tells it to the members of
    /// the team alone, as upstream; those who put people into teams have to see it.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub(super) async fn team_members(&self, team: &Team) -> Result<Vec<String>, Refusal> {
        let listed = self.auth.store().list_team_members(&team.id).await.map_err(Error::from);
        Ok(self.answer(listed)?.into_iter().map(|member| member.user_id).collect())
    }
}
