//! Teams of an organization.

use super::{
    CREATE_TEAM, LIST_TEAMS, LIST_USER_TEAMS, MemberAction, REMOVE_TEAM, Refusals, TeamAction, UPDATE_TEAM, hooks::tell,
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    schema::Model,
    store::{OrganizationKey, TeamRemoval},
    wire::{
        AuditAction, CreateTeam, ErrorCode, ListUserTeams, MessageOutput, OfTeam, Organization, Team, UpdateTeam, User,
        WhichOrganization,
    },
};

impl Auth {
    /// Makes a team. Trusted code names the organization. `POST /organization/create-team`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not; 400 where there are too many.
    pub async fn create_team(&self, cx: &mut Cx, input: CreateTeam) -> Result<Team> {
        self.perform(cx, &CREATE_TEAM, input, async |cx, input| {
            let (organization, user) = if cx.facts().is_some() {
                let which = WhichOrganization::by_id(input.organization_id);
                let refusals = Refusals::to_strangers(ErrorCode::NotAllowedToInvite);
                let membership = self.membership_in(cx, &which, refusals).await?;
                self.require_in(&membership, TeamAction::Create, ErrorCode::NotAllowedToCreateTeams).await?;
                (membership.organization, Some(membership.caller.user))
            } else {
                (self.named_organization(input.organization_id).await?, None)
            };
            Self::check_text("name", &input.name)?;
            let now = self.now();
            let mut team = Team {
                id: self.generate_id(),
                name: input.name,
                organization_id: organization.id.clone(),
                created_at: now,
                updated_at: Some(now),
                fields: self.fields_of_new(Model::Team, &input.fields)?,
            };
            let hooks = self.organization_hooks();
            let limit = hooks.maximum_teams(self, &organization.id).await?.filter(|limit| *limit > 0);
            hooks.before_create_team(self, &mut team, user.as_ref(), &organization).await?;
            if !self.store().create_team(&team, limit).await? {
                return Err(ErrorCode::TooManyTeams.into());
            }
            self.hide(Model::Team, &mut team.fields);
            cx.note(Note::new(AuditAction::TeamChanged).within(&organization.id).target(&team.id).detail("made"));
            let outcome = hooks.after_create_team(self, &team, user.as_ref(), &organization).await;
            tell("after_create_team", outcome);
            Ok(team)
        })
        .await
    }

    /// Changes a team. `POST /organization/update-team`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not, and for an organization that the caller is not in; 400 for an
    /// unknown team.
    pub async fn update_team(&self, cx: &mut Cx, input: UpdateTeam) -> Result<Team> {
        self.perform(cx, &UPDATE_TEAM, input, async |cx, UpdateTeam { team_id, mut data }| {
            let refusal = ErrorCode::NotAllowedToUpdateTeam;
            let which = WhichOrganization::by_id(data.organization_id.take());
            let membership = self.membership_in(cx, &which, Refusals::to_strangers(refusal)).await?;
            self.require_in(&membership, TeamAction::Update, refusal).await?;
            let (organization, user) = (&membership.organization, &membership.caller.user);
            let team = self.store().find_team(&organization.id, &team_id).await?.ok_or(ErrorCode::TeamNotFound)?;
            if let Some(name) = &data.name {
                super::create::check_name("data.name", name)?;
            }
            data.fields = self.changed_fields(Model::Team, &data.fields)?;
            let hooks = self.organization_hooks();
            hooks.before_update_team(self, &team, &mut data, user, organization).await?;
            let (name, now) = (data.name.as_deref(), self.now());
            let changed = self.store().update_team(&organization.id, &team.id, name, &data.fields, now).await?;
            let changed = changed.ok_or(ErrorCode::TeamNotFound)?;
            cx.note(Note::new(AuditAction::TeamChanged).within(&organization.id).target(&changed.id).detail("changed"));
            tell("after_update_team", hooks.after_update_team(self, &changed, user, organization).await);
            Ok(changed)
        })
        .await
    }

    /// Deletes a team. Trusted code names the organization. `POST /organization/remove-team`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not, and for the team in which the session is active; 400 for an
    /// unknown team, and for the last one unless that may go.
    pub async fn remove_team(&self, cx: &mut Cx, input: OfTeam) -> Result<MessageOutput> {
        self.perform(cx, &REMOVE_TEAM, input, async |cx, input| {
            let (organization, user): (Organization, Option<User>) = if cx.facts().is_some() {
                let which = WhichOrganization::by_id(input.organization_id);
                let refusal = ErrorCode::NotAllowedToDeleteTeam;
                let membership = self.membership_in(cx, &which, Refusals::to_strangers(refusal)).await?;
                if membership.caller.session.active_team_id() == Some(&input.team_id) {
                    return Err(refusal.into());
                }
                self.require_in(&membership, TeamAction::Delete, ErrorCode::NotAllowedToDeleteTeams).await?;
                (membership.organization, Some(membership.caller.user))
            } else {
                (self.named_organization(input.organization_id).await?, None)
            };
            let found = self.store().find_team(&organization.id, &input.team_id).await?;
            let team = found.ok_or(ErrorCode::TeamNotFound)?;
            let hooks = self.organization_hooks();
            hooks.before_delete_team(self, &team, user.as_ref(), &organization).await?;
            let keeps_one = !self.config().organization.teams.allow_removing_all_teams;
            match self.store().remove_team(&organization.id, &team.id, keeps_one).await? {
                TeamRemoval::Done => {}
                TeamRemoval::NotFound => return Err(ErrorCode::TeamNotFound.into()),
                TeamRemoval::LastTeam => return Err(ErrorCode::UnableToRemoveLastTeam.into()),
            }
            cx.note(Note::new(AuditAction::TeamChanged).within(&organization.id).target(&team.id).detail("deleted"));
            let outcome = hooks.after_delete_team(self, &team, user.as_ref(), &organization).await;
            tell("after_delete_team", outcome);
            Ok(MessageOutput { message: "The team was deleted.".into() })
        })
        .await
    }

    /// The teams of an organization. `GET /organization/list-teams`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for an organization that the caller is not in; 400 for none.
    pub async fn list_teams(&self, cx: &mut Cx, input: WhichOrganization) -> Result<Vec<Team>> {
        self.perform(cx, &LIST_TEAMS, input, async |cx, input| {
            let refusals = Refusals::to_strangers(ErrorCode::NotAllowedToAccessOrganization);
            let membership = self.membership_in(cx, &input, refusals).await?;
            Ok(self.store().list_teams(&membership.organization.id).await?)
        })
        .await
    }

    /// The teams of the caller, of all of their organizations or of one; or those of another member.
    /// `GET /organization/list-user-teams`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for an organization that the caller is not in, and for those who may not see the teams
    /// of others; 400 for others without an organization, and for somebody who is not in it.
    pub async fn list_user_teams(&self, cx: &mut Cx, input: ListUserTeams) -> Result<Vec<Team>> {
        self.perform(cx, &LIST_USER_TEAMS, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            let own_id = caller.user.id.clone();
            let other = input.user_id.filter(|id| !id.is_empty() && *id != own_id);
            let given = input.organization_id.filter(|id| !id.is_empty());
            if other.is_none() && given.is_none() {
                return Ok(self.store().list_teams_of(&own_id, None).await?);
            }
            let refusals = Refusals::to_strangers(ErrorCode::NotAMember);
            let membership = self.membership_of(cx, caller, &WhichOrganization::by_id(given), refusals).await?;
            let organization_id = &membership.organization.id;
            if let Some(other) = &other {
                self.require_in(&membership, MemberAction::Update, ErrorCode::NotAllowedToUpdateMember).await?;
                let unknown = || Error::new(ErrorCode::UserIsNotAMember).with_status(400);
                self.store().find_member(organization_id, other).await?.ok_or_else(unknown)?;
            }
            Ok(self.store().list_teams_of(other.as_deref().unwrap_or(&own_id), Some(organization_id)).await?)
        })
        .await
    }

    /// The organization that trusted code names.
    async fn named_organization(&self, id: Option<String>) -> Result<Organization> {
        let id = id.filter(|id| !id.is_empty()).ok_or(ErrorCode::NoActiveOrganization)?;
        let found = self.store().find_organization(OrganizationKey::Id(&id)).await?;
        found.ok_or_else(|| ErrorCode::OrganizationNotFound.into())
    }
}
