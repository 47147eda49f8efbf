//! Types that cross the wire, between the server and its clients.
//!
//! They serialise exactly as Better Auth's JSON does (camelCase, ISO 8601 dates) and compile for the
//! browser without any feature of this crate, so that a page and the server share one definition.

/// `Debug` for types whose fields stay out of logs.
macro_rules! hidden {
    ($($name:ident),*) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        })*
    };
}

mod admin;
mod anonymous;
mod api_key;
mod audit;
mod authenticators;
mod captcha;
mod device_authorization;
mod email_otp;
mod email_password;
mod email_verification;
mod error_code;
mod fields;
mod jwt;
mod magic_link;
mod multi_session;
mod oauth;
mod one_tap;
mod one_time_token;
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
    Operator, RevokeUserSession, Roles, SearchField, SearchOperator, SetRole, SetUserPassword, SortDirection,
    SuccessOutput, UserOutput, UserSessions,
};
pub use anonymous::{DeleteAnonymousUserOutput, SignInAnonymousOutput};
pub use api_key::{
    ApiKey, CreateApiKey, CreatedApiKey, DeleteApiKey, GetApiKey, KeyPermissions, ListApiKeys, ListApiKeysOutput,
    UpdateApiKey, VerifyApiKey, VerifyApiKeyOutput,
};
pub use audit::{AuditAction, AuditEvent, AuditFilter};
pub use authenticators::authenticator_name;
pub use captcha::CaptchaChallenge;
pub use device_authorization::{
    DeviceAnswer, DeviceCodeOutput, DeviceCodeRequest, DeviceCodeStatus, DeviceGrant, DeviceTokenOutput,
    DeviceTokenRequest, DeviceVerification, OauthErrorBody,
};
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
pub use error_code::{ErrorBody, ErrorCode, ErrorDetails};
pub use fields::Fields;
pub use jwt::{JwksOutput, JwtOutput};
pub use magic_link::{MagicLinkSession, SignInMagicLink, VerifyMagicLink, VerifyMagicLinkOutput};
pub use multi_session::OfDeviceSession;
pub use oauth::{
    AccessToken, AccountInfo, AccountKey, AppleName, AppleUser, IdTokenInput, LinkSocial, LinkSocialOutput,
    LinkedAccount, ProviderCallback, ProviderUser, RefreshedTokens, SelectAccount, SignInSocial, SignInSocialOutput,
    UnlinkAccount,
};
pub use one_tap::{OneTapCallback, OneTapOutput};
pub use one_time_token::OneTimeToken;
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
