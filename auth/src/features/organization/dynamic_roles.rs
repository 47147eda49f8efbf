//! Roles that an organization makes itself. Nobody makes a role that allows what they may not do themself.

use std::collections::BTreeMap;

use super::{
    CREATE_ROLE, DELETE_ROLE, GET_ROLE, LIST_ROLES, Membership, Refusals, RoleAction, UPDATE_ROLE,
    create::check_name,
    permission::{normalized, statements},
};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    schema::Model,
    store::{OrganizationRoleChanges, RoleMaking},
    wire::{
        AuditAction, CreateOrganizationRole, ErrorCode, OrganizationRole, RoleChanged, RoleKey, RoleMade,
        SuccessOutput, UpdateOrganizationRole, WhichOrganization,
    },
};

impl Auth {
    /// Makes a role of the organization's own. `POST /organization/create-role`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not, and for a role that would allow what they may not do; 400 for a
    /// name that a role has, for what cannot be allowed, and where there are too many.
    pub async fn create_organization_role(&self, cx: &mut Cx, input: CreateOrganizationRole) -> Result<RoleMade> {
        self.perform(cx, &CREATE_ROLE, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            let name = input.role.to_lowercase();
            let which = WhichOrganization::by_id(input.organization_id);
            let refusals = Refusals::new(ErrorCode::RoleNeedsOrganization, ErrorCode::NotAMember);
            which.key(&caller.session).ok_or(ErrorCode::RoleNeedsOrganization)?;
            self.check_new_role_name("role", &name)?;
            let membership = self.membership_of(cx, caller, &which, refusals).await?;
            let refusal = ErrorCode::NotAllowedToCreateRole;
            self.require_in(&membership, RoleAction::Create, refusal).await?;
            self.check_grant(&membership, &input.permission, refusal).await?;
            let mut role = OrganizationRole {
                id: self.generate_id(),
                organization_id: membership.organization.id.clone(),
                role: name,
                permission: input.permission,
                created_at: self.now(),
                updated_at: None,
                fields: self.fields_of_new(Model::OrganizationRole, &input.additional_fields)?,
            };
            let limit = self.organization_hooks().maximum_roles(self, &role.organization_id).await?;
            made(self.store().create_organization_role(&role, limit).await?)?;
            self.hide(Model::OrganizationRole, &mut role.fields);
            cx.note(
                Note::new(AuditAction::OrganizationRoleChanged)
                    .within(&role.organization_id)
                    .target(&role.role)
                    .detail("made"),
            );
            Ok(RoleMade { success: true, statements: role.permission.clone(), role_data: role })
        })
        .await
    }

    /// Changes a role of the organization's own. `POST /organization/update-role`.
    ///
    /// # Errors
    ///
    /// As [`Auth::create_organization_role`]; 400 for an unknown role.
    pub async fn update_organization_role(&self, cx: &mut Cx, input: UpdateOrganizationRole) -> Result<RoleChanged> {
        self.perform(cx, &UPDATE_ROLE, input, async |cx, UpdateOrganizationRole { key, data }| {
            let membership = self.role_keeper(cx, &key).await?;
            let refusal = ErrorCode::NotAllowedToUpdateRole;
            self.require_in(&membership, RoleAction::Update, refusal).await?;
            let mut role = self.own_role(&membership, &key).await?;
            let mut changes = OrganizationRoleChanges {
                fields: self.changed_fields(Model::OrganizationRole, &data.fields)?,
                ..OrganizationRoleChanges::default()
            };
            if let Some(permission) = data.permission {
                self.check_grant(&membership, &permission, refusal).await?;
                changes.permission = Some(serde_json::to_string(&permission).map_err(Error::internal)?);
                role.permission = permission;
            }
            if let Some(name) = data.role_name.filter(|name| !name.is_empty()) {
                let name = name.to_lowercase();
                self.check_new_role_name("data.roleName", &name)?;
                changes.role = Some(name.clone());
                role.role = name;
            }
            let now = self.now();
            let organization_id = &membership.organization.id;
            made(self.store().update_organization_role(organization_id, &role.id, &changes, now).await?)?;
            role.updated_at = Some(now);
            role.fields.extend(changes.fields);
            self.hide(Model::OrganizationRole, &mut role.fields);
            cx.note(
                Note::new(AuditAction::OrganizationRoleChanged)
                    .within(organization_id)
                    .target(&role.role)
                    .detail("changed"),
            );
            Ok(RoleChanged { success: true, role_data: role })
        })
        .await
    }

    /// Deletes a role of the organization's own. `POST /organization/delete-role`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not; 400 for an unknown role, one of the configuration, and one that a
    /// member has.
    pub async fn delete_organization_role(&self, cx: &mut Cx, input: RoleKey) -> Result<SuccessOutput> {
        self.perform(cx, &DELETE_ROLE, input, async |cx, key| {
            let membership = self.role_keeper(cx, &key).await?;
            self.require_in(&membership, RoleAction::Delete, ErrorCode::NotAllowedToDeleteRole).await?;
            let access = self.config().organization.access();
            if key.role_name.as_deref().is_some_and(|name| access.role(name).is_some()) {
                return Err(ErrorCode::CannotDeletePredefinedRole.into());
            }
            let role = self.own_role(&membership, &key).await?;
            if !self.store().delete_organization_role(&role).await? {
                return Err(ErrorCode::RoleIsAssigned.into());
            }
            cx.note(
                Note::new(AuditAction::OrganizationRoleChanged)
                    .within(&role.organization_id)
                    .target(&role.role)
                    .detail("deleted"),
            );
            Ok(SuccessOutput { success: true })
        })
        .await
    }

    /// The roles of the organization's own. `GET /organization/list-roles`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not; 400 without an organization.
    pub async fn list_organization_roles(
        &self,
        cx: &mut Cx,
        input: WhichOrganization,
    ) -> Result<Vec<OrganizationRole>> {
        self.perform(cx, &LIST_ROLES, input, async |cx, input| {
            let refusals = Refusals::to_strangers(ErrorCode::NotAMember);
            let membership = self.membership_in(cx, &input, refusals).await?;
            self.require_in(&membership, RoleAction::Read, ErrorCode::NotAllowedToListRoles).await?;
            Ok(self.store().list_organization_roles(&membership.organization.id).await?)
        })
        .await
    }

    /// A role of the organization's own. `GET /organization/get-role`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for those who may not; 400 for an unknown role.
    pub async fn get_organization_role(&self, cx: &mut Cx, input: RoleKey) -> Result<OrganizationRole> {
        self.perform(cx, &GET_ROLE, input, async |cx, key| {
            let membership = self.role_keeper(cx, &key).await?;
            self.require_in(&membership, RoleAction::Read, ErrorCode::NotAllowedToReadRole).await?;
            self.own_role(&membership, &key).await
        })
        .await
    }

    /// The organization of a role that is named.
    async fn role_keeper(&self, cx: &mut Cx, key: &RoleKey) -> Result<Membership> {
        let caller = self.require_session(cx).await?;
        if [&key.role_name, &key.role_id].iter().all(|given| given.as_deref().is_none_or(str::is_empty)) {
            return Err(Error::new(ErrorCode::ValidationError).with_message("Name a role."));
        }
        let which = WhichOrganization::by_id(key.organization_id.clone());
        self.membership_of(cx, caller, &which, Refusals::to_strangers(ErrorCode::NotAMember)).await
    }

    async fn own_role(&self, membership: &Membership, key: &RoleKey) -> Result<OrganizationRole> {
        let roles = self.store().list_organization_roles(&membership.organization.id).await?;
        let is_it = |role: &OrganizationRole| match key.role_name.as_deref().filter(|name| !name.is_empty()) {
            Some(name) => role.role == name,
            None => Some(role.id.as_str()) == key.role_id.as_deref(),
        };
        roles.into_iter().find(is_it).ok_or_else(|| ErrorCode::RoleNotFound.into())
    }

    /// A name that no role of the configuration has. Commas stand between roles, so none has one.
    fn check_new_role_name(&self, field: &str, name: &str) -> Result<()> {
        check_name(field, name)?;
        if name.contains(',') || name.trim() != name {
            return Err(Error::invalid_field(field, "A name has no commas, and no spaces around it"));
        }
        let access = self.config().organization.access();
        if access.role(name).is_some() { Err(ErrorCode::RoleNameIsAlreadyTaken.into()) } else { Ok(()) }
    }

    /// Refuses a role that would allow what there is not, or what the caller may not do.
    async fn check_grant(
        &self,
        membership: &Membership,
        permission: &BTreeMap<String, Vec<String>>,
        refusal: ErrorCode,
    ) -> Result<()> {
        let access = self.access_in(&membership.organization.id).await?;
        if permission.keys().any(|resource| access.statements().of(resource).is_none()) {
            return Err(ErrorCode::InvalidResource.into());
        }
        let own = normalized(&membership.member.role);
        let wanted = statements(permission);
        let missing: Vec<_> = wanted
            .iter()
            .filter(|(resource, action)| !access.grants(&own, resource, action))
            .map(|(resource, action)| format!("{resource}:{action}"))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let message = format!("You may not do this yourself: {}.", missing.join(", "));
        Err(Error::new(refusal).with_message(message).with_missing_permissions(missing))
    }
}

fn made(outcome: RoleMaking) -> Result<()> {
    match outcome {
        RoleMaking::Done => Ok(()),
        RoleMaking::LimitReached => Err(ErrorCode::TooManyRoles.into()),
        RoleMaking::NameTaken => Err(ErrorCode::RoleNameIsAlreadyTaken.into()),
    }
}
