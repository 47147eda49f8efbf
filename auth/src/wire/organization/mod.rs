//! Organizations: what crosses the wire of them, their members, invitations, teams and roles.

mod invitations;
mod members;
mod roles;
mod teams;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::{
    invitations::{
        Invitation, InvitationDetails, InvitationId, InvitationLink, InvitationOutcome, InvitationPreview,
        InvitationStatus, InviteMember, ListUserInvitations, SignUpInvited, TEAM_ID, UserInvitation,
    },
    members::{
        AddMember, GetMemberRole, ListMembers, Member, MemberOutput, MemberUser, MembersOutput, RemoveMember,
        RoleOutput, UpdateMemberRole,
    },
    roles::{
        CreateOrganizationRole, OrganizationRole, RoleChanged, RoleChanges, RoleKey, RoleMade, UpdateOrganizationRole,
    },
    teams::{
        CreateTeam, ListUserTeams, OfTeam, SetActiveTeam, Team, TeamChanges, TeamIds, TeamMember, TeamMemberKey,
        UpdateTeam,
    },
};
use super::{Fields, Session, Timestamp, user::present};

/// The field of a session that says in which organization it is active.
pub const ACTIVE_ORGANIZATION_ID: &str = "activeOrganizationId";

/// The field of a session that says in which team it is active.
pub const ACTIVE_TEAM_ID: &str = "activeTeamId";

impl Session {
    /// The organization in which the session is active.
    pub fn active_organization_id(&self) -> Option<&str> {
        self.fields.text(ACTIVE_ORGANIZATION_ID)
    }

    /// The team in which the session is active.
    pub fn active_team_id(&self) -> Option<&str> {
        self.fields.text(ACTIVE_TEAM_ID)
    }
}

/// People who share something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// 32 letters and digits, or whatever Better Auth wrote.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its name in addresses; no two organizations have the same.
    pub slug: String,
    /// Address of a picture.
    pub logo: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// What the application keeps about it. As upstream, an object where the organization was just made or changed, and
    /// its text elsewhere; [`Organization::metadata`] reads both. Where there is none, it is absent in the first case and
    /// `null` in the second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Fields of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

impl Organization {
    /// What the application keeps about it.
    pub fn metadata(&self) -> Option<Map<String, Value>> {
        match self.metadata.as_ref()? {
            Value::String(text) => serde_json::from_str(text).ok(),
            Value::Object(metadata) => Some(metadata.clone()),
            _ => None,
        }
    }
}

/// The body of `POST /organization/create`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateOrganization {
    /// What it is called.
    pub name: String,
    /// Its name in addresses.
    pub slug: String,
    /// Whose it is; for trusted code alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Address of a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// What the application keeps about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
    /// The session stays active where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_current_active_organization: Option<bool>,
    /// Fields of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

/// What `POST /organization/create` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOrganizationOutput {
    /// The organization.
    #[serde(flatten)]
    pub organization: Organization,
    /// Its first member.
    pub members: Vec<Member>,
}

/// The body of `POST /organization/update`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateOrganization {
    /// Which one. Default: the one in which the session is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// What changes.
    pub data: OrganizationData,
}

/// What changes of an organization; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationData {
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its name in addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Address of a picture; `Some(None)`, in JSON `null`, removes it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub logo: Option<Option<String>>,
    /// What the application keeps about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
    /// Fields of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

/// The body of operations that are about an organization and take nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfOrganization {
    /// The id of the organization.
    pub organization_id: String,
}

/// The body of `POST /organization/check-slug`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSlug {
    /// The name in addresses.
    pub slug: String,
}

/// The body of `POST /organization/set-active`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetActiveOrganization {
    /// Which one; `Some(None)`, in JSON `null`, is none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub organization_id: Option<Option<String>>,
    /// Which one, by its name in addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_slug: Option<String>,
}

/// The organization that a request is about. Default: the one in which the session is active.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WhichOrganization {
    /// Its id.
    pub organization_id: Option<String>,
    /// Its name in addresses; goes before the id.
    pub organization_slug: Option<String>,
}

impl WhichOrganization {
    /// The one with this id; without one, that in which the session is active.
    pub fn by_id(id: Option<String>) -> Self {
        Self { organization_id: id, organization_slug: None }
    }

    /// The one with this name in addresses.
    pub fn by_slug(slug: impl Into<String>) -> Self {
        Self { organization_id: None, organization_slug: Some(slug.into()) }
    }
}

/// The query of `GET /organization/get-full-organization`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GetFullOrganization {
    /// Which one.
    pub which: WhichOrganization,
    /// How many members to show at most. Default: as many as an organization may have.
    pub members_limit: Option<u64>,
}

/// An organization with everybody and everything in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FullOrganization {
    /// The organization.
    #[serde(flatten)]
    pub organization: Organization,
    /// The invitations; none for those who may not invite.
    pub invitations: Vec<Invitation>,
    /// The members.
    pub members: Vec<Member>,
    /// The teams, where there are some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teams: Option<Vec<Team>>,
}

/// The body of `POST /organization/has-permission`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HasOrganizationPermission {
    /// Which organization. Default: the one in which the session is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// What is to be done: actions by resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<BTreeMap<String, Vec<String>>>,
    /// An old name of the same, to which upstream answers that it is not allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission: Option<BTreeMap<String, Vec<String>>>,
}

/// An organization of the caller, for pages. Not a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnOrganization {
    /// The organization.
    pub organization: Organization,
    /// The role of the caller; several are separated by commas.
    pub role: String,
    /// How many invitations wait for an answer; zero for those who may not invite.
    pub pending_invitations: u64,
}
