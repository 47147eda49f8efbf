//! Who may do what in an organization.

use std::{borrow::Cow, collections::BTreeMap};

use super::{HAS_PERMISSION, Refusals};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::access::{AccessControl, Request, Role, Statements},
    wire::{
        ErrorCode, HasOrganizationPermission, HasPermissionOutput, Member, OrganizationRole, Roles, WhichOrganization,
    },
};

impl Auth {
    /// Whether the caller may do something. `POST /organization/has-permission`.
    ///
    /// # Errors
    ///
    /// 401 without a session, and for an organization that they are not in; 400 when nothing was asked, or about none.
    pub async fn has_organization_permission(
        &self,
        cx: &mut Cx,
        input: HasOrganizationPermission,
    ) -> Result<HasPermissionOutput> {
        self.perform(cx, &HAS_PERMISSION, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            if input.permissions.is_some() == input.permission.is_some() {
                return Err(Error::new(ErrorCode::ValidationError).with_message("Say what is to be done."));
            }
            let refusals = Refusals::to_strangers(ErrorCode::UserIsNotAMember).with_status(401);
            let which = WhichOrganization::by_id(input.organization_id);
            let membership = self.membership_of(cx, caller, &which, refusals).await?;
            let success = match input.permissions {
                Some(permissions) => self.may_in(&membership.member, &Request::from(permissions)).await?,
                None => false,
            };
            Ok(HasPermissionOutput { error: None, success })
        })
        .await
    }

    /// Whether a member may do this in their organization.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn may_in(&self, member: &Member, request: &Request) -> Result<bool> {
        let access = self.access_in(&member.organization_id).await?;
        Ok(access.allows(&normalized(&member.role), request))
    }

    /// The resources and roles that count in an organization: those of the configuration, and its own over them.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn access_in(&self, organization_id: &str) -> Result<Cow<'_, AccessControl>> {
        let options = &self.config().organization;
        if !options.has_dynamic_roles() {
            return Ok(Cow::Borrowed(options.access()));
        }
        let mut access = options.access().clone();
        for own in self.store().list_organization_roles(organization_id).await? {
            access = with_own_role(access, &own);
        }
        Ok(Cow::Owned(access))
    }

    /// Refuses roles that there are not in an organization.
    pub(super) async fn check_roles_exist(&self, organization_id: &str, roles: &[String]) -> Result<()> {
        let access = self.access_in(organization_id).await?;
        let unknown: Vec<_> = roles.iter().filter(|role| access.role(role).is_none()).map(String::as_str).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        Err(Error::new(ErrorCode::RoleNotFound).with_message(format!("There is no role {}.", unknown.join(", "))))
    }

    /// Whether a member may give these roles: that of owners is for owners, and a role that the organization has made is
    /// for those who may do all that it allows, as for whoever makes it. Of roles of the configuration upstream asks no
    /// more than the permission to give roles, and so do we.
    pub(super) async fn may_give(&self, member: &Member, roles: &[String]) -> Result<bool> {
        let options = &self.config().organization;
        if self.is_owner(member) {
            return Ok(true);
        }
        if roles.contains(&options.creator_role) {
            return Ok(false);
        }
        let own: Vec<_> =
            roles.iter().filter(|role| options.access().role(role).is_none()).map(String::as_str).collect();
        Ok(own.is_empty()
            || self.access_in(&member.organization_id).await?.covers(&normalized(&member.role), &own.join(",")))
    }
}

/// Roles without spaces between them.
pub(super) fn normalized(roles: &str) -> String {
    Roles::split(roles).collect::<Vec<_>>().join(",")
}

/// What a role of an organization allows.
pub(super) fn statements(permission: &BTreeMap<String, Vec<String>>) -> Statements {
    let mut statements = Statements::new();
    for (resource, actions) in permission {
        statements.set(resource, actions.iter().cloned());
    }
    statements
}

/// With a role of the organization; to one of the configuration with the same name it adds.
fn with_own_role(access: AccessControl, own: &OrganizationRole) -> AccessControl {
    let mut all = access.role(&own.role).map(|role| role.statements().clone()).unwrap_or_default();
    for (resource, actions) in &own.permission {
        let before = all.of(resource).cloned().unwrap_or_default();
        all.set(resource, before.into_iter().chain(actions.iter().cloned()));
    }
    access.with_role(&own.role, Role::new(all))
}
