//! Who is in an organization, and as what.

use super::{
    ADD_MEMBER, GET_ACTIVE_MEMBER, GET_ACTIVE_MEMBER_ROLE, LIST_MEMBERS, MemberAction, Membership, REMOVE_MEMBER,
    Refusals, UPDATE_MEMBER_ROLE, hooks::tell, joined, organizations::MOST_MEMBERS,
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    schema::Model,
    store::{Condition, Departure, MemberList, OrganizationKey, Seat},
    wire::{
        AddMember, AuditAction, ErrorCode, GetMemberRole, ListMembers, Member, MemberOutput, MembersOutput,
        RemoveMember, RoleOutput, UpdateMemberRole, WhichOrganization,
    },
};

impl Auth {
    /// A page of the members, and how many there are. What does not fit (a field that there is not) finds nobody.
    /// `GET /organization/list-members`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for an organization that the caller is not in; 400 for none, and for a slug that none
    /// has.
    pub async fn list_members(&self, cx: &mut Cx, input: ListMembers) -> Result<MembersOutput> {
        self.perform(cx, &LIST_MEMBERS, input, async |cx, input| {
            let membership = self.known(cx, &input.which).await?;
            let limit = input.limit.filter(|limit| *limit > 0);
            let given = |text: Option<String>| text.filter(|text| !text.is_empty());
            let filter = given(input.filter_field).map(|field| Condition {
                field,
                operator: input.filter_operator.unwrap_or_default(),
                values: input.filter_value,
            });
            let list = MemberList {
                condition: filter,
                sort: given(input.sort_by).map(|field| (field, input.sort_direction.unwrap_or_default())),
                limit: limit.unwrap_or(self.config().organization.membership_limit).min(MOST_MEMBERS),
                offset: input.offset.unwrap_or_default(),
            };
            let (members, total) = self.store().list_members(&membership.organization.id, &list).await?;
            Ok(MembersOutput { members, total })
        })
        .await
    }

    /// The caller as a member of the organization in which their session is active.
    /// `GET /organization/get-active-member`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 without an active organization, or for one that the caller is not in any more.
    pub async fn get_active_member(&self, cx: &mut Cx) -> Result<Member> {
        self.perform(cx, &GET_ACTIVE_MEMBER, (), async |cx, ()| {
            let refusals = Refusals::to_strangers(ErrorCode::MemberNotFound);
            Ok(self.membership_in(cx, &WhichOrganization::default(), refusals).await?.member)
        })
        .await
    }

    /// The role of the caller, or of another member. `GET /organization/get-active-member-role`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for an organization that the caller, or the other, is not in; 400 for none.
    pub async fn get_active_member_role(&self, cx: &mut Cx, input: GetMemberRole) -> Result<RoleOutput> {
        self.perform(cx, &GET_ACTIVE_MEMBER_ROLE, input, async |cx, input| {
            let membership = self.known(cx, &input.which).await?;
            let member = match input.user_id.filter(|id| !id.is_empty()) {
                Some(id) => self.store().find_member(&membership.organization.id, &id).await?,
                None => Some(membership.member),
            };
            Ok(RoleOutput { role: member.ok_or(ErrorCode::NotAMember)?.role })
        })
        .await
    }

    /// Lets somebody in on the word of trusted code, without an invitation.
    ///
    /// # Errors
    ///
    /// 400 for an unknown user, organization or team, and for somebody who is in already; 403 where it is full.
    pub async fn add_member(&self, cx: &mut Cx, input: AddMember) -> Result<Member> {
        self.perform(cx, &ADD_MEMBER, input, async |cx, input| {
            if !self.config().organization.enabled {
                return Err(ErrorCode::NotFound.into());
            }
            let active = match cx.facts() {
                Some(_) => self.require_session(cx).await?.session.active_organization_id().map(str::to_owned),
                None => None,
            };
            let id = input.organization_id.filter(|id| !id.is_empty()).or(active);
            let id = id.ok_or(ErrorCode::NoActiveOrganization)?;
            let team_id = input.team_id.filter(|id| !id.is_empty());
            if team_id.is_some() && !self.config().organization.has_teams() {
                return Err(Error::new(ErrorCode::ValidationError).with_message("There are no teams here."));
            }
            let unknown = || Error::new(ErrorCode::UserNotFound).with_status(400);
            let user = self.store().find_user(&input.user_id).await?.ok_or_else(unknown)?;
            if self.store().find_member(&id, &user.id).await?.is_some() {
                return Err(ErrorCode::UserIsAlreadyAMember.into());
            }
            let organization = self.store().find_organization(OrganizationKey::Id(&id)).await?;
            let organization = organization.ok_or(ErrorCode::OrganizationNotFound)?;
            let mut seats = Vec::new();
            if let Some(team_id) = &team_id {
                self.store().find_team(&id, team_id).await?.ok_or(ErrorCode::TeamNotFound)?;
                seats.push(self.seat(&id, team_id, &user.id).await?);
            }
            let mut member = self.new_member(&id, &user.id, input.role.parsed().join(","));
            member.fields = self.fields_of_new(Model::Member, &input.fields)?;
            let hooks = self.organization_hooks();
            hooks.before_add_member(self, &mut member, &user, &organization).await?;
            let limit = hooks.membership_limit(self, &user, &organization).await?;
            joined(self.store().add_member(&member, limit, &seats).await?)?;
            self.hide(Model::Member, &mut member.fields);
            cx.note(Note::new(AuditAction::MemberAdded).about(&user.id).within(&id).detail(&member.role));
            tell("after_add_member", hooks.after_add_member(self, &member, &user, &organization).await);
            Ok(member)
        })
        .await
    }

    /// Removes a member; the member as they were. `POST /organization/remove-member`.
    ///
    /// # Errors
    ///
    /// 401 without a session, and for those who may not; 400 for an organization that the caller is not in, an unknown
    /// member, and for the only owner.
    pub async fn remove_member(&self, cx: &mut Cx, input: RemoveMember) -> Result<MemberOutput> {
        self.perform(cx, &REMOVE_MEMBER, input, async |cx, input| {
            let which = WhichOrganization::by_id(input.organization_id);
            let refusals = Refusals::to_strangers(ErrorCode::MemberNotFound);
            let membership = self.membership_in(cx, &which, refusals).await?;
            let organization_id = &membership.organization.id;
            let wanted = &input.member_id_or_email;
            let member = if wanted.contains('@') {
                match self.store().find_user_by_email(&wanted.to_lowercase()).await? {
                    Some(user) => self.store().find_member(organization_id, &user.id).await?,
                    None => None,
                }
            } else {
                self.store().find_member_by_id(organization_id, wanted).await?
            };
            let member = member.ok_or(ErrorCode::MemberNotFound)?;
            if self.is_owner(&member) && !self.is_owner(&membership.member) {
                return Err(ErrorCode::OnlyOwnerStays.into());
            }
            self.require_in(&membership, MemberAction::Delete, ErrorCode::NotAllowedToDeleteMember).await?;
            let found = self.store().find_user(&member.user_id).await?;
            let user = found.ok_or_else(|| Error::new(ErrorCode::UserNotFound).with_status(400))?;
            let hooks = self.organization_hooks();
            hooks.before_remove_member(self, &member, &user, &membership.organization).await?;
            self.end_membership(cx, &membership, &member).await?;
            let outcome = hooks.after_remove_member(self, &member, &user, &membership.organization).await;
            tell("after_remove_member", outcome);
            // As upstream: whom an address has found is shown with it.
            Ok(MemberOutput { member: if wanted.contains('@') { member } else { member.without_user() } })
        })
        .await
    }

    /// Gives a member another role, or several. `POST /organization/update-member-role`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not, and for the role of owners unless the caller has it; 400 for an
    /// organization that the caller is not in, an unknown member or role, and where no owner would be left.
    pub async fn update_member_role(&self, cx: &mut Cx, input: UpdateMemberRole) -> Result<Member> {
        self.perform(cx, &UPDATE_MEMBER_ROLE, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            let roles = input.role.parsed();
            if roles.is_empty() {
                return Err(Error::invalid_field("role", "Give a role"));
            }
            let which = WhichOrganization::by_id(input.organization_id);
            let refusals = Refusals::to_strangers(ErrorCode::MemberNotFound);
            let membership = self.membership_of(cx, caller, &which, refusals).await?;
            let organization = &membership.organization;
            let member = if membership.member.id == input.member_id {
                Some(membership.member.clone())
            } else {
                self.store().find_member_by_id(&organization.id, &input.member_id).await?
            };
            let member = member.ok_or(ErrorCode::MemberNotFound)?;

            let refusal = ErrorCode::NotAllowedToUpdateMember;
            let is_owner = self.is_owner(&membership.member);
            let makes_owner = roles.contains(&self.config().organization.creator_role);
            if !is_owner && (makes_owner || self.is_owner(&member)) {
                return Err(refusal.into());
            }
            if !is_owner {
                self.require_in(&membership, MemberAction::Update, refusal).await?;
            }
            self.check_roles_exist(&organization.id, &roles).await?;
            if !self.may_give(&membership.member, &roles).await? {
                return Err(refusal.into());
            }
            let found = self.store().find_user(&member.user_id).await?;
            let user = found.ok_or_else(|| Error::new(ErrorCode::UserNotFound).with_status(400))?;
            let mut role = roles.join(",");
            let hooks = self.organization_hooks();
            hooks.before_update_member_role(self, &member, &mut role, &user, organization).await?;
            let owner_role = &self.config().organization.creator_role;
            match self.store().change_role(&member, &role, owner_role).await? {
                Departure::Done => {}
                Departure::LastOwner => return Err(ErrorCode::OwnerNeeded.into()),
                Departure::Changed => return Err(ErrorCode::MemberNotFound.into()),
            }
            cx.note(Note::new(AuditAction::MemberRoleChanged).about(&user.id).within(&organization.id).detail(&role));
            let previous = member.role.clone();
            let member = Member { role, ..member.without_user() };
            let outcome = hooks.after_update_member_role(self, &member, &previous, &user, organization).await;
            tell("after_update_member_role", outcome);
            Ok(member)
        })
        .await
    }

    /// The organization that a list is about.
    async fn known(&self, cx: &mut Cx, which: &WhichOrganization) -> Result<Membership> {
        let caller = self.require_session(cx).await?;
        let by_slug = which.organization_slug.as_deref().filter(|slug| !slug.is_empty());
        if let Some(slug) = by_slug
            && self.store().find_organization(OrganizationKey::Slug(slug)).await?.is_none()
        {
            return Err(ErrorCode::OrganizationNotFound.into());
        }
        self.membership_of(cx, caller, which, Refusals::to_strangers(ErrorCode::NotAMember)).await
    }

    /// A member who is to be made.
    pub(super) fn new_member(&self, organization_id: &str, user_id: &str, role: String) -> Member {
        Member {
            id: self.generate_id(),
            organization_id: organization_id.to_owned(),
            user_id: user_id.to_owned(),
            role,
            created_at: self.now(),
            user: None,
            fields: crate::wire::Fields::default(),
        }
    }

    /// A place in a team, and how many it has.
    pub(super) async fn seat(&self, organization_id: &str, team_id: &str, user_id: &str) -> Result<Seat> {
        let limit = self.organization_hooks().maximum_members_per_team(self, organization_id, team_id).await?;
        Ok(Seat { member: self.new_team_member(team_id, user_id), limit })
    }
}
