//! What can be done here, and who may.

use crate::{
    Auth,
    config::AdminConfig,
    features::access::{AccessControl, Request, Role, Statements},
    store::Admins,
    wire::User,
};

crate::actions! {
    /// What can be done with people's accounts.
    pub enum UserAction of "user" {
        /// Make one.
        Create = "create",
        /// See all of them.
        List = "list",
        /// Give and take roles. Whoever may do this can become whatever there is.
        SetRole = "set-role",
        /// Ban and unban.
        Ban = "ban",
        /// Look at the application as somebody else.
        Impersonate = "impersonate",
        /// The same as one who administers.
        ImpersonateAdmins = "impersonate-admins",
        /// Delete one.
        Delete = "delete",
        /// Set a password.
        SetPassword = "set-password",
        /// Change an address, or say that it is verified.
        SetEmail = "set-email",
        /// Change a phone number, or say that it is verified.
        SetPhone = "set-phone",
        /// See one.
        Get = "get",
        /// Change name, picture and further fields.
        Update = "update",
    }
}

crate::actions! {
    /// What can be done with people's sessions.
    pub enum SessionAction of "session" {
        /// See them.
        List = "list",
        /// End them.
        Revoke = "revoke",
        /// Delete them.
        Delete = "delete",
    }
}

/// The resources, and the roles `admin` and `user`, as upstream.
pub fn built_in_access() -> AccessControl {
    let everyday = UserAction::ALL_BUT_IMPERSONATING_ADMINS;
    let admin = Statements::new().allow(everyday).with_all_of::<SessionAction>();
    let user = Statements::new().allow::<UserAction>([]).allow::<SessionAction>([]);
    AccessControl::new(Statements::new().with_all_of::<UserAction>().with_all_of::<SessionAction>())
        .with_role("admin", Role::new(admin))
        .with_role("user", Role::new(user))
}

impl UserAction {
    const ALL_BUT_IMPERSONATING_ADMINS: [Self; 11] = [
        Self::Create,
        Self::List,
        Self::SetRole,
        Self::Ban,
        Self::Impersonate,
        Self::Delete,
        Self::SetPassword,
        Self::SetEmail,
        Self::SetPhone,
        Self::Get,
        Self::Update,
    ];
}

impl AdminConfig {
    /// The roles of a user, separated by commas.
    fn roles_of<'a>(&'a self, user: &'a User) -> &'a str {
        user.role().filter(|role| !role.is_empty()).unwrap_or(&self.default_role)
    }

    /// Whether somebody with this id and these roles may do this.
    pub(super) fn allows(&self, user_id: &str, roles: &str, request: &Request) -> bool {
        self.admin_user_ids.iter().any(|id| id == user_id) || self.access().allows(roles, request)
    }

    /// Who administers the site, for the store.
    pub(in crate::features) fn admins(&self) -> Admins {
        Admins { roles: self.admin_roles.clone(), ids: self.admin_user_ids.clone() }
    }

    /// Whether somebody administers the site.
    pub fn is_admin(&self, user: &User) -> bool {
        let listed = self.admin_user_ids.contains(&user.id);
        listed || self.roles_of(user).split(',').any(|role| self.admin_roles.iter().any(|admin| admin == role))
    }
}

impl Auth {
    /// Whether a user may do this, by their roles or because the configuration names them.
    pub fn may(&self, user: &User, request: &Request) -> bool {
        let options = &self.config().admin;
        options.enabled && options.allows(&user.id, options.roles_of(user), request)
    }

    /// Whether a user administers the site: whether the pages of administration are for them.
    pub fn is_admin(&self, user: &User) -> bool {
        self.config().admin.enabled && self.config().admin.is_admin(user)
    }

    /// Whether a user may act on another's account. Of those who administer that is only for others who do, and for
    /// whoever has all of their rights: an account with more rights would be a way to them. Ours.
    pub(super) fn may_act_on(&self, caller: &User, target: &User) -> bool {
        let options = &self.config().admin;
        // Whom the configuration names has rights that no role says.
        let by_role = !options.admin_user_ids.contains(&target.id);
        !options.is_admin(target)
            || options.is_admin(caller)
            || by_role && options.access().covers(options.roles_of(caller), options.roles_of(target))
    }
}
