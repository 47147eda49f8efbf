//! Inviting somebody.

use super::{INVITE_MEMBER, InvitationAction, Membership, Refusals, hooks::tell};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    mail::Message,
    redirect::{absolute, encode_component},
    schema::Model,
    store::Invited,
    wire::{
        AuditAction, Email, ErrorCode, Invitation, InvitationStatus, InviteMember, Roles, TEAM_ID, TeamIds,
        WhichOrganization,
    },
};

/// What the secret of the tokens in mails of invitations is for.
const PURPOSE: &str = "invitation";

impl Auth {
    /// Invites somebody by mail, or mails an invitation that waits once more. `POST /organization/invite-member`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not, for a role that the caller may not give, and where too many
    /// invitations wait or a team is full; 400 for an organization that the caller is not in, for what is no address, an
    /// unknown role or team, and for somebody who is in already or has an invitation.
    pub async fn invite_member(&self, cx: &mut Cx, input: InviteMember) -> Result<Invitation> {
        self.perform(cx, &INVITE_MEMBER, input, async |cx, input| {
            let which = WhichOrganization::by_id(input.organization_id.clone());
            let refusals = Refusals::new(ErrorCode::OrganizationNotFound, ErrorCode::MemberNotFound);
            let membership = self.membership_in(cx, &which, refusals).await?;
            let email: Email = input.email.parse().map_err(|_| ErrorCode::InvalidEmail)?;
            self.require_in(&membership, InvitationAction::Create, ErrorCode::NotAllowedToInvite).await?;
            let organization = &membership.organization;
            let roles = input.role.parsed();
            if roles.is_empty() {
                return Err(ErrorCode::RoleNotFound.into());
            }
            self.check_roles_exist(&organization.id, &roles).await?;
            if !self.may_give(&membership.member, &roles).await? {
                return Err(ErrorCode::NotAllowedToInviteWithRole.into());
            }
            if let Some(user) = self.store().find_user_by_email(email.as_str()).await?
                && self.store().find_member(&organization.id, &user.id).await?.is_some()
            {
                return Err(ErrorCode::UserIsAlreadyAMember.into());
            }
            let now = self.now();
            let waiting = self.store().find_pending_invitation(&organization.id, email.as_str(), now).await?;
            match waiting {
                Some(waiting) if input.resend == Some(true) => self.invite_again(&membership, waiting).await,
                Some(_) if !self.config().organization.cancel_pending_invitations_on_re_invite => {
                    Err(ErrorCode::UserIsAlreadyInvited.into())
                }
                _ => self.invite(cx, &membership, &email, &roles, input).await,
            }
        })
        .await
    }

    /// Mails an invitation that waits once more; it waits longer.
    async fn invite_again(&self, membership: &Membership, mut invitation: Invitation) -> Result<Invitation> {
        let roles: Vec<_> = Roles::split(&invitation.role).map(str::to_owned).collect();
        if !self.may_give(&membership.member, &roles).await? {
            return Err(ErrorCode::NotAllowedToInviteWithRole.into());
        }
        invitation.expires_at = self.now() + self.config().organization.invitation_expires_in;
        let organization_id = &membership.organization.id;
        if !self.store().extend_invitation(organization_id, &invitation.id, invitation.expires_at).await? {
            return Err(ErrorCode::InvitationNotFound.into());
        }
        self.mail_invitation(membership, &invitation).await?;
        Ok(invitation)
    }

    async fn invite(
        &self,
        cx: &mut Cx,
        membership: &Membership,
        email: &Email,
        roles: &[String],
        input: InviteMember,
    ) -> Result<Invitation> {
        let Membership { caller, organization, .. } = membership;
        let options = &self.config().organization;
        let hooks = self.organization_hooks();
        let limit = hooks.invitation_limit(self, &caller.user, organization).await?;
        let mut fields = self.fields_of_new(Model::Invitation, &input.fields)?;
        if options.has_teams() {
            let teams = self.teams_to_join(membership, input.team_id.as_ref()).await?;
            fields.set(TEAM_ID, teams);
        }
        let now = self.now();
        let mut invitation = Invitation {
            id: self.generate_id(),
            organization_id: organization.id.clone(),
            email: email.as_str().to_owned(),
            role: roles.join(","),
            status: InvitationStatus::Pending,
            expires_at: now + options.invitation_expires_in,
            created_at: now,
            inviter_id: caller.user.id.clone(),
            fields,
        };
        hooks.before_create_invitation(self, &mut invitation, &caller.user, organization).await?;
        let replaces = options.cancel_pending_invitations_on_re_invite;
        match self.store().create_invitation(&invitation, limit, replaces).await? {
            Invited::Done => {}
            Invited::AlreadyInvited => return Err(ErrorCode::UserIsAlreadyInvited.into()),
            Invited::LimitReached => return Err(ErrorCode::InvitationLimitReached.into()),
            Invited::TeamNotFound => return Err(ErrorCode::TeamNotFound.into()),
        }
        self.hide(Model::Invitation, &mut invitation.fields);
        cx.note(
            Note::new(AuditAction::InvitationSent)
                .within(&organization.id)
                .target(&invitation.id)
                .detail(&invitation.role),
        );
        self.mail_invitation(membership, &invitation).await?;
        let outcome = hooks.after_create_invitation(self, &invitation, &caller.user, organization).await;
        tell("after_create_invitation", outcome);
        Ok(invitation)
    }

    /// The teams of an invitation, separated by commas; there are such teams, with room in them.
    async fn teams_to_join(&self, membership: &Membership, given: Option<&TeamIds>) -> Result<Option<String>> {
        let ids = given.map(TeamIds::ids).unwrap_or_default();
        if ids.iter().any(|id| id.contains(',')) {
            return Err(ErrorCode::InvalidTeamId.into());
        }
        let organization_id = &membership.organization.id;
        for id in ids {
            self.store().find_team(organization_id, id).await?.ok_or(ErrorCode::TeamNotFound)?;
        }
        for id in ids {
            let limit = self.organization_hooks().maximum_members_per_team(self, organization_id, id).await?;
            if let Some(limit) = limit
                && self.store().list_team_members(id).await?.len() as u64 >= limit
            {
                return Err(ErrorCode::TeamMemberLimitReached.into());
            }
        }
        Ok((!ids.is_empty()).then(|| ids.join(",")))
    }

    async fn mail_invitation(&self, membership: &Membership, invitation: &Invitation) -> Result<()> {
        let token = self.invitation_token(invitation);
        let url = match self.organization_hooks().invitation_url(self, invitation, &token).await? {
            Some(url) => url,
            None => self.invitation_page(invitation, &token)?,
        };
        let message = Message::Invitation {
            app_name: self.config().app_name.clone(),
            organization_name: membership.organization.name.clone(),
            inviter_name: membership.caller.user.shown_name().to_owned(),
            url,
            expires_in: self.config().organization.invitation_expires_in,
        };
        // Addresses that Better Auth accepted and we would not: nothing safe to send to.
        match invitation.email.parse::<Email>() {
            Ok(email) => self.send_to(Some(&email), &message).await,
            Err(_) => Ok(()),
        }
    }

    fn invitation_page(&self, invitation: &Invitation, token: &str) -> Result<String> {
        let config = self.config();
        let id = encode_component(&invitation.id);
        let page = format!("{}/{id}", config.organization.invitation_page.trim_end_matches('/'));
        let mut url = absolute(&config.base_url, &page)?;
        url.query_pairs_mut().append_pair("token", token);
        Ok(url.into())
    }

    /// What is in the mail of an invitation and nowhere else: whoever has it has read mail to that address. The id of an
    /// invitation shows no such thing, because everybody who may invite sees it. It is made of the id and the address, so
    /// that it is the same in every mail of the invitation; what it is good for ends with the invitation.
    pub(super) fn invitation_token(&self, invitation: &Invitation) -> String {
        self.config().secrets.derived(PURPOSE).mac(&token_text(invitation))
    }

    /// Whether a token is that of an invitation. The comparison takes constant time.
    pub(super) fn is_invitation_token(&self, invitation: &Invitation, token: &str) -> bool {
        self.config().secrets.derived(PURPOSE).is_mac(&token_text(invitation), token)
    }

    /// Refuses whoever did not get the mail of an invitation; as unknown, so that nobody learns of one.
    pub(super) fn check_invitation_token(&self, invitation: &Invitation, token: &str) -> Result<()> {
        let unknown = || Error::new(ErrorCode::InvitationNotFound);
        if self.is_invitation_token(invitation, token) { Ok(()) } else { Err(unknown()) }
    }
}

fn token_text(invitation: &Invitation) -> String {
    format!("{}\n{}", invitation.id, invitation.email)
}
