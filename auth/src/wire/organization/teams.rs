use serde::{Deserialize, Serialize};

use crate::wire::{Fields, Timestamp, admin::id, user::present};

/// Some members of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Team {
    /// 32 letters and digits.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The organization.
    pub organization_id: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// Fields of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

/// Somebody in a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamMember {
    /// 32 letters and digits.
    pub id: String,
    /// The team.
    pub team_id: String,
    /// The user.
    pub user_id: String,
    /// Since when they are in it.
    pub created_at: Option<Timestamp>,
}

/// The id of one team, or of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TeamIds {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl TeamIds {
    /// The ids. An empty text is none.
    pub fn ids(&self) -> &[String] {
        match self {
            Self::One(id) if id.is_empty() => &[],
            Self::One(id) => std::slice::from_ref(id),
            Self::Several(ids) => ids,
        }
    }
}

/// The body of `POST /organization/create-team`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateTeam {
    /// What it is called.
    pub name: String,
    /// Where. Default: the organization in which the session is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// Fields of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

/// The body of `POST /organization/update-team`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateTeam {
    /// Which one.
    pub team_id: String,
    /// What changes.
    pub data: TeamChanges,
}

/// What changes of a team; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamChanges {
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// In which organization it is; it cannot be moved. Default: the one in which the session is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// Fields of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

/// The body of `POST /organization/remove-team`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfTeam {
    /// Which one.
    pub team_id: String,
    /// In which organization it is. Default: the one in which the session is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
}

/// The body of `POST /organization/set-active-team`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetActiveTeam {
    /// Which one; `Some(None)`, in JSON `null`, is none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub team_id: Option<Option<String>>,
}

/// The query of `GET /organization/list-user-teams`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListUserTeams {
    /// Whose. Default: the caller's.
    pub user_id: Option<String>,
    /// Of which organization. Default: of all, or of the active one if it is about somebody else.
    pub organization_id: Option<String>,
}

/// The body of `POST /organization/add-team-member` and `POST /organization/remove-team-member`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamMemberKey {
    /// The team.
    pub team_id: String,
    /// The user.
    #[serde(deserialize_with = "id")]
    pub user_id: String,
    /// In which organization the team is. Default: the one in which the session is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
}
