//! `/o/{slug}/invitations`.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

use auth::wire::{Invitation, Team};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::OrganizationView;
use crate::forms::{Done, Form, Refusal};

/// Most people who are invited at once.
pub const AT_ONCE: usize = 20;

/// The form that invites people.
pub const INVITE: Form = super::form("invite", &[]);
/// The forms of an invitation.
pub const INVITATIONS: Form = super::form("invitations", &[]);

/// An invitation, as its organization sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// Whether its time is over.
    pub is_over: bool,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationPage {
    /// The organization.
    pub view: OrganizationView,
    /// The invitations that have not been answered, the latest first.
    pub invitations: Vec<SentInvitation>,
    /// The roles that there are.
    pub roles: Vec<String>,
    /// The teams that there are.
    pub teams: Vec<Team>,
}

/// The invitations of an organization; `None` if there is none of this name, or the caller is not in it.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "organization-invitations")]
pub async fn organization_invitations(#[server(default)] slug: String) -> Result<Option<InvitationPage>, Refusal> {
    use auth::wire::{InvitationStatus, WhichOrganization};

    let mut door = crate::api::Door::open_private().await?;
    let Some(membership) = door.member_of(&slug).await? else { return Ok(None) };
    let view = membership.view();
    if !view.may(super::Right::Invite) {
        return Ok(Some(InvitationPage { view, invitations: Vec::new(), roles: Vec::new(), teams: Vec::new() }));
    }
    let which = WhichOrganization::by_id(Some(membership.id()));
    let listed = door.auth.list_invitations(&mut door.cx, which).await;
    let now = door.auth.clock().now();
    let mut invitations: Vec<_> = door.answer(listed)?;
    invitations.retain(|invitation| invitation.status == InvitationStatus::Pending);
    invitations.sort_by_key(|invitation| std::cmp::Reverse(invitation.created_at));
    let sent = |invitation: Invitation| SentInvitation { is_over: !invitation.is_open(now), invitation };
    let invitations = invitations.into_iter().map(sent).collect();
    let roles = membership.roles();
    let teams = door.teams_of(&membership).await?;
    Ok(Some(InvitationPage { view, invitations, roles, teams }))
}

/// Invites people: several addresses with spaces, commas or lines between them. Those who cannot be invited stay in the
/// field, each with what is wrong.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; what is wrong with an address.
#[server(prefix = "/api/app", endpoint = "invite-members")]
pub async fn invite_members(
    #[server(default)] slug: String,
    #[server(default)] emails: String,
    #[server(default)] role: String,
    #[server(default)] team: String,
) -> Result<Done, Refusal> {
    use auth::wire::{InviteMember, Roles, TeamIds};

    use super::Said;
    use crate::forms::Problem;

    let mut door = crate::api::Door::open_private().await?;
    let page = super::subpage_of(&slug, "invitations");
    door.come_back_to(&page);
    let membership = door.require_member_of(&slug).await?;
    let mut refusal = super::typed([("emails", &emails), ("role", &role), ("team", &team)]);
    let between = |letter: char| letter.is_whitespace() || letter == ',' || letter == ';';
    let addresses: Vec<&str> = emails.split(between).filter(|address| !address.is_empty()).collect();
    if addresses.is_empty() {
        refusal.push("emails", Problem::Required);
    } else if addresses.len() > AT_ONCE {
        let most = crate::texts::t().organizations.invitations.too_many;
        refusal.push("emails", Problem::Message(most(AT_ONCE)));
    }
    if !refusal.problems.is_empty() {
        return door.refuse_form(INVITE, refusal, 400).await;
    }
    let auth = door.auth.clone();
    let (mut invited, mut refused) = (0, Vec::new());
    for address in addresses {
        let input = InviteMember {
            email: address.to_owned(),
            role: Roles::One(role.clone()),
            organization_id: Some(membership.id()),
            team_id: Some(team.clone()).filter(|team| !team.is_empty()).map(TeamIds::One),
            ..InviteMember::default()
        };
        match auth.invite_member(&mut door.cx, input).await {
            Ok(_) => invited += 1,
            // Not of the address: the next one would not do better.
            Err(error) if error.status() >= 500 || error.status() == 429 => {
                return door.finish(INVITE, refusal, Err(error)).await;
            }
            Err(error) => {
                refused.push(address);
                refusal.push("emails", Problem::OfAddress(address.to_owned(), error.code()));
            }
        }
    }
    if refused.is_empty() {
        return door.finish(INVITE, refusal, Ok((page, Some(super::said(Said::Invited(invited)))))).await;
    }
    let left = refused.join("\n");
    refusal.values.retain(|(field, _)| field != "emails");
    refusal.values.push(("emails".to_owned(), left));
    door.refuse_form(INVITE, refusal, 400).await
}

/// Mails an invitation once more, with a new time.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not; that it is no longer open.
#[server(prefix = "/api/app", endpoint = "resend-invitation")]
pub async fn resend_invitation(
    #[server(default)] slug: String,
    #[server(default)] invitation_id: String,
) -> Result<Done, Refusal> {
    use auth::{
        Error,
        wire::{ErrorCode, InvitationStatus, InviteMember, Roles, TeamIds, WhichOrganization},
    };

    use super::Said;

    let mut door = crate::api::Door::open_private().await?;
    let page = super::subpage_of(&slug, "invitations");
    door.come_back_to(&page);
    let membership = door.require_member_of(&slug).await?;
    let which = WhichOrganization::by_id(Some(membership.id()));
    let listed = door.auth.list_invitations(&mut door.cx, which).await;
    let found = listed.and_then(|invitations| {
        let is_it =
            |invitation: &Invitation| invitation.id == invitation_id && invitation.status == InvitationStatus::Pending;
        invitations.into_iter().find(is_it).ok_or_else(|| Error::new(ErrorCode::InvitationNotFound))
    });
    let outcome = match found {
        Ok(invitation) => {
            let teams: Vec<String> = invitation.team_ids().map(str::to_owned).collect();
            let input = InviteMember {
                email: invitation.email,
                role: Roles::One(invitation.role),
                organization_id: Some(membership.id()),
                resend: Some(true),
                team_id: (!teams.is_empty()).then_some(TeamIds::Several(teams)),
                ..InviteMember::default()
            };
            door.auth.invite_member(&mut door.cx, input).await.map(|_| ())
        }
        Err(error) => Err(error),
    };
    let done = outcome.map(|()| (page, Some(super::said(Said::Resent))));
    door.finish(INVITATIONS, Refusal::default(), done).await
}

/// Calls an invitation off.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who may not.
#[server(prefix = "/api/app", endpoint = "cancel-invitation")]
pub async fn cancel_invitation(
    #[server(default)] slug: String,
    #[server(default)] invitation_id: String,
) -> Result<Done, Refusal> {
    use auth::wire::InvitationId;

    use super::Said;

    let mut door = crate::api::Door::open_private().await?;
    let page = super::subpage_of(&slug, "invitations");
    door.come_back_to(&page);
    door.require_member_of(&slug).await?;
    let input = InvitationId { invitation_id, ..InvitationId::default() };
    let outcome = door.auth.cancel_invitation(&mut door.cx, input).await;
    let done = outcome.map(|_| (page, Some(super::said(Said::Cancelled))));
    door.finish(INVITATIONS, Refusal::default(), done).await
}
