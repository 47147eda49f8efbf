//! Leaving an organization.

use serde_json::Value;

use super::{LEAVE_ORGANIZATION, Membership, Refusals};
use crate::{
    Auth, Cx,
    error::Result,
    features::audit::Note,
    store::Departure,
    wire::{ACTIVE_ORGANIZATION_ID, AuditAction, ErrorCode, Fields, Member, OfOrganization, WhichOrganization},
};

impl Auth {
    /// Leaves an organization; the caller as the member they were. `POST /organization/leave`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for an organization that the caller is not in, and for the only owner.
    pub async fn leave_organization(&self, cx: &mut Cx, input: OfOrganization) -> Result<Member> {
        self.perform(cx, &LEAVE_ORGANIZATION, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            if input.organization_id.is_empty() {
                return Err(ErrorCode::MemberNotFound.into());
            }
            let which = WhichOrganization::by_id(Some(input.organization_id));
            let membership =
                self.membership_of(cx, caller, &which, Refusals::to_strangers(ErrorCode::MemberNotFound)).await?;
            self.end_membership(cx, &membership, &membership.member).await?;
            Ok(membership.member)
        })
        .await
    }

    /// Takes a member out of an organization. The session of the caller is active there no longer if it is themself.
    pub(super) async fn end_membership(&self, cx: &mut Cx, membership: &Membership, member: &Member) -> Result<()> {
        let owner_role = &self.config().organization.creator_role;
        match self.store().remove_member(member, owner_role).await? {
            Departure::Done => {}
            Departure::LastOwner => return Err(ErrorCode::OnlyOwnerStays.into()),
            Departure::Changed => return Err(ErrorCode::MemberNotFound.into()),
        }
        let left = membership.caller.user.id == member.user_id;
        let action = if left { AuditAction::MemberLeft } else { AuditAction::MemberRemoved };
        cx.note(Note::new(action).about(&member.user_id).within(&member.organization_id));
        let mut caller = membership.caller.clone();
        if caller.user.id == member.user_id && caller.session.active_organization_id() == Some(&member.organization_id)
        {
            let none = Fields::default().with(ACTIVE_ORGANIZATION_ID, Value::Null);
            self.set_active_quietly(cx, &mut caller, none).await?;
        }
        Ok(())
    }
}
