//! What is wrong, in English.

use auth::wire::ErrorCode;

use crate::texts::Problems;

pub(super) const EN: Problems = Problems {
    required: |field| match field {
        "name" => "Enter your name.",
        "email" => "Enter your email address.",
        "password" => "Enter your password.",
        "code" | "user_code" => "Enter the code.",
        "username" => "Enter a username.",
        "phone_number" => "Enter a phone number.",
        "kept" => "Tick the box once the codes are in a safe place.",
        "confirmation" => "Type your email address to confirm.",
        "current_password" => "Enter your current password.",
        "new_password" => "Enter a new password.",
        "address" => "Type the email address of the account to confirm.",
        "role" => "Enter a role.",
        "days" => "Enter whole days, 36500 at most, or nothing.",
        "ids" => "Select at least one account.",
        "organization_name" | "team_name" => "Enter a name.",
        "emails" => "Enter at least one email address.",
        "typed_slug" => "Type the short name to confirm.",
        "permissions" => "Tick at least one thing that the role allows.",
        "confirmed" => "Tick the box to confirm.",
        _ => "Fill in this field.",
    },
    no_identifier: "Enter what you sign in with.",
    no_slug: "Use small letters, digits, and dashes between them, 64 at most.",
    no_picture: "Enter an address that begins with https://, or nothing.",
    offline: "The server could not be reached. What you typed is still here; try again.",
    too_many_requests: |seconds| match seconds {
        1 => "Too many attempts. Try again in a second.".to_owned(),
        seconds if seconds < 120 => format!("Too many attempts. Try again in {seconds} seconds."),
        seconds => format!("Too many attempts. Try again in {} minutes.", seconds.div_ceil(60)),
    },
    of_code: |code| match code {
        ErrorCode::InvalidEmail | ErrorCode::ValidationError => "Enter an email address such as ana@example.com.",
        ErrorCode::InvalidEmailOrPassword => "Email or password is wrong.",
        ErrorCode::TokenExpired => "This link is too old. Ask for a new one.",
        ErrorCode::InvalidUser => "This link is for another account. Sign out first, or open it in another browser.",
        ErrorCode::InvalidUserCode => "No device shows this code. Compare it with your device.",
        ErrorCode::ExpiredUserCode => "This code is too old. Let the device show a new one.",
        ErrorCode::DeviceCodeAlreadyProcessed => "This code was answered already. Let the device show a new one.",
        ErrorCode::DeviceCodeNotClaimed => "Enter the code of the device first.",
        ErrorCode::AccessDenied => "You cannot answer this device. Let it show a new code.",
        ErrorCode::EmailUnchanged => "This is your address already.",
        ErrorCode::EmailAlreadyVerified => "This address is confirmed already.",
        ErrorCode::EmailMismatch => "This is not the address of your account.",
        ErrorCode::EmailNotVerified => "Confirm your address first: open the link in the mail that we sent you.",
        ErrorCode::VerificationEmailNotEnabled | ErrorCode::ChangeEmailDisabled => {
            "Addresses cannot be changed here. Ask the people who run this site."
        }
        ErrorCode::SessionNotFresh => "Sign in again to do this.",
        ErrorCode::InvalidSessionToken => "That account is no longer signed in here. Sign in to it again.",
        ErrorCode::InvalidToken => "This link no longer works. Ask for a new one.",
        ErrorCode::ResetPasswordDisabled => "Passwords cannot be reset here. Ask the people who run this site.",
        ErrorCode::InvalidPassword => "This is not your password.",
        ErrorCode::PasswordAlreadySet => "Your account has a password already.",
        ErrorCode::CredentialAccountNotFound => "Your account has no password yet.",
        ErrorCode::UserAlreadyExists => "There is an account with this address. Sign in, or use another address.",
        ErrorCode::PasswordTooShort => "This password is too short. Make it longer.",
        ErrorCode::PasswordTooLong => "This password is too long. Make it shorter.",
        ErrorCode::MissingCaptchaResponse => {
            "This site has your browser compute something before it goes on. Allow scripts and try again."
        }
        ErrorCode::CaptchaVerificationFailed => "That took too long, or it was sent twice. Try again.",
        ErrorCode::CaptchaUnknownError => "We could not check that you are no program. Try again in a moment.",
        ErrorCode::PasswordCompromised => {
            "This password is in lists of leaked passwords, which attackers try first. Choose another one."
        }
        ErrorCode::EmailPasswordSignUpDisabled => "New accounts cannot be made here at the moment.",
        ErrorCode::EmailPasswordDisabled => "Signing in with a password is switched off here.",
        ErrorCode::InvalidOrigin | ErrorCode::MissingOrNullOrigin | ErrorCode::CrossSiteNavigationLoginBlocked => {
            "This form was sent from another site, so nothing was changed. Open this page here and try again."
        }
        ErrorCode::FailedToUnlinkLastAccount => "This is your only way to sign in. Link another account first.",
        ErrorCode::AccountNotFound => "This account is not linked any more.",
        ErrorCode::ProviderNotFound => "This provider cannot be reached at the moment. Try again soon.",
        ErrorCode::InvalidOtp => "This code is wrong, or it was used already. Look for the latest one.",
        ErrorCode::OtpExpired => "This code is too old. Have another one sent.",
        ErrorCode::TooManyOtpAttempts => "That were too many wrong codes. Have another one sent.",
        ErrorCode::NewUserSignUpDisabled => "There is no account with this address.",
        ErrorCode::MagicLinkNotConfigured | ErrorCode::OtpNotConfigured => {
            "No mail is sent here. Sign in in another way."
        }
        ErrorCode::InvalidCode => "This code is wrong, or it was used already. Wait for the next one.",
        ErrorCode::InvalidBackupCode => "This is not one of your unused backup codes.",
        ErrorCode::OtpHasExpired => "This code is no longer valid. Have another one sent.",
        ErrorCode::TooManyAttempts => "That were too many wrong codes. Sign in again.",
        ErrorCode::AccountTemporarilyLocked => "That were too many wrong codes. Try again in a quarter of an hour.",
        ErrorCode::InvalidTwoFactorCookie => "This sign-in took too long, or it was finished elsewhere. Sign in again.",
        ErrorCode::ChallengeNotFound => "This took too long, or another page was faster. Try again.",
        ErrorCode::AuthenticationFailed => "This passkey was not accepted. Try again, or sign in in another way.",
        ErrorCode::PasskeyNotFound => "This passkey was removed. Sign in in another way.",
        ErrorCode::FailedToVerifyRegistration => "The passkey could not be added. Try again.",
        ErrorCode::PreviouslyRegistered => "This passkey was added already.",
        ErrorCode::NotAllowedToRegisterPasskey => "You are signed in as somebody else by now. Try again.",
        ErrorCode::TotpAlreadyEnabled => "An authenticator app is set up already.",
        ErrorCode::Unauthorized => "You are signed out. Sign in to go on.",
        ErrorCode::ServiceUnavailable => {
            "The service is not available at the moment. Nothing was lost; try again soon."
        }
        code => of_feature(code).unwrap_or("That did not work, and it is our fault. Try again in a moment."),
    },
};

/// What the texts of a feature say of a code.
fn of_feature(code: ErrorCode) -> Option<&'static str> {
    use super::{admin, anonymous, api_key, organization, phone_number, username};

    let features = [
        admin::problem,
        username::problem,
        phone_number::problem,
        anonymous::problem,
        organization::problem,
        api_key::problem,
    ];
    features.iter().find_map(|problem| problem(code))
}
