//! Who is in a team.

use super::{
    ADD_TEAM_MEMBER, LIST_TEAM_MEMBERS, MemberAction, Membership, REMOVE_TEAM_MEMBER, Refusals, hooks::tell, joined,
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    store::Joined,
    wire::{AuditAction, ErrorCode, MessageOutput, Team, TeamMember, TeamMemberKey, User, WhichOrganization},
};

impl Auth {
    /// Who is in a team, for those who are; `None` is the team in which the session is active.
    /// `GET /organization/list-team-members`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for an unknown team, and for one that the caller is not in.
    pub async fn list_team_members(&self, cx: &mut Cx, team_id: Option<String>) -> Result<Vec<TeamMember>> {
        self.perform(cx, &LIST_TEAM_MEMBERS, team_id, async |cx, team_id| {
            let caller = self.require_session(cx).await?;
            let active = caller.session.active_team_id().map(str::to_owned);
            let id = team_id.filter(|id| !id.is_empty()).or(active).ok_or(ErrorCode::NoActiveTeam)?;
            let found = self.store().find_team_as(&id, &caller.user.id).await?;
            let (team, is_member) = found.ok_or(ErrorCode::TeamNotFound)?;
            if !is_member {
                return Err(Error::new(ErrorCode::NotInTeam).with_status(400));
            }
            Ok(self.store().list_team_members(&team.id).await?)
        })
        .await
    }

    /// Puts a member of the organization into a team; who is in it already stays as they are.
    /// `POST /organization/add-team-member`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not, and where the team is full; 400 for an organization that the
    /// caller, or the other, is not in, and for an unknown team.
    pub async fn add_team_member(&self, cx: &mut Cx, input: TeamMemberKey) -> Result<TeamMember> {
        self.perform(cx, &ADD_TEAM_MEMBER, input, async |cx, input| {
            let refusal = ErrorCode::NotAllowedToAddTeamMember;
            let (membership, team, user) = self.team_and_user(cx, &input, MemberAction::Update, refusal).await?;
            let organization = &membership.organization;
            let hooks = self.organization_hooks();
            hooks.before_add_team_member(self, &team, &user, organization).await?;
            let seat = self.seat(&organization.id, &team.id, &user.id).await?;
            let outcome = self.store().add_team_member(&organization.id, &seat).await?;
            let member = if outcome == Joined::AlreadyIn {
                let there = self.store().find_team_member(&organization.id, &team.id, &user.id).await?;
                there.ok_or(ErrorCode::TeamNotFound)?
            } else {
                joined(outcome)?;
                seat.member
            };
            cx.note(
                Note::new(AuditAction::TeamMembersChanged)
                    .about(&user.id)
                    .within(&organization.id)
                    .target(&team.id)
                    .detail("joined"),
            );
            let outcome = hooks.after_add_team_member(self, &member, &team, &user, organization).await;
            tell("after_add_team_member", outcome);
            Ok(member)
        })
        .await
    }

    /// Takes a member of the organization out of a team. `POST /organization/remove-team-member`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not; 400 for an organization that the caller, or the other, is not
    /// in, for an unknown team, and for somebody who is not in it.
    pub async fn remove_team_member(&self, cx: &mut Cx, input: TeamMemberKey) -> Result<MessageOutput> {
        self.perform(cx, &REMOVE_TEAM_MEMBER, input, async |cx, input| {
            let refusal = ErrorCode::NotAllowedToRemoveTeamMember;
            let (membership, team, user) = self.team_and_user(cx, &input, MemberAction::Delete, refusal).await?;
            let organization = &membership.organization;
            let nobody = || Error::new(ErrorCode::NotInTeam).with_status(400);
            let found = self.store().find_team_member(&organization.id, &team.id, &user.id).await?;
            let member = found.ok_or_else(nobody)?;
            let hooks = self.organization_hooks();
            hooks.before_remove_team_member(self, &member, &team, &user, organization).await?;
            if !self.store().remove_team_member(&organization.id, &team.id, &user.id).await? {
                return Err(nobody());
            }
            cx.note(
                Note::new(AuditAction::TeamMembersChanged)
                    .about(&user.id)
                    .within(&organization.id)
                    .target(&team.id)
                    .detail("left"),
            );
            let outcome = hooks.after_remove_team_member(self, &member, &team, &user, organization).await;
            tell("after_remove_team_member", outcome);
            Ok(MessageOutput { message: "They are no longer in the team.".into() })
        })
        .await
    }

    /// A team of the organization and a member of it, for a caller who may do this.
    async fn team_and_user(
        &self,
        cx: &mut Cx,
        input: &TeamMemberKey,
        action: MemberAction,
        refusal: ErrorCode,
    ) -> Result<(Membership, Team, User)> {
        let which = WhichOrganization::by_id(input.organization_id.clone());
        let refusals = Refusals::to_strangers(ErrorCode::UserIsNotAMember).with_status(400);
        let membership = self.membership_in(cx, &which, refusals).await?;
        self.require_in(&membership, action, refusal).await?;
        let organization_id = &membership.organization.id;
        let stranger = || Error::new(ErrorCode::UserIsNotAMember).with_status(400);
        let member = self.store().find_member(organization_id, &input.user_id).await?.ok_or_else(stranger)?;
        let team = self.store().find_team(organization_id, &input.team_id).await?.ok_or(ErrorCode::TeamNotFound)?;
        let user = self.store().find_user(&member.user_id).await?;
        Ok((membership, team, user.ok_or_else(|| Error::new(ErrorCode::UserNotFound).with_status(400))?))
    }
}
