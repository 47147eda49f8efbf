//! Organizations: one file per page. Which organization a page or a form is about, its address says.
#![expect(missing_docs, reason = "the macro makes public fields of the arguments")]

pub mod answer;
pub mod api_keys;
#[cfg(feature = "ssr")]
mod caller;
pub mod invitations;
pub mod members;
pub mod own;
pub mod roles;
pub mod settings;
pub mod teams;

use auth::wire::{ErrorCode, Organization};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    forms::{Form, Refusal},
    policy::ORGANIZATIONS,
};

/// A form on a page of an organization. The page has its name in its address, so a refusal is led there by the function.
const fn form(id: &'static str, fields: &'static [(ErrorCode, &'static str)]) -> Form {
    Form { id, page: ORGANIZATIONS, fields }
}

/// The first page of an organization.
pub fn page_of(slug: &str) -> String {
    format!("/o/{}", crate::slug::segment(slug))
}

/// Another page of it, such as `members`.
pub fn subpage_of(slug: &str, page: &str) -> String {
    format!("{}/{page}", page_of(slug))
}

/// An organization, as the caller sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationView {
    /// The organization.
    pub organization: Organization,
    /// The id of the caller's membership.
    pub member_id: String,
    /// What the caller is; several roles are separated by commas.
    pub role: String,
    /// What the caller may do.
    pub rights: Vec<Right>,
    /// How many members there are.
    pub members: u64,
}

impl OrganizationView {
    /// Whether the caller may do something.
    pub fn may(&self, right: Right) -> bool {
        self.rights.contains(&right)
    }
}

/// What somebody may do in an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Right {
    /// Change name, slug and picture.
    Update,
    /// Delete it.
    Delete,
    /// Give members roles, and put them into teams.
    UpdateMembers,
    /// Remove members.
    RemoveMembers,
    /// Invite people, and see who is invited.
    Invite,
    /// Call invitations off.
    CancelInvitations,
    /// Make teams.
    CreateTeams,
    /// Rename teams.
    UpdateTeams,
    /// Delete teams.
    DeleteTeams,
    /// See the roles of the organization's own.
    ReadRoles,
    /// Make some.
    CreateRoles,
    /// Change them.
    UpdateRoles,
    /// Delete them.
    DeleteRoles,
}

/// Something was done, in a word that the catalogue turns into a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    /// The organization was made.
    Created,
    /// Its name, slug or logo were changed.
    Saved,
    /// It is gone.
    Deleted,
    /// The caller is in it no longer.
    Left,
    /// The caller is in it.
    Joined,
    /// The caller does not want to be in it.
    Declined,
    /// A member has another role.
    MemberRoleChanged,
    /// A member was removed.
    MemberRemoved,
    /// So many people were invited.
    Invited(u32),
    /// An invitation was mailed once more.
    Resent,
    /// An invitation was called off.
    Cancelled,
    /// A team was made.
    TeamCreated,
    /// A team was changed.
    TeamSaved,
    /// A team is gone.
    TeamDeleted,
    /// A role was made.
    RoleCreated,
    /// A role was changed.
    RoleSaved,
    /// A role is gone.
    RoleDeleted,
    /// A key was ended.
    KeyDeleted,
}

/// What the next page says.
#[cfg(feature = "ssr")]
const fn said(said: Said) -> crate::forms::Notice {
    crate::forms::Notice::Organization(said)
}

/// An organization of the caller; `None` if there is none of this name, or they are not in it.
///
/// # Errors
///
/// 401 for a caller who is not signed in.
#[server(prefix = "/api/app", endpoint = "organization")]
pub async fn read_organization(#[server(default)] slug: String) -> Result<Option<OrganizationView>, Refusal> {
    let mut door = super::Door::open_private().await?;
    Ok(door.member_of(&slug).await?.map(|membership| membership.view()))
}

/// What is typed again after a refusal.
#[cfg(feature = "ssr")]
fn typed<const N: usize>(values: [(&str, &str); N]) -> Refusal {
    let values = values.map(|(field, value)| (field.to_owned(), value.to_owned())).into();
    Refusal { values, ..Refusal::default() }
}
