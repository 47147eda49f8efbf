use serde::{Deserialize, Serialize};

use crate::wire::{Fields, Operator, Roles, SortDirection, Timestamp, WhichOrganization, admin::id};

/// Somebody in an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// The id of the membership, not of the user.
    pub id: String,
    /// The organization.
    pub organization_id: String,
    /// The user.
    pub user_id: String,
    /// What they may do; several roles are separated by commas.
    pub role: String,
    /// Since when they are in it.
    pub created_at: Timestamp,
    /// Who they are, where that is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<MemberUser>,
    /// Fields of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

impl Member {
    /// Whether one of the roles is this one.
    pub fn has_role(&self, role: &str) -> bool {
        Roles::split(&self.role).any(|own| own == role)
    }
}

/// What other members see of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberUser {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Address of a picture.
    pub image: Option<String>,
}

/// What trusted code says of a new member.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddMember {
    /// Who.
    #[serde(deserialize_with = "id")]
    pub user_id: String,
    /// The role, or the roles.
    pub role: Roles,
    /// Where. Default: the organization in which the session of the request is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// A team of the organization to be in, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// Fields of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

/// The body of `POST /organization/remove-member`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoveMember {
    /// The id of the membership, or the address of the user.
    pub member_id_or_email: String,
    /// Which organization. Default: the one in which the session is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
}

/// The body of `POST /organization/update-member-role`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateMemberRole {
    /// The role from now on, or the roles.
    pub role: Roles,
    /// The id of the membership.
    pub member_id: String,
    /// Which organization. Default: the one in which the session is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
}

/// What `POST /organization/remove-member` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberOutput {
    /// The member as they were.
    pub member: Member,
}

/// The query of `GET /organization/list-members`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListMembers {
    /// Which organization.
    pub which: WhichOrganization,
    /// How many. Default: as many as an organization may have.
    pub limit: Option<u64>,
    /// How many to leave out.
    pub offset: Option<u64>,
    /// The field to sort by. Default: since when they are in it.
    pub sort_by: Option<String>,
    /// Which way to sort.
    pub sort_direction: Option<SortDirection>,
    /// The field to compare.
    pub filter_field: Option<String>,
    /// What to compare it with; several for `in` and `not_in`.
    pub filter_value: Vec<String>,
    /// How to compare it.
    pub filter_operator: Option<Operator>,
}

/// What `GET /organization/list-members` answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersOutput {
    /// One page of the members.
    pub members: Vec<Member>,
    /// How many there are on all pages.
    pub total: u64,
}

/// The query of `GET /organization/get-active-member-role`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GetMemberRole {
    /// Which organization.
    pub which: WhichOrganization,
    /// Whose role. Default: the caller's.
    pub user_id: Option<String>,
}

/// What `GET /organization/get-active-member-role` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleOutput {
    /// The role; several are separated by commas.
    pub role: String,
}
