//! Changing, deleting and reading an organization.

use serde_json::Value;

use super::{
    DELETE_ORGANIZATION, GET_FULL_ORGANIZATION, GET_ORGANIZATION, InvitationAction, LIST_ORGANIZATIONS, Membership,
    OrganizationAction, Refusals, UPDATE_ORGANIZATION,
    create::{check_logo, check_name, metadata_text},
    hooks::tell,
};
use crate::{
    Auth, Cx,
    error::Result,
    features::{access::Request, audit::Note},
    schema::Model,
    store::{MemberList, OrganizationChanges, OrganizationKey, StoreError},
    wire::{
        ACTIVE_ORGANIZATION_ID, AuditAction, ErrorCode, Fields, FullOrganization, GetFullOrganization, Invitation,
        Member, OfOrganization, Organization, OwnOrganization, SessionWithUser, UpdateOrganization, WhichOrganization,
    },
};

/// How many invitations are shown at most; those that wait come first.
pub(super) const MOST_INVITATIONS: u64 = 1000;

/// The longest page of members.
pub(super) const MOST_MEMBERS: u64 = 1000;

/// Of how many members the sessions are looked at when an organization is deleted.
const MOST_SESSIONS_ENDED: u64 = 1000;

impl Auth {
    /// Changes an organization. `POST /organization/update`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not; 400 for an organization that the caller is not in, a slug that
    /// another one has, and what is not acceptable.
    pub async fn update_organization(&self, cx: &mut Cx, input: UpdateOrganization) -> Result<Organization> {
        self.perform(cx, &UPDATE_ORGANIZATION, input, async |cx, UpdateOrganization { organization_id, data }| {
            let refusals = Refusals::new(ErrorCode::OrganizationNotFound, ErrorCode::UserIsNotAMember).with_status(400);
            let membership = self.membership_in(cx, &WhichOrganization::by_id(organization_id), refusals).await?;
            let refusal = ErrorCode::NotAllowedToUpdateOrganization;
            self.require_in(&membership, OrganizationAction::Update, refusal).await?;
            let Membership { caller, organization, member } = membership;
            if let Some(name) = &data.name {
                check_name("data.name", name)?;
            }
            if let Some(slug) = &data.slug {
                check_name("data.slug", slug)?;
                let holder = self.store().find_organization(OrganizationKey::Slug(slug)).await?;
                if holder.is_some_and(|holder| holder.id != organization.id) {
                    return Err(ErrorCode::OrganizationSlugAlreadyTaken.into());
                }
            }
            check_logo("data.logo", data.logo.as_ref().and_then(Option::as_deref))?;
            let metadata = data.metadata.map(|metadata| metadata_text("data.metadata", &metadata)).transpose()?;
            let fields = self.changed_fields(Model::Organization, &data.fields)?;
            let mut changes =
                OrganizationChanges { name: data.name, slug: data.slug, logo: data.logo, metadata, fields };
            let hooks = self.organization_hooks();
            hooks.before_update_organization(self, &mut changes, &caller.user, &member).await?;
            let after = match self.store().update_organization(&organization.id, &changes).await {
                Err(StoreError::Duplicate) => return Err(ErrorCode::OrganizationSlugAlreadyTaken.into()),
                found => found?.ok_or(ErrorCode::OrganizationNotFound)?,
            };
            cx.note(Note::new(AuditAction::OrganizationUpdated).within(&after.id));
            let outcome = hooks.after_update_organization(self, &after, &caller.user, &member).await;
            tell("after_update_organization", outcome);
            Ok(after.with_open_metadata())
        })
        .await
    }

    /// Deletes an organization with everything in it; the organization as it was. `POST /organization/delete`.
    ///
    /// # Errors
    ///
    /// 404 where organizations stay; 401 without a session; 403 for those who may not; 400 for an organization that the
    /// caller is not in.
    pub async fn delete_organization(&self, cx: &mut Cx, input: OfOrganization) -> Result<Organization> {
        self.perform(cx, &DELETE_ORGANIZATION, input, async |cx, input| {
            if self.config().organization.disable_organization_deletion {
                return Err(ErrorCode::OrganizationDeletionDisabled.into());
            }
            let caller = self.require_session(cx).await?;
            if input.organization_id.is_empty() {
                return Err(ErrorCode::OrganizationNotFound.into());
            }
            let refusals = Refusals::to_strangers(ErrorCode::UserIsNotAMember).with_status(400);
            let which = WhichOrganization::by_id(Some(input.organization_id));
            let membership = self.membership_of(cx, caller, &which, refusals).await?;
            let refusal = ErrorCode::NotAllowedToDeleteOrganization;
            self.require_in(&membership, OrganizationAction::Delete, refusal).await?;
            let Membership { mut caller, organization, .. } = membership;
            let hooks = self.organization_hooks();
            hooks.before_delete_organization(self, &organization, &caller.user).await?;
            let list = MemberList { limit: MOST_SESSIONS_ENDED, ..MemberList::default() };
            let (members, _) = self.store().list_members(&organization.id, &list).await?;
            self.store().delete_organization(&organization.id).await?;
            cx.note(Note::new(AuditAction::OrganizationDeleted).within(&organization.id));
            if caller.session.active_organization_id() == Some(&organization.id) {
                let none = Fields::default().with(ACTIVE_ORGANIZATION_ID, Value::Null);
                self.set_active_quietly(cx, &mut caller, none).await?;
            }
            self.leave_everywhere(&organization.id, &members, &caller.user.id).await?;
            let outcome = hooks.after_delete_organization(self, &organization, &caller.user).await;
            tell("after_delete_organization", outcome);
            Ok(organization)
        })
        .await
    }

    /// An organization of the caller; `None` if none was named and none is active. `GET /organization/get-organization`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for an organization that the caller is not in; 400 for one that there is not.
    pub async fn get_organization(&self, cx: &mut Cx, input: WhichOrganization) -> Result<Option<Organization>> {
        self.perform(cx, &GET_ORGANIZATION, input, async |cx, input| {
            Ok(self.visited(cx, &input).await?.map(|membership| membership.organization))
        })
        .await
    }

    /// The same with everybody in it. `GET /organization/get-full-organization`.
    ///
    /// # Errors
    ///
    /// As [`Auth::get_organization`].
    pub async fn get_full_organization(
        &self,
        cx: &mut Cx,
        input: GetFullOrganization,
    ) -> Result<Option<FullOrganization>> {
        self.perform(cx, &GET_FULL_ORGANIZATION, input, async |cx, input| {
            let Some(membership) = self.visited(cx, &input.which).await? else { return Ok(None) };
            let id = &membership.organization.id;
            let limit = input.members_limit.filter(|limit| *limit > 0);
            let limit = limit.unwrap_or(self.config().organization.membership_limit).min(MOST_MEMBERS);
            let (members, _) = self.store().list_members(id, &MemberList { limit, ..MemberList::default() }).await?;
            let has_teams = self.config().organization.has_teams();
            let teams = if has_teams { Some(self.store().list_teams(id).await?) } else { None };
            let invitations = self.invitations_for(&membership).await?.unwrap_or_default();
            Ok(Some(FullOrganization { organization: membership.organization, invitations, members, teams }))
        })
        .await
    }

    /// The organizations of the caller. `GET /organization/list`.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn list_organizations(&self, cx: &mut Cx) -> Result<Vec<Organization>> {
        self.perform(cx, &LIST_ORGANIZATIONS, (), async |cx, ()| {
            let caller = self.require_session(cx).await?;
            let own = self.store().list_organizations(&caller.user.id, self.now()).await?;
            Ok(own.into_iter().map(|own| own.organization).collect())
        })
        .await
    }

    /// The same with the role of the caller and how many invitations wait, for pages.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn own_organizations(&self, cx: &mut Cx) -> Result<Vec<OwnOrganization>> {
        self.perform(cx, &LIST_ORGANIZATIONS, (), async |cx, ()| {
            let caller = self.require_session(cx).await?;
            let mut all = self.store().list_organizations(&caller.user.id, self.now()).await?;
            let sees = Request::all([InvitationAction::Create]);
            for own in all.iter_mut().filter(|own| own.pending_invitations > 0) {
                let access = self.access_in(&own.organization.id).await?;
                if !access.allows(&super::permission::normalized(&own.role), &sees) {
                    own.pending_invitations = 0;
                }
            }
            Ok(all)
        })
        .await
    }

    /// The organization that a page shows. A session that is active where its user is not is so no longer.
    pub(super) async fn visited(&self, cx: &mut Cx, which: &WhichOrganization) -> Result<Option<Membership>> {
        let caller = self.require_session(cx).await?;
        self.visited_by(cx, caller, which).await
    }

    pub(super) async fn visited_by(
        &self,
        cx: &mut Cx,
        mut caller: SessionWithUser,
        which: &WhichOrganization,
    ) -> Result<Option<Membership>> {
        let session = caller.session.clone();
        let Some(key) = which.key(&session) else { return Ok(None) };
        if let Some((organization, member)) = self.store().find_membership(key, &caller.user.id).await? {
            return Ok(Some(Membership { caller, organization, member }));
        }
        let foreign = self.store().find_organization(key).await?;
        let was_active = match (&foreign, key) {
            (Some(foreign), _) => session.active_organization_id() == Some(&foreign.id),
            (None, OrganizationKey::Id(id)) => session.active_organization_id() == Some(id),
            (None, OrganizationKey::Slug(_)) => false,
        };
        if was_active {
            let none = Fields::default().with(ACTIVE_ORGANIZATION_ID, Value::Null);
            self.set_active_quietly(cx, &mut caller, none).await?;
        }
        let refusal = if foreign.is_some() { ErrorCode::UserIsNotAMember } else { ErrorCode::OrganizationNotFound };
        Err(refusal.into())
    }

    /// The invitations that a member sees: none without the permission to invite, because an id is as good as a link,
    /// and those of owners only as an owner. `None` for those who may not invite.
    pub(super) async fn invitations_for(&self, membership: &Membership) -> Result<Option<Vec<Invitation>>> {
        if !self.may_in(&membership.member, &Request::all([InvitationAction::Create])).await? {
            return Ok(None);
        }
        let mut all = self.store().list_invitations(&membership.organization.id, MOST_INVITATIONS).await?;
        if !self.is_owner(&membership.member) {
            let owner = &self.config().organization.creator_role;
            all.retain(|invitation| !crate::wire::Roles::split(&invitation.role).any(|role| role == owner));
        }
        Ok(Some(all))
    }

    /// Lets no session of others be active in an organization that is gone.
    async fn leave_everywhere(&self, organization_id: &str, members: &[Member], caller_id: &str) -> Result<()> {
        let none = Fields::default().with(ACTIVE_ORGANIZATION_ID, Value::Null);
        for member in members.iter().filter(|member| member.user_id != caller_id) {
            for session in self.store().list_sessions(&member.user_id, self.now()).await? {
                if session.fields.text(ACTIVE_ORGANIZATION_ID) == Some(organization_id) {
                    self.store().update_session(&member.user_id, &session.id, &none, self.now()).await?;
                }
            }
        }
        Ok(())
    }
}
