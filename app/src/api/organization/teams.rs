//! `/o/{slug}/teams`, and the page of one team.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{Member, Team};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::OrganizationView;
use crate::forms::{Done, Form, Refusal};

/// The form of a new team.
pub const CREATE: Form = super::form("create-team", &[]);
/// The form of a team's name.
pub const RENAME: Form = super::form("rename-team", &[]);
/// The forms of the members of a team.
pub const TEAM_MEMBERS: Form = super::form("team-members", &[]);
/// The form that deletes a team.
pub const DELETE: Form = super::form("delete-team", &[]);

/// The page of a team.
pub fn page_of(slug: &str, team_id: &str) -> String {
    format!("{}/{}", super::subpage_of(slug, "teams"), crate::slug::segment(team_id))
}

/// What the page of all teams shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamsPage {
    /// The organization.
    pub view: OrganizationView,
    /// The teams, and how many members each has.
    pub teams: Vec<(Team, usize)>,
}

/// What the page of a team shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamPage {
    /// The organization.
    pub view: OrganizationView,
    /// The team.
    pub team: Team,
    /// Who is in it.
    pub members: Vec<Member>,
    /// Who is in the organization and not in it.
    pub others: Vec<Member>,
}

/// The teams of an organization; `None` if there is none of this name, or the caller is not in it.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "organization-teams")]
pub async fn organization_teams(#[server(default)] slug: String) -> Result<Option<TeamsPage>, Refusal> {
    let mut door = crate::api::Door::open_private().await?;
    let Some(membership) = door.member_of(&slug).await? else { return Ok(None) };
    let mut teams = Vec::new();
    for team in door.teams_of(&membership).await? {
        let members = door.team_members(&team).await?.len();
        teams.push((team, members));
    }
    Ok(Some(TeamsPage { view: membership.view(), teams }))
}

/// A team; `None` if there is none of this id in the organization, or the caller is not in that.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "organization-team")]
pub async fn organization_team(
    #[server(default)] slug: String,
    #[server(default)] team_id: String,
) -> Result<Option<TeamPage>, Refusal> {
    use auth::wire::{ListMembers, WhichOrganization};

    let mut door = crate::api::Door::open_private().await?;
    let Some(membership) = door.member_of(&slug).await? else { return Ok(None) };
    let Some(team) = door.teams_of(&membership).await?.into_iter().find(|team| team.id == team_id) else {
        return Ok(None);
    };
    let inside = door.team_members(&team).await?;
    let which = WhichOrganization::by_id(Some(membership.id()));
    let listed = door.auth.list_members(&mut door.cx, ListMembers { which, ..ListMembers::default() }).await;
    let all = door.answer(listed)?.members;
    let is_inside = |member: &Member| inside.contains(&member.user_id);
    let (members, others) = all.into_iter().partition(is_inside);
    Ok(Some(TeamPage { view: membership.view(), team, members, others }))
}

/// Makes a team.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; what is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "create-team")]
pub async fn create_team(
    #[server(default)] slug: String,
    #[server(default)] team_name: String,
) -> Result<Done, Refusal> {
    use auth::wire::CreateTeam;

    use super::Said;
    use crate::forms::Problem;

    let mut door = crate::api::Door::open_private().await?;
    let page = super::subpage_of(&slug, "teams");
    door.come_back_to(&page);
    let membership = door.require_member_of(&slug).await?;
    let mut refusal = super::typed([("team_name", &team_name)]);
    if team_name.trim().is_empty() {
        refusal.push("team_name", Problem::Required);
        return door.refuse_form(CREATE, refusal, 400).await;
    }
    let organization_id = Some(membership.id());
    let input = CreateTeam { name: team_name.trim().to_owned(), organization_id, ..CreateTeam::default() };
    let outcome = door.auth.create_team(&mut door.cx, input).await;
    door.finish(CREATE, refusal, outcome.map(|_| (page, Some(super::said(Said::TeamCreated))))).await
}

/// Renames a team.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; what is wrong with the input, by field.
#[server(prefix = "/api/app", endpoint = "rename-team")]
pub async fn rename_team(
    #[server(default)] slug: String,
    #[server(default)] team_id: String,
    #[server(default)] team_name: String,
) -> Result<Done, Refusal> {
    use auth::wire::{TeamChanges, UpdateTeam};

    use super::Said;
    use crate::forms::Problem;

    let mut door = crate::api::Door::open_private().await?;
    let page = page_of(&slug, &team_id);
    door.come_back_to(&page);
    let membership = door.require_member_of(&slug).await?;
    let mut refusal = super::typed([("team_name", &team_name)]);
    if team_name.trim().is_empty() {
        refusal.push("team_name", Problem::Required);
        return door.refuse_form(RENAME, refusal, 400).await;
    }
    let organization_id = Some(membership.id());
    let data = TeamChanges { name: Some(team_name.trim().to_owned()), organization_id, ..TeamChanges::default() };
    let outcome = door.auth.update_team(&mut door.cx, UpdateTeam { team_id, data }).await;
    door.finish(RENAME, refusal, outcome.map(|_| (page, Some(super::said(Said::TeamSaved))))).await
}

/// Puts a member of the organization into a team.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not, and for a team that is full.
#[server(prefix = "/api/app", endpoint = "add-team-member")]
pub async fn add_team_member(
    #[server(default)] slug: String,
    #[server(default)] team_id: String,
    #[server(default)] user_id: String,
) -> Result<Done, Refusal> {
    use auth::wire::TeamMemberKey;

    use super::Said;

    let mut door = crate::api::Door::open_private().await?;
    let page = page_of(&slug, &team_id);
    door.come_back_to(&page);
    let membership = door.require_member_of(&slug).await?;
    let organization_id = Some(membership.id());
    let input = TeamMemberKey { team_id, user_id, organization_id };
    let outcome = door.auth.add_team_member(&mut door.cx, input).await;
    door.finish(TEAM_MEMBERS, Refusal::default(), outcome.map(|_| (page, Some(super::said(Said::TeamSaved))))).await
}

/// Takes somebody out of a team.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not.
#[server(prefix = "/api/app", endpoint = "remove-team-member")]
pub async fn remove_team_member(
    #[server(default)] slug: String,
    #[server(default)] team_id: String,
    #[server(default)] user_id: String,
) -> Result<Done, Refusal> {
    use auth::wire::TeamMemberKey;

    use super::Said;

    let mut door = crate::api::Door::open_private().await?;
    let page = page_of(&slug, &team_id);
    door.come_back_to(&page);
    let membership = door.require_member_of(&slug).await?;
    let organization_id = Some(membership.id());
    let input = TeamMemberKey { team_id, user_id, organization_id };
    let outcome = door.auth.remove_team_member(&mut door.cx, input).await;
    door.finish(TEAM_MEMBERS, Refusal::default(), outcome.map(|_| (page, Some(super::said(Said::TeamSaved))))).await
}

/// Deletes a team. `confirmed` says that it is meant.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; that it is the last one.
#[server(prefix = "/api/app", endpoint = "delete-team")]
pub async fn delete_team(
    #[server(default)] slug: String,
    #[server(default)] team_id: String,
    #[server(default)] confirmed: Option<String>,
) -> Result<Done, Refusal> {
    use auth::wire::OfTeam;

    use super::Said;
    use crate::forms::Problem;

    let mut door = crate::api::Door::open_private().await?;
    door.come_back_to(&page_of(&slug, &team_id));
    let membership = door.require_member_of(&slug).await?;
    let mut refusal = Refusal::default();
    if confirmed.is_none() {
        refusal.push("confirmed", Problem::Required);
        return door.refuse_form(DELETE, refusal, 400).await;
    }
    let input = OfTeam { team_id, organization_id: Some(membership.id()) };
    let outcome = door.auth.remove_team(&mut door.cx, input).await;
    let page = super::subpage_of(&slug, "teams");
    door.finish(DELETE, refusal, outcome.map(|_| (page, Some(super::said(Said::TeamDeleted))))).await
}
