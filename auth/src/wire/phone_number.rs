use serde::{Deserialize, Serialize};

use super::{Fields, Password, User};

/// The body of `POST /sign-in/phone-number`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInPhoneNumber {
    /// The number.
    pub phone_number: String,
    /// The password.
    pub password: Password,
    /// `false`: the cookie ends with the browser and the session after a day. Default `true`.
    pub remember_me: Option<bool>,
}

/// What `POST /sign-in/phone-number` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInPhoneNumberOutput {
    /// The token of the new session.
    pub token: String,
    /// Who signed in.
    pub user: User,
}

/// The body of `POST /phone-number/send-otp`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendPhoneNumberOtp {
    /// The number.
    pub phone_number: String,
}

/// The answer of operations that say in a sentence that it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageOutput {
    /// The sentence.
    pub message: String,
}

/// The body of `POST /phone-number/verify`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyPhoneNumber {
    /// The number.
    pub phone_number: String,
    /// What the message says.
    pub code: String,
    /// Open no session. Default `false`.
    pub disable_session: Option<bool>,
    /// Give the number to whoever is signed in. Default `false`.
    pub update_phone_number: Option<bool>,
    /// Fields of a new account.
    #[serde(flatten)]
    pub fields: Fields,
}

/// What `POST /phone-number/verify` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyPhoneNumberOutput {
    /// Always true.
    pub status: bool,
    /// The token of the session, unless none was wanted.
    pub token: Option<String>,
    /// Whose number it is.
    pub user: User,
}

/// The body of `POST /phone-number/request-password-reset`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestPasswordResetPhoneNumber {
    /// The number of the account.
    pub phone_number: String,
}

/// The body of `POST /phone-number/reset-password`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResetPasswordPhoneNumber {
    /// What the message says.
    pub otp: String,
    /// The number of the account.
    pub phone_number: String,
    /// The password from now on.
    pub new_password: Password,
}

// Codes stay out of logs.
hidden!(VerifyPhoneNumber, ResetPasswordPhoneNumber);
