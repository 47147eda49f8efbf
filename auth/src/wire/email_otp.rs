use serde::{Deserialize, Serialize};

use super::{Fields, Password, User};

/// What a code by mail is for. A code of one type is never accepted for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OtpType {
    /// Showing that mail to an address arrives.
    EmailVerification,
    /// Signing in.
    SignIn,
    /// Choosing a new password.
    ForgetPassword,
    /// Another address for an account.
    ChangeEmail,
}

impl OtpType {
    /// As on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EmailVerification => "email-verification",
            Self::SignIn => "sign-in",
            Self::ForgetPassword => "forget-password",
            Self::ChangeEmail => "change-email",
        }
    }
}

/// The body of `POST /email-otp/send-verification-otp`, and what code of the application makes and reads codes by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendVerificationOtp {
    /// The address that the code goes to.
    pub email: String,
    /// What it is for.
    #[serde(rename = "type")]
    pub otp_type: OtpType,
}

/// The body of `POST /email-otp/check-verification-otp`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckVerificationOtp {
    /// The address that the code went to.
    pub email: String,
    /// What it is for.
    #[serde(rename = "type")]
    pub otp_type: OtpType,
    /// The code.
    pub otp: String,
}

/// The body of `POST /email-otp/verify-email`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyEmailOtp {
    /// The address to be verified.
    pub email: String,
    /// The code that went there.
    pub otp: String,
}

/// What `POST /email-otp/verify-email` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyEmailOtpOutput {
    /// Always true.
    pub status: bool,
    /// The token of the new session, where verifying signs in.
    pub token: Option<String>,
    /// Whose address it is.
    pub user: User,
}

/// The body of `POST /sign-in/email-otp`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInEmailOtp {
    /// The address.
    pub email: String,
    /// The code that went there.
    pub otp: String,
    /// The name of somebody who has no account yet.
    pub name: Option<String>,
    /// Address of a picture of theirs.
    pub image: Option<String>,
    /// Fields of features and of the configuration, for them.
    #[serde(flatten)]
    pub fields: Fields,
}

/// What `POST /sign-in/email-otp` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInEmailOtpOutput {
    /// The token of the new session.
    pub token: String,
    /// Who signed in.
    pub user: User,
}

/// The body of `POST /email-otp/request-password-reset` and of `POST /forget-password/email-otp`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPasswordResetOtp {
    /// The address of the account.
    pub email: String,
}

/// The body of `POST /email-otp/reset-password`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetPasswordOtp {
    /// The address of the account.
    pub email: String,
    /// The code that went there.
    pub otp: String,
    /// The password from now on.
    pub password: Password,
}

/// The body of `POST /email-otp/request-email-change`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestEmailChangeOtp {
    /// The address from then on.
    pub new_email: String,
    /// The code that went to the address so far, where one is asked for.
    pub otp: Option<String>,
}

/// The body of `POST /email-otp/change-email`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeEmailOtp {
    /// The address from now on.
    pub new_email: String,
    /// The code that went there.
    pub otp: String,
}

// Codes stay out of logs.
hidden!(CheckVerificationOtp, VerifyEmailOtp, SignInEmailOtp, ResetPasswordOtp, RequestEmailChangeOtp, ChangeEmailOtp);
