//! Types that cross the wire, between the server and its clients.
//!
//! They serialise exactly as Better Auth's JSON does (camelCase, ISO 8601 dates) and compile for the
//! browser without any feature of this crate, so that a page and the server share one definition.

mod admin;
mod anonymous;
mod authenticators;
mod email_otp;
mod email_password;
mod email_verification;
mod error_code;
mod fields;
mod magic_link;
mod oauth;
mod organization;
mod passkey;
mod phone_number;
mod session;
mod timestamp;
mod two_factor;
mod user;
mod username;

pub use admin::{
    AdminUpdateUser, BanUser, CreateUser, HasPermission, HasPermissionOutput, ListUsers, ListUsersOutput, OfUser,
    Operator, RevokeUserSession, Roles, SearchField, SetRole, SetUserPassword, SortDirection, SuccessOutput,
    UserOutput, UserSessions,
};
pub use anonymous::{DeleteAnonymousUserOutput, SignInAnonymousOutput};
pub use authenticators::authenticator_name;
pub use email_otp::{
    ChangeEmailOtp, CheckVerificationOtp, OtpType, RequestEmailChangeOtp, RequestPasswordResetOtp, ResetPasswordOtp,
    SendVerificationOtp, SignInEmailOtp, SignInEmailOtpOutput, VerifyEmailOtp, VerifyEmailOtpOutput,
};
pub use email_password::{
    ChangePassword, ChangePasswordOutput, Password, RequestPasswordReset, RequestPasswordResetOutput, ResetPassword,
    SignInEmail, SignInEmailOutput, SignUpEmail, SignUpEmailOutput, VerifyPassword,
};
pub use email_verification::{
    ChangeEmail, RevertEmailChange, SendVerificationEmail, VerifyEmail, VerifyEmailOutput, VerifyEmailStep,
};
pub use error_code::{ErrorBody, ErrorCode};
pub use fields::Fields;
pub use magic_link::{MagicLinkSession, SignInMagicLink, VerifyMagicLink, VerifyMagicLinkOutput};
pub use oauth::{
    AccessToken, AccountInfo, AccountKey, AppleName, AppleUser, IdTokenInput, LinkSocial, LinkSocialOutput,
    LinkedAccount, ProviderCallback, ProviderUser, RefreshedTokens, SelectAccount, SignInSocial, SignInSocialOutput,
    UnlinkAccount,
};
pub use organization::{
    ACTIVE_ORGANIZATION_ID, ACTIVE_TEAM_ID, AddMember, CheckSlug, CreateOrganization, CreateOrganizationRole,
    CreateTeam, FullOrganization, GetFullOrganization, GetMemberRole, HasOrganizationPermission, Invitation,
    InvitationDetails, InvitationId, InvitationLink, InvitationOutcome, InvitationPreview, InvitationStatus,
    InviteMember, ListMembers, ListUserInvitations, ListUserTeams, Member, MemberOutput, MemberUser, MembersOutput,
    NewOrganizationOutput, OfOrganization, OfTeam, Organization, OrganizationData, OrganizationRole, OwnOrganization,
    RemoveMember, RoleChanged, RoleChanges, RoleKey, RoleMade, RoleOutput, SetActiveOrganization, SetActiveTeam,
    SignUpInvited, TEAM_ID, Team, TeamChanges, TeamIds, TeamMember, TeamMemberKey, UpdateMemberRole,
    UpdateOrganization, UpdateOrganizationRole, UpdateTeam, UserInvitation, WhichOrganization,
};
pub use passkey::{
    AuthenticateOptions, AuthenticatorAttachment, CredentialDescriptor, DeletePasskey, DeviceType,
    GenerateRegisterOptions, KeyKind, Passkey, PasskeyOwner, RegisterOptions, RelyingParty, UpdatePasskey,
    UpdatePasskeyOutput, VerifyAuthentication, VerifyRegistration, VerifyRegistrationOutput,
};
pub use phone_number::{
    MessageOutput, RequestPasswordResetPhoneNumber, ResetPasswordPhoneNumber, SendPhoneNumberOtp, SignInPhoneNumber,
    SignInPhoneNumberOutput, VerifyPhoneNumber, VerifyPhoneNumberOutput,
};
pub use session::{
    GetSession, IMPERSONATED_BY, RevokeSession, Session, SessionWithUser, SignOut, SignOutOutput, StatusOutput,
    UpdateSession, UpdateSessionOutput,
};
pub use timestamp::{InvalidTimestamp, Timestamp};
pub use two_factor::{
    BackupCodes, DisableTwoFactor, EnableTwoFactor, EnableTwoFactorOutput, GenerateBackupCodes, GetTotpUri,
    PendingSignIn, SignInOutcome, TotpUri, TrustedDevice, TwoFactorChallenge, TwoFactorMethod, TwoFactorOutput,
    TwoFactorStatus, VerifyBackupCode, VerifyOtp, VerifyTotp,
};
pub use user::{DeleteUser, DeleteUserOutput, Email, InvalidEmail, UpdateUser, User};
pub use username::{IsUsernameAvailable, IsUsernameAvailableOutput, SignInUsername};
