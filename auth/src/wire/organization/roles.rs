use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::wire::{Fields, Timestamp};

/// A role that an organization has made itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationRole {
    /// 32 letters and digits.
    pub id: String,
    /// The organization.
    pub organization_id: String,
    /// Its name, in lower case.
    pub role: String,
    /// What it allows: actions by resource.
    pub permission: BTreeMap<String, Vec<String>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// Fields of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

/// The body of `POST /organization/create-role`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateOrganizationRole {
    /// Its name.
    pub role: String,
    /// What it allows: actions by resource.
    pub permission: BTreeMap<String, Vec<String>>,
    /// Where. Default: the organization in which the session is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// Fields of the configuration.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub additional_fields: Fields,
}

/// What `POST /organization/create-role` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleMade {
    /// Always true.
    pub success: bool,
    /// The role.
    pub role_data: OrganizationRole,
    /// What it allows, once more.
    pub statements: BTreeMap<String, Vec<String>>,
}

/// The body of `POST /organization/delete-role`, the query of `GET /organization/get-role`: a role by its name or id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RoleKey {
    /// In which organization. Default: the one in which the session is active.
    pub organization_id: Option<String>,
    /// The name; goes before the id.
    pub role_name: Option<String>,
    /// The id.
    pub role_id: Option<String>,
}

/// The body of `POST /organization/update-role`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateOrganizationRole {
    /// Which one.
    #[serde(flatten)]
    pub key: RoleKey,
    /// What changes.
    pub data: RoleChanges,
}

/// What changes of a role; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleChanges {
    /// What it allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<BTreeMap<String, Vec<String>>>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_name: Option<String>,
    /// Fields of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

/// What `POST /organization/update-role` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleChanged {
    /// Always true.
    pub success: bool,
    /// The role as it is now.
    pub role_data: OrganizationRole,
}
