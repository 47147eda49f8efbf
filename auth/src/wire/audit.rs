use std::fmt;

use serde::{Deserialize, Serialize};

use super::Timestamp;

macro_rules! audit_actions {
    ($($(#[$doc:meta])* $action:ident => $name:literal,)*) => {
        /// What happened, as the audit log knows it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum AuditAction {
            $($(#[$doc])* #[serde(rename = $name)] $action,)*
        }

        impl AuditAction {
            /// All of them, by subject.
            pub const ALL: &'static [Self] = &[$(Self::$action,)*];

            /// The name in the database, in exports and in logs, for example `session.created`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$action => $name,)*
                }
            }

            /// The action of a name.
            pub fn of(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|action| action.as_str() == name)
            }
        }
    };
}

audit_actions! {
    /// Signed in; the target is the session.
    SignedIn => "session.created",
    /// Tried to sign in, and was refused.
    SignInRefused => "session.refused",
    /// Signed out; the target is the session.
    SignedOut => "session.ended",
    /// A session was ended from elsewhere; it is the target.
    SessionRevoked => "session.revoked",
    /// Several sessions were ended; the detail says how many.
    SessionsRevoked => "session.all_revoked",
    /// An account was made.
    UserCreated => "user.created",
    /// An account was changed by somebody who administers.
    UserUpdated => "user.updated",
    /// An account was deleted.
    UserDeleted => "user.deleted",
    /// A guest became somebody; the target is the guest.
    GuestLinked => "user.guest_linked",
    /// Everything that opened an account before its address was proven was dropped.
    UnprovenAccessDropped => "user.unproven_access_dropped",
    /// The password was changed by somebody who knew it.
    PasswordChanged => "password.changed",
    /// A first password was set, or one by somebody who administers.
    PasswordSet => "password.set",
    /// A mail to choose a new password was asked for.
    PasswordResetRequested => "password.reset_requested",
    /// A new password was set by mail or text message.
    PasswordReset => "password.reset",
    /// The address was proven.
    EmailVerified => "email.verified",
    /// A change of the address was asked for.
    EmailChangeRequested => "email.change_requested",
    /// The address was changed.
    EmailChanged => "email.changed",
    /// A change of the address was called off.
    EmailChangeCancelled => "email.change_cancelled",
    /// A change of the address was taken back.
    EmailReverted => "email.reverted",
    /// A phone number was proven.
    PhoneNumberVerified => "phone_number.verified",
    /// Two-factor sign-in was switched on.
    TwoFactorEnabled => "two_factor.enabled",
    /// Two-factor sign-in was switched off.
    TwoFactorDisabled => "two_factor.disabled",
    /// A code of the second factor was wrong.
    TwoFactorRefused => "two_factor.refused",
    /// Too many codes were wrong.
    TwoFactorLocked => "two_factor.locked",
    /// A backup code was used; the detail says how many are left.
    BackupCodeUsed => "two_factor.backup_code_used",
    /// New backup codes were made.
    BackupCodesMade => "two_factor.backup_codes_made",
    /// A browser is trusted no longer.
    TrustedDeviceRevoked => "two_factor.device_revoked",
    /// A passkey was added; it is the target.
    PasskeyAdded => "passkey.added",
    /// A passkey was removed; it is the target.
    PasskeyRemoved => "passkey.removed",
    /// A passkey was refused; it is the target.
    PasskeyRefused => "passkey.refused",
    /// An account at a provider was linked; the detail names the provider.
    AccountLinked => "account.linked",
    /// An account at a provider was unlinked; the detail names the provider.
    AccountUnlinked => "account.unlinked",
    /// A role was set; it is the detail.
    RoleSet => "admin.role_set",
    /// An account was banned.
    Banned => "admin.banned",
    /// A ban was lifted.
    Unbanned => "admin.unbanned",
    /// Somebody who administers looks at the application as somebody else.
    ImpersonationStarted => "admin.impersonation_started",
    /// They are themselves again.
    ImpersonationEnded => "admin.impersonation_ended",
    /// Accounts or the log itself were exported.
    Exported => "admin.exported",
    /// Somebody tried what they may not do; the detail is the path of the operation.
    Refused => "access.refused",
    /// An organization was made.
    OrganizationCreated => "organization.created",
    /// An organization was changed.
    OrganizationUpdated => "organization.updated",
    /// An organization was deleted.
    OrganizationDeleted => "organization.deleted",
    /// Somebody became a member; the detail is their role.
    MemberAdded => "organization.member_added",
    /// A member has another role; it is the detail.
    MemberRoleChanged => "organization.member_role_changed",
    /// A member was removed.
    MemberRemoved => "organization.member_removed",
    /// A member left.
    MemberLeft => "organization.member_left",
    /// Somebody was invited; the target is the invitation.
    InvitationSent => "organization.invitation_sent",
    /// An invitation was accepted; it is the target.
    InvitationAccepted => "organization.invitation_accepted",
    /// An invitation was declined; it is the target.
    InvitationRejected => "organization.invitation_rejected",
    /// An invitation was called off; it is the target.
    InvitationCancelled => "organization.invitation_cancelled",
    /// A team was made, changed or deleted; it is the target, and the detail says which.
    TeamChanged => "organization.team_changed",
    /// The members of a team changed; the team is the target.
    TeamMembersChanged => "organization.team_members_changed",
    /// A role of an organization was made, changed or deleted; it is the target, and the detail says which.
    OrganizationRoleChanged => "organization.role_changed",
    /// A key for programs was made; it is the target.
    ApiKeyCreated => "api_key.created",
    /// A key for programs was changed; it is the target.
    ApiKeyUpdated => "api_key.updated",
    /// A key for programs was deleted; it is the target.
    ApiKeyDeleted => "api_key.deleted",
    /// A device was allowed to sign in; the request is the target, and the detail names the client.
    DeviceApproved => "device.approved",
    /// A device was not allowed to; the request is the target, and the detail names the client.
    DeviceDenied => "device.denied",
}

/// `session.created`.
impl fmt::Display for AuditAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A line of the audit log. Ours; Better Auth has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditEvent {
    /// Id; later events have greater ones.
    pub id: String,
    /// What happened.
    pub action: AuditAction,
    /// Id of the user who did it, if somebody was signed in. Of somebody who looks at the application as somebody else,
    /// their own.
    pub actor_id: Option<String>,
    /// Id of the user whom the actor looked at the application as.
    pub acting_as: Option<String>,
    /// Id of the user whose account it happened to.
    pub subject_id: Option<String>,
    /// Id of the organization in which it happened.
    pub organization_id: Option<String>,
    /// Id of what it happened to: a session, a passkey, an invitation.
    pub target: Option<String>,
    /// A word or a number about it; see [`AuditAction`].
    pub detail: Option<String>,
    /// Address of the client; of IPv6, its network.
    pub ip_address: Option<String>,
    /// What the client says it is.
    pub user_agent: Option<String>,
    /// When.
    pub created_at: Timestamp,
}

/// Which lines of the audit log somebody wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuditFilter {
    /// Those that this user did, or whose account it happened to: their id, or their e-mail address.
    pub user: Option<String>,
    /// Those of one of these kinds; empty for all.
    pub actions: Vec<AuditAction>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub before: Option<Timestamp>,
    /// Those that are older than the one with this id.
    pub after_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_name_of_its_own() {
        for action in AuditAction::ALL {
            assert_eq!(AuditAction::of(action.as_str()), Some(*action));
            assert_eq!(serde_json::to_value(action).ok(), Some(serde_json::Value::from(action.as_str())));
        }
    }
}
