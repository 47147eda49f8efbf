//! What can be done in an organization.

use crate::features::access::{AccessControl, Role, Statements};

crate::actions! {
    /// What can be done with the organization itself.
    pub enum OrganizationAction of "organization" {
        /// Change its name, slug, picture and further fields.
        Update = "update",
        /// Delete it with everything in it.
        Delete = "delete",
    }
}

crate::actions! {
    /// What can be done with members.
    pub enum MemberAction of "member" {
        /// Add one.
        Create = "create",
        /// Give and take roles, and put somebody into a team.
        Update = "update",
        /// Remove one, also from a team.
        Delete = "delete",
    }
}

crate::actions! {
    /// What can be done with invitations.
    pub enum InvitationAction of "invitation" {
        /// Invite somebody, and see who is invited.
        Create = "create",
        /// Call one off.
        Cancel = "cancel",
    }
}

crate::actions! {
    /// What can be done with teams.
    pub enum TeamAction of "team" {
        /// Make one.
        Create = "create",
        /// Change one.
        Update = "update",
        /// Delete one.
        Delete = "delete",
    }
}

crate::actions! {
    /// What can be done with the roles that the organization makes itself.
    pub enum RoleAction of "ac" {
        /// Make one.
        Create = "create",
        /// See them.
        Read = "read",
        /// Change one.
        Update = "update",
        /// Delete one.
        Delete = "delete",
    }
}

/// The resources, and the roles `owner`, `admin` and `member`, as upstream.
pub fn built_in_access() -> AccessControl {
    let everything = Statements::new()
        .with_all_of::<OrganizationAction>()
        .with_all_of::<MemberAction>()
        .with_all_of::<InvitationAction>()
        .with_all_of::<TeamAction>()
        .with_all_of::<RoleAction>();
    let admin = Statements::new()
        .allow([OrganizationAction::Update])
        .with_all_of::<MemberAction>()
        .with_all_of::<InvitationAction>()
        .with_all_of::<TeamAction>()
        .with_all_of::<RoleAction>();
    let member = Statements::new()
        .allow::<OrganizationAction>([])
        .allow::<MemberAction>([])
        .allow::<InvitationAction>([])
        .allow::<TeamAction>([])
        .allow([RoleAction::Read]);
    AccessControl::new(everything.clone())
        .with_role("owner", Role::new(everything))
        .with_role("admin", Role::new(admin))
        .with_role("member", Role::new(member))
}
