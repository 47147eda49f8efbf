//! In which organization, and in which team, a session is active.

use serde_json::Value;

use super::{SET_ACTIVE_ORGANIZATION, SET_ACTIVE_TEAM};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    wire::{
        ACTIVE_ORGANIZATION_ID, ACTIVE_TEAM_ID, ErrorCode, Fields, Organization, SessionWithUser,
        SetActiveOrganization, SetActiveTeam, Team, WhichOrganization,
    },
};

impl Auth {
    /// Makes the session of the request active in an organization, or in none; the organization.
    /// `POST /organization/set-active`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for an organization that the caller is not in; 400 for a slug that none has.
    pub async fn set_active_organization(
        &self,
        cx: &mut Cx,
        input: SetActiveOrganization,
    ) -> Result<Option<Organization>> {
        self.perform(cx, &SET_ACTIVE_ORGANIZATION, input, async |cx, input| {
            let mut caller = self.require_session(cx).await?;
            if input.organization_id == Some(None) {
                if caller.session.active_organization_id().is_some() {
                    let none = Fields::default().with(ACTIVE_ORGANIZATION_ID, Value::Null);
                    self.set_active(cx, &mut caller, none).await?;
                }
                return Ok(None);
            }
            let id = input.organization_id.flatten().filter(|id| !id.is_empty());
            // Here an id goes before a slug.
            let slug = input.organization_slug.filter(|_| id.is_none());
            let named_by_id = id.is_some();
            let which = WhichOrganization { organization_id: id, organization_slug: slug };
            let visited = self.visited_by(cx, caller, &which).await.map_err(|error| match error.code() {
                // Upstream asks first whether the caller is in it.
                ErrorCode::OrganizationNotFound if named_by_id => Error::new(ErrorCode::UserIsNotAMember),
                _ => error,
            });
            let Some(mut membership) = visited? else { return Ok(None) };
            let active = Fields::default().with(ACTIVE_ORGANIZATION_ID, membership.organization.id.as_str());
            self.set_active(cx, &mut membership.caller, active).await?;
            Ok(Some(membership.organization))
        })
        .await
    }

    /// Makes the session of the request active in a team of the organization in which it is active, or in none; the team.
    /// `POST /organization/set-active-team`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for a team that the caller is not in; 400 without an active organization, and for a
    /// team that it does not have.
    pub async fn set_active_team(&self, cx: &mut Cx, input: SetActiveTeam) -> Result<Option<Team>> {
        self.perform(cx, &SET_ACTIVE_TEAM, input, async |cx, input| {
            let mut caller = self.require_session(cx).await?;
            if input.team_id == Some(None) {
                if caller.session.active_team_id().is_some() {
                    let none = Fields::default().with(ACTIVE_TEAM_ID, Value::Null);
                    self.set_active(cx, &mut caller, none).await?;
                }
                return Ok(None);
            }
            let given = input.team_id.flatten().filter(|id| !id.is_empty());
            let Some(team_id) = given.or_else(|| caller.session.active_team_id().map(str::to_owned)) else {
                return Ok(None);
            };
            let none = ErrorCode::NoActiveOrganization;
            let organization_id = caller.session.active_organization_id().ok_or(none)?.to_owned();
            let team = self.store().find_team(&organization_id, &team_id).await?.ok_or(ErrorCode::TeamNotFound)?;
            let user_id = &caller.user.id;
            let is_member = self.store().find_member(&organization_id, user_id).await?.is_some();
            let seat = self.store().find_team_member(&organization_id, &team.id, user_id).await?;
            if seat.is_none() || !is_member {
                return Err(ErrorCode::NotInTeam.into());
            }
            let active = Fields::default().with(ACTIVE_TEAM_ID, team.id.as_str());
            self.set_active(cx, &mut caller, active).await?;
            Ok(Some(team))
        })
        .await
    }

    /// Changes where a session is active, and sends its cookies again.
    pub(super) async fn set_active(&self, cx: &mut Cx, caller: &mut SessionWithUser, active: Fields) -> Result<()> {
        self.change_active(cx, caller, active).await?;
        self.renew_session_cookies(cx, caller)
    }

    /// The same where upstream sends no cookies; the cookie cache is brought up to date.
    pub(super) async fn set_active_quietly(
        &self,
        cx: &mut Cx,
        caller: &mut SessionWithUser,
        active: Fields,
    ) -> Result<()> {
        self.change_active(cx, caller, active).await?;
        let remember = self.is_remembered(cx);
        self.write_session_cache(cx, caller, remember)
    }

    async fn change_active(&self, cx: &mut Cx, caller: &mut SessionWithUser, active: Fields) -> Result<()> {
        let now = self.now();
        if !self.store().update_session(&caller.session.user_id, &caller.session.id, &active, now).await? {
            return Err(self.session_is_gone(cx));
        }
        caller.session.fields.extend(active);
        caller.session.updated_at = now;
        Ok(())
    }
}
