//! Accepting and rejecting an invitation.

use super::{ACCEPT_INVITATION, REJECT_INVITATION, hooks::tell, joined};
use crate::{
    Auth, Cx,
    error::Result,
    features::audit::Note,
    schema::Model,
    wire::{
        ACTIVE_ORGANIZATION_ID, ACTIVE_TEAM_ID, AuditAction, ErrorCode, Fields, Invitation, InvitationId,
        InvitationOutcome, InvitationStatus, Member, Organization, SessionWithUser, User,
    },
};

/// An invitation and the user whom it is for. Only [`Auth::recipient`], and using the token of its mail, makes one, so
/// that nobody joins by an address alone that they have not shown to be theirs where that is asked for.
pub(super) struct Recipient {
    pub(super) invitation: Invitation,
    pub(super) organization: Organization,
    pub(super) user: User,
}

impl Auth {
    /// Joins an organization, in which the session of the caller is active then. Of parallel calls one joins.
    /// `POST /organization/accept-invitation`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for an invitation that does not wait, and for somebody who is in already; 403 for
    /// somebody else's, without a verified address where that is asked for, and where the organization or a team is full.
    pub async fn accept_invitation(&self, cx: &mut Cx, input: InvitationId) -> Result<InvitationOutcome> {
        self.perform(cx, &ACCEPT_INVITATION, input, async |cx, input| {
            let mut caller = self.require_session(cx).await?;
            let refusal = ErrorCode::EmailVerificationRequiredToAnswer;
            let recipient = self.recipient(&caller.user, &input, refusal).await?;
            if !recipient.invitation.is_open(self.now()) {
                return Err(ErrorCode::InvitationNotFound.into());
            }
            let (invitation, member) = self.join_organization(cx, recipient).await?;
            self.enter_organization(cx, &mut caller, &invitation).await?;
            Ok(InvitationOutcome { invitation, member: Some(member) })
        })
        .await
    }

    /// Does not join. `POST /organization/reject-invitation`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for an invitation that does not wait; 403 for somebody else's, and without a verified
    /// address where that is asked for.
    pub async fn reject_invitation(&self, cx: &mut Cx, input: InvitationId) -> Result<InvitationOutcome> {
        self.perform(cx, &REJECT_INVITATION, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            let refusal = ErrorCode::EmailVerificationRequiredToAnswer;
            let Recipient { invitation, organization, user } = self.recipient(&caller.user, &input, refusal).await?;
            let hooks = self.organization_hooks();
            hooks.before_reject_invitation(self, &invitation, &user, &organization).await?;
            let status = InvitationStatus::Rejected;
            if !self.store().close_invitation(&organization.id, &invitation.id, status).await? {
                return Err(ErrorCode::InvitationNotFound.into());
            }
            cx.note(
                Note::new(AuditAction::InvitationRejected).by(&user.id).within(&organization.id).target(&invitation.id),
            );
            let invitation = Invitation { status, ..invitation };
            let outcome = hooks.after_reject_invitation(self, &invitation, &user, &organization).await;
            tell("after_reject_invitation", outcome);
            Ok(InvitationOutcome { invitation, member: None })
        })
        .await
    }

    /// The invitation that somebody answers or reads: it waits, it went to their address, and the address is verified, or
    /// they have its mail, where that is asked for.
    ///
    /// # Errors
    ///
    /// 400 for an invitation that does not wait; 403 for somebody else's, and `refusal` without a verified address.
    pub(super) async fn recipient(&self, user: &User, input: &InvitationId, refusal: ErrorCode) -> Result<Recipient> {
        let found = self.store().find_invitation(&input.invitation_id).await?;
        let waiting = found.filter(|(invitation, _)| invitation.status == InvitationStatus::Pending);
        let (invitation, organization) = waiting.ok_or(ErrorCode::InvitationNotFound)?;
        if invitation.email.to_lowercase() != user.email.to_lowercase() {
            return Err(ErrorCode::NotTheRecipient.into());
        }
        let has_mail = input.token.as_deref().is_some_and(|token| self.is_invitation_token(&invitation, token));
        let asks = self.config().organization.require_email_verification_on_invitation;
        if asks && !user.email_verified && !has_mail {
            return Err(refusal.into());
        }
        Ok(Recipient { invitation, organization, user: user.clone() })
    }

    /// Lets somebody in by their invitation; the invitation as it is then, and the new member.
    pub(super) async fn join_organization(&self, cx: &mut Cx, recipient: Recipient) -> Result<(Invitation, Member)> {
        let Recipient { invitation, organization, user } = recipient;
        let hooks = self.organization_hooks();
        let limit = hooks.membership_limit(self, &user, &organization).await?;
        if self.store().count_members(&organization.id).await? >= limit {
            return Err(ErrorCode::MembershipLimitReached.into());
        }
        hooks.before_accept_invitation(self, &invitation, &user, &organization).await?;
        let role = super::permission::normalized(&invitation.role);
        let mut member = self.new_member(&organization.id, &user.id, role);
        member.fields = self.schema().model(Model::Member).new_row(&Fields::default())?;
        let mut seats = Vec::new();
        for team in invitation.team_ids() {
            seats.push(self.seat(&organization.id, team, &user.id).await?);
        }
        let outcome = self.store().accept_invitation(&invitation, &member, limit, &seats).await?;
        joined(outcome.ok_or(ErrorCode::InvitationNotFound)?)?;
        self.hide(Model::Member, &mut member.fields);
        cx.note(
            Note::new(AuditAction::InvitationAccepted)
                .by(&user.id)
                .within(&organization.id)
                .target(&invitation.id)
                .detail(&member.role),
        );
        let invitation = Invitation { status: InvitationStatus::Accepted, ..invitation };
        let outcome = hooks.after_accept_invitation(self, &invitation, &member, &user, &organization).await;
        tell("after_accept_invitation", outcome);
        Ok((invitation, member))
    }

    /// Makes the session of somebody who has just joined active there, and in their team if it is one.
    pub(super) async fn enter_organization(
        &self,
        cx: &mut Cx,
        caller: &mut SessionWithUser,
        invitation: &Invitation,
    ) -> Result<()> {
        let mut active = Fields::default().with(ACTIVE_ORGANIZATION_ID, invitation.organization_id.as_str());
        let mut teams = invitation.team_ids();
        match (teams.next(), teams.next()) {
            (Some(team), None) => {
                active.set(ACTIVE_TEAM_ID, team);
                self.set_active(cx, caller, active).await
            }
            _ => self.set_active_quietly(cx, caller, active).await,
        }
    }
}
