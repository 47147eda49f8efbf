use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Member, TeamIds};
use crate::wire::{Fields, Password, Roles, Timestamp};

/// The field of an invitation that names the teams to join, separated by commas; it is there where teams are.
pub const TEAM_ID: &str = "teamId";

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InvitationStatus {
    /// It waits for an answer; past its time it waits in vain.
    Pending,
    /// Whoever it went to has joined.
    Accepted,
    /// Whoever it went to does not want to.
    Rejected,
    /// The organization has called it off.
    Canceled,
}

impl InvitationStatus {
    /// The word, as it is stored and crosses the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Canceled => "canceled",
        }
    }

    /// The status with this word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Pending, Self::Accepted, Self::Rejected, Self::Canceled]
            .into_iter()
            .find(|status| status.as_str() == word)
    }
}

/// An invitation to an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// 32 letters and digits. Who may invite sees it, so it proves nothing about the address.
    pub id: String,
    /// The organization.
    pub organization_id: String,
    /// Whom it went to, in lower case.
    pub email: String,
    /// What they may do; several roles are separated by commas.
    pub role: String,
    /// What became of it.
    pub status: InvitationStatus,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
    /// The id of the user who invites.
    pub inviter_id: String,
    /// [`TEAM_ID`], and fields of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

impl Invitation {
    /// The teams to join.
    pub fn team_ids(&self) -> impl Iterator<Item = &str> {
        self.fields.text(TEAM_ID).unwrap_or_default().split(',').filter(|id| !id.is_empty())
    }

    /// Whether it can be accepted at a moment.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.status == InvitationStatus::Pending && self.expires_at >= now
    }
}

/// The body of `POST /organization/invite-member`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InviteMember {
    /// Whom.
    pub email: String,
    /// The role, or the roles.
    pub role: Roles,
    /// Where. Default: the organization in which the session is active.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// If an invitation waits already: it is mailed once more, with a new time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resend: Option<bool>,
    /// A team to join, or several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<TeamIds>,
    /// Fields of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

/// The body of operations that answer an invitation.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvitationId {
    /// Which one.
    pub invitation_id: String,
    /// The token of the mail, which shows that the mailbox is the caller's. Ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

/// What the link of an invitation's mail holds.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvitationLink {
    /// The id of the invitation.
    pub invitation_id: String,
    /// The token, which is in the mail alone.
    pub token: String,
}

/// What is shown of an invitation to whoever opens its mail, also without a session. Not a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvitationPreview {
    /// The id of the invitation.
    pub id: String,
    /// The name of the organization.
    pub organization_name: String,
    /// The slug of the organization.
    pub organization_slug: String,
    /// Address of the organization's picture.
    pub organization_logo: Option<String>,
    /// Whom it went to.
    pub email: String,
    /// What they may do; several roles are separated by commas.
    pub role: String,
    /// The name of who invites; none if they have left.
    pub inviter_name: Option<String>,
    /// What became of it.
    pub status: InvitationStatus,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// Whether its time is over.
    pub is_over: bool,
    /// Whether somebody has an account with the address. Who reads its mail may know.
    pub has_account: bool,
}

/// Joining an organization with a new account, for whoever holds the mail. Not a route.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignUpInvited {
    /// The link of the mail.
    #[serde(flatten)]
    pub link: InvitationLink,
    /// The name to show.
    pub name: String,
    /// The password to sign in with from now on.
    pub password: Password,
    /// Whether the session outlives the browser window. Default `true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remember_me: Option<bool>,
    /// Fields of the configuration.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub data: Fields,
}

/// What accepting and rejecting answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationOutcome {
    /// The invitation as it is now.
    pub invitation: Invitation,
    /// The new member; none after rejecting.
    pub member: Option<Member>,
}

/// What `GET /organization/get-invitation` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InvitationDetails {
    /// The invitation.
    #[serde(flatten)]
    pub invitation: Invitation,
    /// The name of the organization.
    pub organization_name: String,
    /// The slug of the organization.
    pub organization_slug: String,
    /// The address of who invites.
    pub inviter_email: String,
}

/// The query of `GET /organization/list-user-invitations`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListUserInvitations {
    /// Whose; for trusted code alone.
    pub email: Option<String>,
}

/// One of the answers of `GET /organization/list-user-invitations`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserInvitation {
    /// The invitation.
    #[serde(flatten)]
    pub invitation: Invitation,
    /// The name of the organization.
    pub organization_name: String,
}

/// Tokens and passwords stay out of logs.
impl fmt::Debug for InvitationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvitationId").field("invitation_id", &self.invitation_id).finish_non_exhaustive()
    }
}

impl fmt::Debug for InvitationLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvitationLink").field("invitation_id", &self.invitation_id).finish_non_exhaustive()
    }
}

impl fmt::Debug for SignUpInvited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignUpInvited").field("link", &self.link).finish_non_exhaustive()
    }
}
