use serde::{Deserialize, Serialize};

/// Declares the error codes with their HTTP status and message in one table.
macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal, $message:literal;)*) => {
        /// Why a request was refused: Better Auth's codes (`$ERROR_CODES` of its clients).
        ///
        /// The code is the contract; the message is for people and may change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
        }

        impl ErrorCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as it crosses the wire, for example `INVALID_EMAIL_OR_PASSWORD`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The HTTP status the code usually comes with.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status),* }
            }

            /// A short English sentence for people who read the raw answer.
            pub const fn message(self) -> &'static str {
                match self { $(Self::$name => $message),* }
            }

            /// The code with this text, if there is one.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($code => Some(Self::$name),)* _ => None }
            }
        }
    };
}

error_codes! {
    /// The JSON of the body is broken.
    BadRequest = "BAD_REQUEST", 400, "The request could not be read.";
    /// The body does not fit the schema of the endpoint.
    ValidationError = "VALIDATION_ERROR", 400, "A field is missing or has a wrong value.";
    /// A field that an account has to have is missing.
    MissingField = "MISSING_FIELD", 400, "A field is missing.";
    /// A field that requests cannot set.
    FieldNotAllowed = "FIELD_NOT_ALLOWED", 400, "This field cannot be set.";
    /// The content type is not one the endpoint reads.
    UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE", 415, "Send the body as JSON.";
    /// The body is longer than the endpoint reads.
    PayloadTooLarge = "PAYLOAD_TOO_LARGE", 413, "The request is too long.";
    /// The endpoint needs a session.
    Unauthorized = "UNAUTHORIZED", 401, "Sign in first.";
    /// The endpoint asks for a recent sign-in.
    SessionNotFresh = "SESSION_NOT_FRESH", 403, "Sign in again: this needs a recent sign-in.";
    /// The link of a mail was opened where nobody is signed in.
    FailedToGetUserInfo = "FAILED_TO_GET_USER_INFO", 404, "Open this link where you are signed in.";
    /// There is no such user.
    UserNotFound = "USER_NOT_FOUND", 404, "There is no such user.";
    /// The address has not been verified, and signing in needs that.
    EmailNotVerified = "EMAIL_NOT_VERIFIED", 403, "Verify your address first: follow the link in the mail.";
    /// The address is verified already.
    EmailAlreadyVerified = "EMAIL_ALREADY_VERIFIED", 400, "This address is verified already.";
    /// It is not the address of the caller.
    EmailMismatch = "EMAIL_MISMATCH", 400, "This is not the address of your account.";
    /// Addresses cannot be verified here.
    VerificationEmailNotEnabled = "VERIFICATION_EMAIL_NOT_ENABLED", 400, "Verifying addresses is switched off.";
    /// The time of the link is over.
    TokenExpired = "TOKEN_EXPIRED", 401, "This link is too old.";
    /// The link is about somebody else.
    InvalidUser = "INVALID_USER", 401, "This link is about another account.";
    /// Addresses cannot be changed here.
    ChangeEmailDisabled = "CHANGE_EMAIL_DISABLED", 400, "Changing the address is switched off.";
    /// The account has this address. Ours: upstream sends a sentence alone.
    EmailUnchanged = "EMAIL_UNCHANGED", 400, "This is the address of your account already.";
    /// The account has a password; it is changed in another way.
    PasswordAlreadySet = "PASSWORD_ALREADY_SET", 400, "This account has a password already.";
    /// A hook or the store refused the user.
    FailedToCreateUser = "FAILED_TO_CREATE_USER", 422, "The account could not be made.";
    /// The store refused the session.
    FailedToCreateSession = "FAILED_TO_CREATE_SESSION", 500, "The session could not be made.";
    /// The session could not be read or extended.
    FailedToGetSession = "FAILED_TO_GET_SESSION", 500, "The session could not be read.";
    /// The password is wrong or has a wrong form.
    InvalidPassword = "INVALID_PASSWORD", 400, "The password is wrong.";
    /// The address is not an e-mail address.
    InvalidEmail = "INVALID_EMAIL", 400, "This is not an e-mail address.";
    /// Address and password do not belong together; which of them is wrong is not said.
    InvalidEmailOrPassword = "INVALID_EMAIL_OR_PASSWORD", 401, "The e-mail address or the password is wrong.";
    /// The password is shorter than the minimum.
    PasswordTooShort = "PASSWORD_TOO_SHORT", 400, "The password is too short.";
    /// The password is longer than the maximum.
    PasswordTooLong = "PASSWORD_TOO_LONG", 400, "The password is too long.";
    /// The password is one that everybody knows.
    PasswordCompromised = "PASSWORD_COMPROMISED", 400, "This password is known from leaked lists. Choose another one.";
    /// Somebody has an account with this address.
    UserAlreadyExists = "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", 422, "There is an account with this address. Use another one.";
    /// An address is changed in its own way.
    EmailCannotBeUpdated = "EMAIL_CAN_NOT_BE_UPDATED", 400, "The address cannot be changed in this way.";
    /// The user does not sign in by a password.
    CredentialAccountNotFound = "CREDENTIAL_ACCOUNT_NOT_FOUND", 400, "This account has no password.";
    /// E-mail and password sign-in is off.
    EmailPasswordDisabled = "EMAIL_PASSWORD_DISABLED", 400, "Signing in by e-mail and password is switched off.";
    /// E-mail and password sign-up is off.
    EmailPasswordSignUpDisabled = "EMAIL_PASSWORD_SIGN_UP_DISABLED", 400, "Signing up by e-mail and password is switched off.";
    /// A page of another site tried to sign the visitor in.
    CrossSiteNavigationLoginBlocked = "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED", 403, "Another site tried to sign you in. Nothing was done.";
    /// Passwords cannot be reset here.
    ResetPasswordDisabled = "RESET_PASSWORD_DISABLED", 400, "Resetting a password is switched off.";
    /// Signing in was too long ago, and no password was given.
    SessionExpired = "SESSION_EXPIRED", 400, "Sign in again, or give your password.";
    /// The token is unknown, used or too old.
    InvalidToken = "INVALID_TOKEN", 400, "This link is no longer valid.";
    /// No links to sign in are mailed here. Ours: upstream has no magic links without mail.
    MagicLinkNotConfigured = "MAGIC_LINK_NOT_CONFIGURED", 400, "Links to sign in are switched off.";
    /// A link or a code would have to make an account, and those make none here.
    NewUserSignUpDisabled = "new_user_signup_disabled", 403, "There is no account with this address.";
    /// The mailed code is wrong or used, or none was sent.
    InvalidOtp = "INVALID_OTP", 400, "The code is wrong or was used already.";
    /// The mailed code came too late.
    OtpExpired = "OTP_EXPIRED", 400, "This code is too old. Have another one sent.";
    /// The mailed code has had too many wrong tries and works no longer.
    TooManyOtpAttempts = "TOO_MANY_ATTEMPTS", 403, "Too many wrong codes. Have another one sent.";
    /// A code of this type is asked for elsewhere. Ours: upstream sends a sentence alone.
    InvalidOtpType = "INVALID_OTP_TYPE", 400, "A code of this type is asked for in another way.";
    /// The code cannot be read back. Ours: upstream sends a sentence alone.
    OtpIsHashed = "OTP_IS_HASHED", 400, "The code is stored as a hash and cannot be read.";
    /// The code of the mail to the address so far is missing. Ours: upstream sends a sentence alone.
    CurrentEmailOtpRequired = "CURRENT_EMAIL_OTP_REQUIRED", 400, "Give the code that went to your address.";
    /// Somebody has the address. Ours: upstream sends a sentence alone.
    EmailInUse = "EMAIL_IN_USE", 400, "Somebody has an account with this address.";
    /// No codes are mailed here.
    OtpNotConfigured = "OTP_NOT_CONFIGURED", 400, "Codes by mail are switched off.";
    /// The mailed code is too old, was used, or was never sent.
    OtpHasExpired = "OTP_HAS_EXPIRED", 400, "This code is no longer valid. Have another one sent.";
    /// The user has no authenticator app.
    TotpNotEnabled = "TOTP_NOT_ENABLED", 400, "No authenticator app is set up.";
    /// The user has an authenticator app already.
    TotpAlreadyEnabled = "TOTP_ALREADY_ENABLED", 400, "An authenticator app is set up already.";
    /// There are no authenticator apps here.
    TotpNotConfigured = "TOTP_NOT_CONFIGURED", 400, "Authenticator apps are switched off.";
    /// The user has no second factor.
    TwoFactorNotEnabled = "TWO_FACTOR_NOT_ENABLED", 400, "Two-factor sign-in is off.";
    /// The user has no backup codes.
    BackupCodesNotEnabled = "BACKUP_CODES_NOT_ENABLED", 400, "There are no backup codes.";
    /// The backup code is wrong or was used.
    InvalidBackupCode = "INVALID_BACKUP_CODE", 401, "This is not one of your unused backup codes.";
    /// The code is wrong, or was used.
    InvalidCode = "INVALID_CODE", 401, "The code is wrong or was used already.";
    /// This sign-in or this mailed code has had too many wrong tries.
    TooManyAttempts = "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE", 400, "Too many wrong codes. Start again.";
    /// The account has had too many wrong codes, over all sign-ins.
    AccountTemporarilyLocked = "ACCOUNT_TEMPORARILY_LOCKED", 429, "Too many wrong codes. Try again in a quarter of an hour.";
    /// No sign-in waits for a second factor in this browser.
    InvalidTwoFactorCookie = "INVALID_TWO_FACTOR_COOKIE", 401, "No sign-in is waiting for a code here. Sign in again.";
    /// No ceremony with a passkey was begun in this browser, or too long ago, or it was ended already.
    ChallengeNotFound = "CHALLENGE_NOT_FOUND", 400, "This took too long, or was done already. Try again.";
    /// The passkey is for somebody else.
    NotAllowedToRegisterPasskey = "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY", 401, "This passkey is not for your account.";
    /// What the browser made is not a passkey for this site.
    FailedToVerifyRegistration = "FAILED_TO_VERIFY_REGISTRATION", 400, "The passkey could not be added.";
    /// There is no such passkey.
    PasskeyNotFound = "PASSKEY_NOT_FOUND", 404, "There is no such passkey.";
    /// The passkey did not sign what it was asked to.
    AuthenticationFailed = "AUTHENTICATION_FAILED", 401, "The passkey was not accepted.";
    /// The passkey was removed while it was being renamed.
    FailedToUpdatePasskey = "FAILED_TO_UPDATE_PASSKEY", 500, "The passkey could not be renamed.";
    /// The passkey is registered already.
    PreviouslyRegistered = "PREVIOUSLY_REGISTERED", 400, "This passkey was added already.";
    /// Whose passkey it is to be is not known.
    ResolveUserRequired = "RESOLVE_USER_REQUIRED", 400, "Sign in first to add a passkey.";
    /// Who the application says it is for is nobody.
    ResolvedUserInvalid = "RESOLVED_USER_INVALID", 400, "The passkey is for nobody.";
    /// The account is banned.
    BannedUser = "BANNED_USER", 403, "This account is banned.";
    /// Nobody bans their own account.
    CannotBanYourself = "YOU_CANNOT_BAN_YOURSELF", 400, "You cannot ban yourself.";
    /// Nobody removes their own account in this way.
    CannotRemoveYourself = "YOU_CANNOT_REMOVE_YOURSELF", 400, "You cannot remove yourself.";
    /// Nobody would be left who administers. Ours.
    LastAdmin = "LAST_ADMIN", 400, "This is the last administrator. Make somebody else one first.";
    /// Only the person themself may do this, not somebody who looks at the application as them. Ours.
    NotWhileImpersonating = "NOT_WHILE_IMPERSONATING", 403, "Only the person themself can do this.";
    /// Nobody is being impersonated in this browser.
    NotImpersonating = "YOU_ARE_NOT_IMPERSONATING_ANYONE", 400, "You are not impersonating anyone.";
    /// The session from which impersonating began is gone.
    AdminSessionNotFound = "FAILED_TO_FIND_ADMIN_SESSION", 500, "Your own session is over. Sign in again.";
    /// People who administer are not impersonated.
    CannotImpersonateAdmins = "YOU_CANNOT_IMPERSONATE_ADMINS", 403, "Administrators cannot be impersonated.";
    /// The caller may not give and take roles.
    NotAllowedToChangeRole = "YOU_ARE_NOT_ALLOWED_TO_CHANGE_USERS_ROLE", 403, "You may not change roles.";
    /// The caller may not make accounts.
    NotAllowedToCreateUsers = "YOU_ARE_NOT_ALLOWED_TO_CREATE_USERS", 403, "You may not make accounts.";
    /// The caller may not see all accounts.
    NotAllowedToListUsers = "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS", 403, "You may not see the list of accounts.";
    /// The caller may not see an account.
    NotAllowedToGetUser = "YOU_ARE_NOT_ALLOWED_TO_GET_USER", 403, "You may not see this account.";
    /// The caller may not change accounts.
    NotAllowedToUpdateUsers = "YOU_ARE_NOT_ALLOWED_TO_UPDATE_USERS", 403, "You may not change accounts.";
    /// The caller may not delete accounts.
    NotAllowedToDeleteUsers = "YOU_ARE_NOT_ALLOWED_TO_DELETE_USERS", 403, "You may not delete accounts.";
    /// The caller may not ban.
    NotAllowedToBanUsers = "YOU_ARE_NOT_ALLOWED_TO_BAN_USERS", 403, "You may not ban accounts.";
    /// The caller may not impersonate.
    NotAllowedToImpersonate = "YOU_ARE_NOT_ALLOWED_TO_IMPERSONATE_USERS", 403, "You may not impersonate this account.";
    /// The caller may not set passwords.
    NotAllowedToSetPassword = "YOU_ARE_NOT_ALLOWED_TO_SET_USERS_PASSWORD", 403, "You may not set this password.";
    /// The caller may not change addresses.
    NotAllowedToSetEmail = "YOU_ARE_NOT_ALLOWED_TO_SET_USERS_EMAIL", 403, "You may not change addresses.";
    /// The caller may not change phone numbers.
    NotAllowedToSetPhone = "YOU_ARE_NOT_ALLOWED_TO_SET_USERS_PHONE_NUMBER", 403, "You may not change phone numbers.";
    /// The caller may not see sessions.
    NotAllowedToListSessions = "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS_SESSIONS", 403, "You may not see sessions of others.";
    /// The caller may not end sessions.
    NotAllowedToRevokeSessions = "YOU_ARE_NOT_ALLOWED_TO_REVOKE_USERS_SESSIONS", 403, "You may not end sessions of others.";
    /// There is no such role.
    UnknownRole = "YOU_ARE_NOT_ALLOWED_TO_SET_NON_EXISTENT_VALUE", 400, "There is no such role.";
    /// A role is a text.
    InvalidRoleType = "INVALID_ROLE_TYPE", 400, "A role is a text.";
    /// A change of an account that changes nothing.
    NoDataToUpdate = "NO_DATA_TO_UPDATE", 400, "There is nothing to change.";
    /// A password is set in its own way.
    PasswordNotUpdatedHere = "PASSWORD_CANNOT_BE_UPDATED_VIA_UPDATE_USER", 400, "A password is set in another way.";
    /// The id of an account stays.
    UserIdNotUpdated = "USER_ID_CANNOT_BE_UPDATED", 400, "The id of an account cannot be changed.";
    /// Username and password do not belong together; which of them is wrong is not said.
    InvalidUsernameOrPassword = "INVALID_USERNAME_OR_PASSWORD", 401, "The username or the password is wrong.";
    /// Somebody has the username.
    UsernameIsAlreadyTaken = "USERNAME_IS_ALREADY_TAKEN", 400, "Somebody has this username. Choose another one.";
    /// The username is shorter than the minimum.
    UsernameTooShort = "USERNAME_TOO_SHORT", 400, "The username is too short.";
    /// The username is longer than the maximum.
    UsernameTooLong = "USERNAME_TOO_LONG", 400, "The username is too long.";
    /// The username has letters that it may not have, or is reserved.
    InvalidUsername = "INVALID_USERNAME", 400, "This cannot be a username.";
    /// The name beside the username is not acceptable.
    InvalidDisplayUsername = "INVALID_DISPLAY_USERNAME", 400, "This cannot be the name to show.";
    /// A username that was chosen stays.
    UsernameIsImmutable = "USERNAME_IS_IMMUTABLE", 400, "The username cannot be changed.";
    /// The text is not a phone number that messages may go to.
    InvalidPhoneNumber = "INVALID_PHONE_NUMBER", 400, "This is not a phone number.";
    /// Somebody has the number.
    PhoneNumberExist = "PHONE_NUMBER_EXIST", 400, "Somebody has this phone number.";
    /// Number and password do not belong together; which of them is wrong is not said.
    InvalidPhoneNumberOrPassword = "INVALID_PHONE_NUMBER_OR_PASSWORD", 401, "The phone number or the password is wrong.";
    /// No code was sent to the number, or it was used.
    OtpNotFound = "OTP_NOT_FOUND", 400, "This code is no longer valid. Have another one sent.";
    /// The number has to be verified first.
    PhoneNumberNotVerified = "PHONE_NUMBER_NOT_VERIFIED", 401, "Verify your phone number first: a code is on its way.";
    /// The number of the account has to be verified before its password can be reset.
    PhoneNumberPendingVerification = "PHONE_NUMBER_PENDING_VERIFICATION", 400, "Verify the phone number first.";
    /// A number is changed by verifying it.
    PhoneNumberCannotBeUpdated = "PHONE_NUMBER_CANNOT_BE_UPDATED", 400, "Verify the phone number to change it.";
    /// A number is set by verifying it.
    PhoneNumberCannotBeSet = "PHONE_NUMBER_CANNOT_BE_SET", 400, "A phone number is set by verifying it.";
    /// No text messages are sent here.
    SendOtpNotImplemented = "SEND_OTP_NOT_IMPLEMENTED", 501, "Text messages are switched off.";
    /// There is no account for what was asked.
    UnexpectedError = "UNEXPECTED_ERROR", 400, "This did not work.";
    /// There is nobody to change.
    FailedToUpdateUser = "FAILED_TO_UPDATE_USER", 500, "The account could not be changed.";
    /// The application made an address for a guest that is none.
    InvalidEmailFormat = "INVALID_EMAIL_FORMAT", 400, "The address that was made is not one.";
    /// The session of a guest could not be made.
    CouldNotCreateSession = "COULD_NOT_CREATE_SESSION", 400, "The session could not be made.";
    /// A guest is one already.
    AnonymousUsersCannotSignInAgainAnonymously = "ANONYMOUS_USERS_CANNOT_SIGN_IN_AGAIN_ANONYMOUSLY", 400, "You are a guest already.";
    /// Only accounts of guests are deleted in this way.
    UserIsNotAnonymous = "USER_IS_NOT_ANONYMOUS", 403, "This is not the account of a guest.";
    /// Accounts of guests stay.
    DeleteAnonymousUserDisabled = "DELETE_ANONYMOUS_USER_DISABLED", 400, "Deleting accounts of guests is switched off.";
    /// The caller may not make or change API keys: there is no session, or it is about somebody else's.
    UnauthorizedSession = "UNAUTHORIZED_SESSION", 401, "Sign in first to do this with API keys.";
    /// The API key is not one of ours.
    InvalidApiKey = "INVALID_API_KEY", 401, "This is not an API key that works here.";
    /// There is no such API key, or it may not do what was asked.
    KeyNotFound = "KEY_NOT_FOUND", 404, "There is no such API key.";
    /// The API key is switched off.
    KeyDisabled = "KEY_DISABLED", 401, "This API key is switched off.";
    /// The time of the API key is over.
    KeyExpired = "KEY_EXPIRED", 401, "This API key has ended.";
    /// The API key has no uses left.
    UsageExceeded = "USAGE_EXCEEDED", 429, "This API key is used up.";
    /// The API key was used too often.
    RateLimited = "RATE_LIMITED", 429, "This API key was used too often. Wait a while.";
    /// The owner of the API key is banned.
    UserBanned = "USER_BANNED", 401, "The account of this API key is banned.";
    /// The owner of the API key is gone, or is not a user.
    InvalidReferenceId = "INVALID_REFERENCE_ID_FROM_API_KEY", 401, "This API key does not stand for an account.";
    /// Only trusted code sets this of an API key.
    ServerOnlyProperty = "SERVER_ONLY_PROPERTY", 400, "Limits and permissions of a key are set by the server alone.";
    /// An API key has to have a name.
    NameRequired = "NAME_REQUIRED", 400, "Give the key a name.";
    /// The name of the API key is too short or too long.
    InvalidNameLength = "INVALID_NAME_LENGTH", 400, "The name of the key is too short or too long.";
    /// The prefix of the API key is too short or too long.
    InvalidPrefixLength = "INVALID_PREFIX_LENGTH", 400, "The prefix of the key is too short or too long.";
    /// The data beside an API key is not an object, or too much.
    InvalidMetadataType = "INVALID_METADATA_TYPE", 400, "The data of a key is an object, and a small one.";
    /// API keys hold no data here.
    MetadataDisabled = "METADATA_DISABLED", 400, "Keys hold no data here.";
    /// An interval to fill up an API key without an amount, or the other way round: this is the code for one of them.
    RefillAmountAndIntervalRequired = "REFILL_AMOUNT_AND_INTERVAL_REQUIRED", 400, "An amount to fill up needs an interval.";
    /// And this for the other.
    RefillIntervalAndAmountRequired = "REFILL_INTERVAL_AND_AMOUNT_REQUIRED", 400, "An interval to fill up needs an amount.";
    /// When API keys end is not for their owners to say.
    KeyDisabledExpiration = "KEY_DISABLED_EXPIRATION", 400, "When keys end cannot be chosen here.";
    /// The API key would end too early.
    ExpiresInIsTooSmall = "EXPIRES_IN_IS_TOO_SMALL", 400, "The key would end too early.";
    /// The API key would end too late.
    ExpiresInIsTooLarge = "EXPIRES_IN_IS_TOO_LARGE", 400, "The key would end too late.";
    /// A change of an API key that changes nothing.
    NoValuesToUpdate = "NO_VALUES_TO_UPDATE", 400, "There is nothing to change.";
    /// None of the kinds of API keys is the default one.
    NoDefaultApiKeyConfiguration = "NO_DEFAULT_API_KEY_CONFIGURATION_FOUND", 400, "Say which kind of key this is about.";
    /// API keys of organizations without organizations.
    OrganizationPluginRequired = "ORGANIZATION_PLUGIN_REQUIRED", 500, "There are no organizations here.";
    /// Whose the API key of an organization is to be was not said.
    OrganizationIdRequired = "ORGANIZATION_ID_REQUIRED", 400, "Say which organization the key is for.";
    /// The caller is not in the organization whose API keys it is about.
    UserNotMemberOfOrganization = "USER_NOT_MEMBER_OF_ORGANIZATION", 403, "You are not in the organization of this key.";
    /// The role does not allow it.
    InsufficientApiKeyPermissions = "INSUFFICIENT_API_KEY_PERMISSIONS", 403, "You may not do this with the keys of this organization.";
    /// Only trusted code makes one-time tokens here.
    ClientRequestsAreDisabled = "CLIENT_REQUESTS_ARE_DISABLED", 400, "Such tokens are made by the server alone.";
    /// The session that a one-time token was for is gone.
    SessionNotFound = "SESSION_NOT_FOUND", 400, "The session has ended.";
    /// The browser has no such session beside the others.
    InvalidSessionToken = "INVALID_SESSION_TOKEN", 401, "There is no such session in this browser.";
    /// An API key is not enough: the person has to sign in. Ours.
    NotWithApiKey = "NOT_WITH_API_KEY", 403, "Sign in to do this: an API key is not enough.";
    /// Making organizations is closed to the caller.
    NotAllowedToCreateOrganization = "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_NEW_ORGANIZATION", 403, "You may not start an organization.";
    /// The caller is in as many organizations as somebody may be.
    TooManyOrganizations = "YOU_HAVE_REACHED_THE_MAXIMUM_NUMBER_OF_ORGANIZATIONS", 403, "You cannot be in more organizations.";
    /// The slug of a new organization is another one's.
    OrganizationAlreadyExists = "ORGANIZATION_ALREADY_EXISTS", 400, "Another organization has this slug. Choose another one.";
    /// The slug is another organization's.
    OrganizationSlugAlreadyTaken = "ORGANIZATION_SLUG_ALREADY_TAKEN", 400, "Another organization has this slug.";
    /// There is no such organization, or none was named.
    OrganizationNotFound = "ORGANIZATION_NOT_FOUND", 400, "There is no such organization.";
    /// Organizations are not deleted here.
    OrganizationDeletionDisabled = "ORGANIZATION_DELETION_DISABLED", 404, "Organizations cannot be deleted.";
    /// The caller, or whom it is about, is not in the organization.
    UserIsNotAMember = "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION", 403, "That is nobody of this organization.";
    /// The caller is not in the organization.
    NotAMember = "YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION", 403, "You are not in this organization.";
    /// The role does not allow it.
    NotAllowedToUpdateOrganization = "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_ORGANIZATION", 403, "You may not change this organization.";
    /// The role does not allow it.
    NotAllowedToDeleteOrganization = "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_ORGANIZATION", 403, "You may not delete this organization.";
    /// No organization was named, and the session has none that is active.
    NoActiveOrganization = "NO_ACTIVE_ORGANIZATION", 400, "Choose an organization first.";
    /// Whoever is to come in is in already.
    UserIsAlreadyAMember = "USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION", 400, "They are in this organization already.";
    /// There is no such member in the organization.
    MemberNotFound = "MEMBER_NOT_FOUND", 400, "There is no such member.";
    /// There is no role of this name.
    RoleNotFound = "ROLE_NOT_FOUND", 400, "There is no such role.";
    /// The only owner cannot go.
    OnlyOwnerStays = "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER", 400, "The only owner cannot go. Make somebody else an owner first.";
    /// An organization has an owner.
    OwnerNeeded = "YOU_CANNOT_LEAVE_THE_ORGANIZATION_WITHOUT_AN_OWNER", 400, "An organization needs an owner. Make somebody else one first.";
    /// The role does not allow it.
    NotAllowedToDeleteMember = "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_MEMBER", 401, "You may not remove members.";
    /// The role does not allow it.
    NotAllowedToUpdateMember = "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER", 403, "You may not change this member.";
    /// The organization is full.
    MembershipLimitReached = "ORGANIZATION_MEMBERSHIP_LIMIT_REACHED", 403, "This organization is full.";
    /// The role does not allow it.
    NotAllowedToInvite = "YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION", 403, "You may not invite people to this organization.";
    /// Only owners invite owners.
    NotAllowedToInviteWithRole = "YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE", 403, "You may not invite anybody to this role.";
    /// An invitation to this address waits already.
    UserIsAlreadyInvited = "USER_IS_ALREADY_INVITED_TO_THIS_ORGANIZATION", 400, "An invitation to this address waits for an answer.";
    /// There is no such invitation, or it was answered, called off, or is too old.
    InvitationNotFound = "INVITATION_NOT_FOUND", 400, "This invitation is no longer open.";
    /// The invitation went to another address.
    NotTheRecipient = "YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION", 403, "This invitation is for another address.";
    /// Answering an invitation takes a verified address.
    EmailVerificationRequiredToAnswer = "EMAIL_VERIFICATION_REQUIRED_BEFORE_ACCEPTING_OR_REJECTING_INVITATION", 403, "Verify your address first, then answer the invitation.";
    /// Seeing invitations takes a verified address.
    EmailVerificationRequiredForInvitation = "EMAIL_VERIFICATION_REQUIRED_FOR_INVITATION", 403, "Verify your address first to see your invitations.";
    /// The role does not allow it.
    NotAllowedToCancelInvitation = "YOU_ARE_NOT_ALLOWED_TO_CANCEL_THIS_INVITATION", 403, "You may not call this invitation off.";
    /// The role does not allow it.
    NotAllowedToListInvitations = "YOU_ARE_NOT_ALLOWED_TO_LIST_INVITATIONS", 403, "You may not see the invitations of this organization.";
    /// Whoever invited has left.
    InviterHasLeft = "INVITER_IS_NO_LONGER_A_MEMBER_OF_THE_ORGANIZATION", 400, "Whoever invited you has left this organization.";
    /// As many invitations wait as may.
    InvitationLimitReached = "INVITATION_LIMIT_REACHED", 403, "Too many invitations wait for an answer.";
    /// There is no such team in the organization.
    TeamNotFound = "TEAM_NOT_FOUND", 400, "There is no such team.";
    /// The id of a team has a comma, which stands between ids.
    InvalidTeamId = "INVALID_TEAM_ID", 400, "This cannot be the id of a team.";
    /// The organization has as many teams as it may.
    TooManyTeams = "YOU_HAVE_REACHED_THE_MAXIMUM_NUMBER_OF_TEAMS", 400, "There can be no more teams here.";
    /// An organization keeps one team.
    UnableToRemoveLastTeam = "UNABLE_TO_REMOVE_LAST_TEAM", 400, "The last team stays.";
    /// The role does not allow it.
    NotAllowedToCreateTeams = "YOU_ARE_NOT_ALLOWED_TO_CREATE_TEAMS_IN_THIS_ORGANIZATION", 403, "You may not make teams here.";
    /// The role does not allow it.
    NotAllowedToDeleteTeams = "YOU_ARE_NOT_ALLOWED_TO_DELETE_TEAMS_IN_THIS_ORGANIZATION", 403, "You may not delete teams here.";
    /// The caller is not in its organization, or it is the team in which they are active.
    NotAllowedToDeleteTeam = "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_TEAM", 403, "You may not delete this team.";
    /// The role does not allow it.
    NotAllowedToUpdateTeam = "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_TEAM", 403, "You may not change this team.";
    /// The team is full.
    TeamMemberLimitReached = "TEAM_MEMBER_LIMIT_REACHED", 403, "This team is full.";
    /// The caller, or whom it is about, is not in the team.
    NotInTeam = "USER_IS_NOT_A_MEMBER_OF_THE_TEAM", 403, "That is nobody of this team.";
    /// No team was named, and the session has none that is active.
    NoActiveTeam = "YOU_DO_NOT_HAVE_AN_ACTIVE_TEAM", 400, "Choose a team first.";
    /// The role does not allow it.
    NotAllowedToAddTeamMember = "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_NEW_TEAM_MEMBER", 403, "You may not add anybody to teams.";
    /// The role does not allow it.
    NotAllowedToRemoveTeamMember = "YOU_ARE_NOT_ALLOWED_TO_REMOVE_A_TEAM_MEMBER", 403, "You may not remove anybody from teams.";
    /// The caller is not in the organization whose teams they asked for.
    NotAllowedToAccessOrganization = "YOU_ARE_NOT_ALLOWED_TO_ACCESS_THIS_ORGANIZATION", 403, "You are not in this organization.";
    /// A role is made in an organization.
    RoleNeedsOrganization = "YOU_MUST_BE_IN_AN_ORGANIZATION_TO_CREATE_A_ROLE", 400, "Choose an organization first.";
    /// The caller's role does not allow it, or not what the new one would.
    NotAllowedToCreateRole = "YOU_ARE_NOT_ALLOWED_TO_CREATE_A_ROLE", 403, "You may not make this role.";
    /// The caller's role does not allow it, or not what the other one would.
    NotAllowedToUpdateRole = "YOU_ARE_NOT_ALLOWED_TO_UPDATE_A_ROLE", 403, "You may not change this role.";
    /// The role does not allow it.
    NotAllowedToDeleteRole = "YOU_ARE_NOT_ALLOWED_TO_DELETE_A_ROLE", 403, "You may not delete roles.";
    /// The role does not allow it.
    NotAllowedToReadRole = "YOU_ARE_NOT_ALLOWED_TO_READ_A_ROLE", 403, "You may not see this role.";
    /// The role does not allow it.
    NotAllowedToListRoles = "YOU_ARE_NOT_ALLOWED_TO_LIST_A_ROLE", 403, "You may not see the roles.";
    /// The organization has as many roles of its own as it may.
    TooManyRoles = "TOO_MANY_ROLES", 400, "There can be no more roles here.";
    /// A role speaks of something that there is not.
    InvalidResource = "INVALID_RESOURCE", 400, "A role cannot allow this: there is no such thing.";
    /// A role has the name already.
    RoleNameIsAlreadyTaken = "ROLE_NAME_IS_ALREADY_TAKEN", 400, "There is a role of this name.";
    /// The roles of the configuration stay.
    CannotDeletePredefinedRole = "CANNOT_DELETE_A_PRE_DEFINED_ROLE", 400, "This role is there for everybody and stays.";
    /// Members have the role.
    RoleIsAssigned = "ROLE_IS_ASSIGNED_TO_MEMBERS", 400, "Members have this role. Give them another one first.";
    /// The request has no answer to a captcha.
    MissingCaptchaResponse = "MISSING_RESPONSE", 400, "This needs the answer to a captcha.";
    /// The answer to the captcha is not good.
    CaptchaVerificationFailed = "VERIFICATION_FAILED", 403, "The answer to the captcha was not accepted.";
    /// Nobody says whether the answer to the captcha is good.
    CaptchaUnknownError = "UNKNOWN_ERROR", 500, "The answer to the captcha could not be checked.";
    /// The token of Google's prompt is not good.
    InvalidIdToken = "INVALID_ID_TOKEN", 400, "The ID token is not accepted.";
    /// The token of Google's prompt names no address.
    EmailNotAvailableInToken = "EMAIL_NOT_AVAILABLE_IN_TOKEN", 400, "The ID token names no e-mail address.";
    /// There is no such device code, or it was used, or is another client's.
    InvalidDeviceCode = "INVALID_DEVICE_CODE", 400, "There is no such device code.";
    /// The device code is too old.
    ExpiredDeviceCode = "EXPIRED_DEVICE_CODE", 400, "The device code is too old. Ask for a new one.";
    /// The code that was typed is too old.
    ExpiredUserCode = "EXPIRED_USER_CODE", 400, "This code is too old. Let the device show a new one.";
    /// Nobody has answered the device yet.
    AuthorizationPending = "AUTHORIZATION_PENDING", 400, "Nobody has answered yet.";
    /// The person said no, or it is not theirs to answer.
    AccessDenied = "ACCESS_DENIED", 400, "The sign-in was not allowed.";
    /// There is no such code to type.
    InvalidUserCode = "INVALID_USER_CODE", 400, "There is no such code. Compare it with what the device shows.";
    /// The device was answered already.
    DeviceCodeAlreadyProcessed = "DEVICE_CODE_ALREADY_PROCESSED", 400, "This device was answered already.";
    /// The code was not looked at by somebody with a session before.
    DeviceCodeNotClaimed = "DEVICE_CODE_NOT_CLAIMED", 400, "Look at the request first, with GET /device and a session.";
    /// The device asks for the answer more often than it may.
    PollingTooFrequently = "POLLING_TOO_FREQUENTLY", 400, "Wait longer before asking again.";
    /// Answering a device takes a session.
    AuthenticationRequired = "AUTHENTICATION_REQUIRED", 401, "Sign in to answer the device.";
    /// Devices are not signed in for this client. Ours; upstream has the word of OAuth alone.
    InvalidClient = "INVALID_CLIENT", 400, "This client is not known here.";
    /// A request in the form of OAuth lacks something. Ours; upstream has the word of OAuth alone.
    InvalidOauthRequest = "INVALID_OAUTH_REQUEST", 400, "The request lacks something, or has it twice.";
    /// The `Origin` is not trusted.
    InvalidOrigin = "INVALID_ORIGIN", 403, "Requests from this site are not accepted.";
    /// A request with cookies says nothing about where it comes from.
    MissingOrNullOrigin = "MISSING_OR_NULL_ORIGIN", 403, "The request does not say which site it comes from.";
    /// There is no such provider.
    ProviderNotFound = "PROVIDER_NOT_FOUND", 404, "There is no such provider.";
    /// The provider takes no ID tokens.
    IdTokenNotSupported = "ID_TOKEN_NOT_SUPPORTED", 404, "This provider does not take ID tokens.";
    /// The provider gave no address.
    UserEmailNotFound = "USER_EMAIL_NOT_FOUND", 400, "The provider gave no e-mail address.";
    /// The person does not come in by an ID token; the sentence says why.
    OauthLinkError = "OAUTH_LINK_ERROR", 401, "This account does not open the door.";
    /// The account at the provider belongs to somebody else here.
    SocialAccountAlreadyLinked = "SOCIAL_ACCOUNT_ALREADY_LINKED", 409, "This account is linked to somebody else.";
    /// Neither provider nor configuration vouch for the address.
    LinkingNotAllowed = "LINKING_NOT_ALLOWED", 401, "This account cannot be linked.";
    /// The account has another address.
    LinkingDifferentEmailsNotAllowed = "LINKING_DIFFERENT_EMAILS_NOT_ALLOWED", 401, "This account has another e-mail address.";
    /// The account could not be stored.
    LinkingFailed = "LINKING_FAILED", 417, "The account could not be linked.";
    /// The caller has no such account.
    AccountNotFound = "ACCOUNT_NOT_FOUND", 400, "There is no such account.";
    /// The last way in is not taken away.
    FailedToUnlinkLastAccount = "FAILED_TO_UNLINK_LAST_ACCOUNT", 400, "This is the last way to sign in.";
    /// Trusted code named no user.
    UserIdOrSessionRequired = "USER_ID_OR_SESSION_REQUIRED", 400, "Name a user, or sign in.";
    /// The provider of the account is not configured any more.
    ProviderNotSupported = "PROVIDER_NOT_SUPPORTED", 400, "The provider of this account is not available.";
    /// The provider of the account is not configured any more.
    ProviderNotConfigured = "PROVIDER_NOT_CONFIGURED", 400, "The provider of this account is not available.";
    /// The provider renews no tokens.
    TokenRefreshNotSupported = "TOKEN_REFRESH_NOT_SUPPORTED", 400, "This provider renews no tokens.";
    /// The account has no refresh token.
    RefreshTokenNotFound = "REFRESH_TOKEN_NOT_FOUND", 400, "There is no refresh token.";
    /// The account has no access token.
    AccessTokenNotFound = "ACCESS_TOKEN_NOT_FOUND", 400, "There is no access token.";
    /// The provider gave no new tokens.
    FailedToRefreshAccessToken = "FAILED_TO_REFRESH_ACCESS_TOKEN", 400, "The provider gave no new tokens.";
    /// The provider gave no access token.
    FailedToGetAccessToken = "FAILED_TO_GET_ACCESS_TOKEN", 400, "There is no access token that works.";
    /// The page for errors leads to a site that is not trusted.
    InvalidErrorCallbackUrl = "INVALID_ERROR_CALLBACK_URL", 403, "The page for errors is on a site that is not trusted.";
    /// The page for new users leads to a site that is not trusted.
    InvalidNewUserCallbackUrl = "INVALID_NEW_USER_CALLBACK_URL", 403, "The page for new users is on a site that is not trusted.";
    /// The callback URL leads to a site that is not trusted.
    InvalidCallbackUrl = "INVALID_CALLBACK_URL", 403, "The callback URL leads to a site that is not trusted.";
    /// The address to be redirected to leads to a site that is not trusted.
    InvalidRedirectUrl = "INVALID_REDIRECT_URL", 403, "The address to be redirected to is not trusted.";
    /// `POST /get-session` without deferred refresh.
    DeferSessionRefreshRequired = "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED", 405, "Use GET: sessions are refreshed on reading here.";
    /// A rule of the application; the code in the answer is the application's own.
    Refused = "REFUSED", 403, "This is not allowed here.";
    /// The request came too often.
    TooManyRequests = "TOO_MANY_REQUESTS", 429, "Too many requests. Wait a moment and try again.";
    /// A part the server depends on does not answer.
    ServiceUnavailable = "SERVICE_UNAVAILABLE", 503, "The service is not available at the moment. Try again soon.";
    /// A fault of the server.
    InternalServerError = "INTERNAL_SERVER_ERROR", 500, "Something went wrong on our side.";
    /// There is nothing at this path.
    NotFound = "NOT_FOUND", 404, "There is nothing here.";
}

/// The body of an error answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// A sentence for people.
    pub message: String,
    /// The code; absent where Better Auth sends none (rate limits).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What whoever wanted to allow it to others may not do, each as `resource:action`.
    #[serde(default, rename = "missingPermissions", skip_serializing_if = "Vec::is_empty")]
    pub missing_permissions: Vec<String>,
    /// More, with some of the codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<ErrorDetails>,
}

/// What goes with [`ErrorCode::RateLimited`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorDetails {
    /// Milliseconds until a use of the key is accepted again.
    pub try_again_in: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_survives_the_wire() {
        for code in ErrorCode::ALL {
            assert_eq!(ErrorCode::parse(code.as_str()), Some(*code));
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{}\"", code.as_str()));
            assert!((400..600).contains(&code.status()));
        }
    }
}
