//! Reading invitations, and calling them off.

use super::{
    CANCEL_INVITATION, GET_INVITATION, InvitationAction, LIST_INVITATIONS, LIST_USER_INVITATIONS, Refusals,
    answer_invitation::Recipient, hooks::tell, organizations::MOST_INVITATIONS,
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    wire::{
        AuditAction, ErrorCode, Invitation, InvitationDetails, InvitationId, InvitationStatus, ListUserInvitations,
        UserInvitation, WhichOrganization,
    },
};

impl Auth {
    /// Calls an invitation off. `POST /organization/cancel-invitation`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not; 400 for an invitation that there is not or that was answered,
    /// and for one of an organization that the caller is not in.
    pub async fn cancel_invitation(&self, cx: &mut Cx, input: InvitationId) -> Result<Invitation> {
        self.perform(cx, &CANCEL_INVITATION, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            let found = self.store().find_invitation(&input.invitation_id).await?;
            let (invitation, _) = found.ok_or(ErrorCode::InvitationNotFound)?;
            let which = WhichOrganization::by_id(Some(invitation.organization_id.clone()));
            let membership =
                self.membership_of(cx, caller, &which, Refusals::to_strangers(ErrorCode::MemberNotFound)).await?;
            self.require_in(&membership, InvitationAction::Cancel, ErrorCode::NotAllowedToCancelInvitation).await?;
            if invitation.status == InvitationStatus::Canceled {
                return Ok(invitation);
            }
            let (user, organization) = (&membership.caller.user, &membership.organization);
            let hooks = self.organization_hooks();
            hooks.before_cancel_invitation(self, &invitation, user, organization).await?;
            let status = InvitationStatus::Canceled;
            if !self.store().close_invitation(&organization.id, &invitation.id, status).await? {
                return Err(ErrorCode::InvitationNotFound.into());
            }
            cx.note(Note::new(AuditAction::InvitationCancelled).within(&organization.id).target(&invitation.id));
            let invitation = Invitation { status, ..invitation };
            let outcome = hooks.after_cancel_invitation(self, &invitation, user, organization).await;
            tell("after_cancel_invitation", outcome);
            Ok(invitation)
        })
        .await
    }

    /// An invitation, for whoever it went to. `GET /organization/get-invitation`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for an invitation that does not wait, or of somebody who has left; 403 for somebody
    /// else's, and without a verified address where that is asked for.
    pub async fn get_invitation(&self, cx: &mut Cx, input: InvitationId) -> Result<InvitationDetails> {
        self.perform(cx, &GET_INVITATION, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            let refusal = ErrorCode::EmailVerificationRequiredForInvitation;
            let Recipient { invitation, organization, .. } = self.recipient(&caller.user, &input, refusal).await?;
            if !invitation.is_open(self.now()) {
                return Err(ErrorCode::InvitationNotFound.into());
            }
            let inviter = self.store().find_member(&organization.id, &invitation.inviter_id).await?;
            let inviter = inviter.and_then(|member| member.user).ok_or(ErrorCode::InviterHasLeft)?;
            Ok(InvitationDetails {
                invitation,
                organization_name: organization.name,
                organization_slug: organization.slug,
                inviter_email: inviter.email,
            })
        })
        .await
    }

    /// The invitations of an organization: those first that wait. Whoever is no owner does not see those of owners.
    /// `GET /organization/list-invitations`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not invite; 400 without an organization.
    pub async fn list_invitations(&self, cx: &mut Cx, input: WhichOrganization) -> Result<Vec<Invitation>> {
        self.perform(cx, &LIST_INVITATIONS, input, async |cx, input| {
            let refusals = Refusals::to_strangers(ErrorCode::NotAMember);
            let membership = self.membership_in(cx, &input, refusals).await?;
            self.invitations_for(&membership).await?.ok_or_else(|| ErrorCode::NotAllowedToListInvitations.into())
        })
        .await
    }

    /// The invitations that wait for the caller; trusted code names an address.
    /// `GET /organization/list-user-invitations`.
    ///
    /// # Errors
    ///
    /// 400 for a request that names an address, and without a session; 403 without a verified address.
    pub async fn list_user_invitations(&self, cx: &mut Cx, input: ListUserInvitations) -> Result<Vec<UserInvitation>> {
        self.perform(cx, &LIST_USER_INVITATIONS, input, async |cx, input| {
            let invalid = |message: &'static str| Error::new(ErrorCode::ValidationError).with_message(message);
            let given = input.email.filter(|email| !email.is_empty());
            let email = if cx.facts().is_some() {
                if given.is_some() {
                    return Err(invalid("The invitations are those of the caller."));
                }
                let caller = self.require_session(cx).await.map_err(|error| match error.code() {
                    ErrorCode::Unauthorized => invalid("Sign in first."),
                    _ => error,
                })?;
                if !caller.user.email_verified {
                    return Err(ErrorCode::EmailVerificationRequiredForInvitation.into());
                }
                caller.user.email
            } else {
                given.ok_or_else(|| invalid("Name an address."))?
            };
            Ok(self.store().list_invitations_to(&email.to_lowercase(), MOST_INVITATIONS).await?)
        })
        .await
    }
}
