//! Organizations: people who share something, with members, invitations, teams and roles of their own.
//!
//! [`Auth::membership_in`] says which organization a request is about and who the caller is there. Every operation of
//! members goes through it, and looks up everything else by its id and that organization's, so that an id of one
//! organization is worth nothing in another.

mod access;
mod active;
mod answer_invitation;
mod create;
mod dynamic_roles;
mod fields;
mod hooks;
mod invitations;
mod invite;
mod leave;
mod members;
mod organizations;
mod permission;
mod preview;
mod routes;
mod team_members;
mod teams;

pub use access::{InvitationAction, MemberAction, OrganizationAction, RoleAction, TeamAction, built_in_access};
pub(super) use fields::{invitation_fields, session_fields};
pub use hooks::{NoOrganizationHooks, OrganizationHooks};
pub use routes::{
    ACCEPT_INVITATION, ADD_MEMBER, ADD_TEAM_MEMBER, CANCEL_INVITATION, CHECK_SLUG, CREATE_ORGANIZATION, CREATE_ROLE,
    CREATE_TEAM, DELETE_ORGANIZATION, DELETE_ROLE, GET_ACTIVE_MEMBER, GET_ACTIVE_MEMBER_ROLE, GET_FULL_ORGANIZATION,
    GET_INVITATION, GET_ORGANIZATION, GET_ROLE, HAS_PERMISSION, INVITE_MEMBER, LEAVE_ORGANIZATION, LIST_INVITATIONS,
    LIST_MEMBERS, LIST_ORGANIZATIONS, LIST_ROLES, LIST_TEAM_MEMBERS, LIST_TEAMS, LIST_USER_INVITATIONS,
    LIST_USER_TEAMS, PREVIEW_INVITATION, REJECT_INVITATION, REMOVE_MEMBER, REMOVE_TEAM, REMOVE_TEAM_MEMBER,
    SET_ACTIVE_ORGANIZATION, SET_ACTIVE_TEAM, SIGN_UP_INVITED, UPDATE_MEMBER_ROLE, UPDATE_ORGANIZATION, UPDATE_ROLE,
    UPDATE_TEAM,
};
pub(super) use routes::{ROLE_ROUTES, ROUTES, TEAM_ROUTES};

use serde_json::Value;

use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::access::{Action, Request},
    schema::Model,
    store::{Joined, OrganizationKey},
    wire::{ErrorCode, Fields, Member, Organization, Session, SessionWithUser, WhichOrganization},
};

/// The caller in an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Who they are.
    pub caller: SessionWithUser,
    /// Where.
    pub organization: Organization,
    /// As what.
    pub member: Member,
}

/// What a caller gets to hear for whom there is no organization.
#[derive(Debug, Clone, Copy)]
struct Refusals {
    /// None was named, and the session has none that is active.
    none: ErrorCode,
    /// They are not in the one that was named, or there is no such one.
    stranger: ErrorCode,
    /// The status of that.
    status: u16,
}

impl Refusals {
    const fn new(none: ErrorCode, stranger: ErrorCode) -> Self {
        Self { none, stranger, status: stranger.status() }
    }

    /// Where none is active, and the one that was named is not the caller's.
    const fn to_strangers(stranger: ErrorCode) -> Self {
        Self::new(ErrorCode::NoActiveOrganization, stranger)
    }

    const fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }
}

impl WhichOrganization {
    /// What names the organization; an empty text names none.
    fn key<'a>(&'a self, session: &'a Session) -> Option<OrganizationKey<'a>> {
        let given = |text: &'a Option<String>| text.as_deref().filter(|text| !text.is_empty());
        if let Some(slug) = given(&self.organization_slug) {
            return Some(OrganizationKey::Slug(slug));
        }
        given(&self.organization_id).or_else(|| session.active_organization_id()).map(OrganizationKey::Id)
    }
}

impl Auth {
    /// The caller in one of their organizations, by its name in addresses, for pages that have it in theirs.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for an organization that they are not in, or that there is not.
    pub async fn membership(&self, cx: &mut Cx, slug: &str) -> Result<Membership> {
        let caller = self.require_session(cx).await?;
        self.membership_by_slug(cx, caller, slug).await
    }

    /// The same of a caller whose session was read before.
    pub(crate) async fn membership_by_slug(
        &self,
        cx: &mut Cx,
        caller: SessionWithUser,
        slug: &str,
    ) -> Result<Membership> {
        if !self.config().organization.enabled {
            return Err(ErrorCode::NotFound.into());
        }
        let refusals = Refusals::to_strangers(ErrorCode::NotAMember);
        self.membership_of(cx, caller, &WhichOrganization::by_slug(slug), refusals).await
    }

    /// The organization of a request and the caller as its member.
    async fn membership_in(&self, cx: &mut Cx, which: &WhichOrganization, refusals: Refusals) -> Result<Membership> {
        let caller = self.require_session(cx).await?;
        self.membership_of(cx, caller, which, refusals).await
    }

    async fn membership_of(
        &self,
        cx: &mut Cx,
        caller: SessionWithUser,
        which: &WhichOrganization,
        refusals: Refusals,
    ) -> Result<Membership> {
        let key = which.key(&caller.session).ok_or(refusals.none)?;
        let found = self.store().find_membership(key, &caller.user.id).await?;
        let stranger = || Error::new(refusals.stranger).with_status(refusals.status);
        let (organization, member) = found.ok_or_else(stranger)?;
        cx.set_organization(&organization.id);
        Ok(Membership { caller, organization, member })
    }

    /// Goes on if the caller may do this there; the code is what the others get to hear.
    async fn require_in<A: Action>(&self, membership: &Membership, action: A, refusal: ErrorCode) -> Result<()> {
        if self.may_in(&membership.member, &Request::all([action])).await? {
            return Ok(());
        }
        Err(refusal.into())
    }

    /// Whether a member has the role of owners.
    pub(in crate::features) fn is_owner(&self, member: &Member) -> bool {
        member.has_role(&self.config().organization.creator_role)
    }

    /// The fields of a new row, of those that a request may set.
    fn fields_of_new(&self, model: Model, given: &Fields) -> Result<Fields> {
        let fields = self.schema().model(model).new_row(&self.settable(model, given));
        fields.map_err(|error| match error.code() {
            // Upstream checks these together with the rest of the body.
            ErrorCode::MissingField => Error::new(ErrorCode::ValidationError).with_message(error.message().to_owned()),
            _ => error,
        })
    }

    /// The fields that change, of those that a request may set.
    fn changed_fields(&self, model: Model, given: &Fields) -> Result<Fields> {
        self.schema().model(model).changed_row(&self.settable(model, given))
    }

    fn settable(&self, model: Model, given: &Fields) -> Fields {
        let mut fields = given.clone();
        fields.retain(|name| self.schema().model(model).field(name).is_some_and(|field| field.input));
        fields
    }

    /// Fields of a row that was just made, as they are read from now on.
    fn hide(&self, model: Model, fields: &mut Fields) {
        self.schema().model(model).hide(fields);
    }
}

impl Organization {
    /// The same with its metadata as an object, as upstream answers where it was just written.
    fn with_open_metadata(self) -> Self {
        let metadata = self.metadata().map(Value::Object);
        Self { metadata, ..self }
    }
}

impl Member {
    /// The same without who they are, as some operations answer.
    fn without_user(self) -> Self {
        Self { user: None, ..self }
    }
}

/// Whether somebody came in.
fn joined(outcome: Joined) -> Result<()> {
    match outcome {
        Joined::Done => Ok(()),
        Joined::AlreadyIn => Err(ErrorCode::UserIsAlreadyAMember.into()),
        Joined::Full => Err(ErrorCode::MembershipLimitReached.into()),
        Joined::NotInOrganization => Err(Error::new(ErrorCode::UserIsNotAMember).with_status(400)),
        Joined::TeamNotFound => Err(ErrorCode::TeamNotFound.into()),
        Joined::TeamFull => Err(ErrorCode::TeamMemberLimitReached.into()),
    }
}
