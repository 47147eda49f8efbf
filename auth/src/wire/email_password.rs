use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Fields, User};

/// A password as a person typed it. It has no `Display` and its `Debug` hides it.
///
/// It is never trimmed, shortened or folded; the core normalises it to NFKC before hashing, as Better Auth does.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// The password itself. Callers hash it or compare it, nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Length as JavaScript counts it (UTF-16 code units), because Better Auth's limits are measured so.
    pub fn length(&self) -> usize {
        self.0.encode_utf16().count()
    }
}

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Password {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The body of `POST /sign-up/email`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignUpEmail {
    /// The name to show.
    pub name: String,
    /// The address; stored in lower case.
    pub email: String,
    /// The password.
    pub password: Password,
    /// Address of a picture.
    pub image: Option<String>,
    /// Where the verification mail leads afterwards.
    #[serde(rename = "callbackURL")]
    pub callback_url: Option<String>,
    /// `false`: the cookie ends with the browser and the session after a day. Default `true`.
    pub remember_me: Option<bool>,
    /// Fields of features and of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
}

/// What `POST /sign-up/email` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUpEmailOutput {
    /// The token of the new session; `None` when signing up does not sign in.
    pub token: Option<String>,
    /// The new user.
    pub user: User,
}

/// The body of `POST /sign-in/email`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInEmail {
    /// The address.
    pub email: String,
    /// The password.
    pub password: Password,
    /// Where the client goes afterwards; answered back and as `Location`.
    #[serde(rename = "callbackURL")]
    pub callback_url: Option<String>,
    /// `false`: the cookie ends with the browser and the session after a day. Default `true`.
    pub remember_me: Option<bool>,
}

/// What `POST /sign-in/email` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInEmailOutput {
    /// Whether the client should go to `url`.
    pub redirect: bool,
    /// The token of the new session.
    pub token: String,
    /// The `callbackURL` of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who signed in.
    pub user: User,
}

/// The body of `POST /change-password`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangePassword {
    /// The password so far.
    pub current_password: Password,
    /// The password from now on.
    pub new_password: Password,
    /// End all sessions and open a new one here. Default `false`, as upstream.
    pub revoke_other_sessions: Option<bool>,
}

/// What `POST /change-password` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangePasswordOutput {
    /// The token of the new session, if the others were ended.
    pub token: Option<String>,
    /// Whose password it is.
    pub user: User,
}

/// The body of `POST /verify-password`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyPassword {
    /// The password to check.
    pub password: Password,
}

/// The body of `POST /request-password-reset`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestPasswordReset {
    /// The address of the account.
    pub email: String,
    /// The page on which the new password is typed; the link in the mail leads there.
    pub redirect_to: Option<String>,
}

/// What `POST /request-password-reset` answers, whether there is such an account or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPasswordResetOutput {
    /// Always true.
    pub status: bool,
    /// A sentence for people.
    pub message: String,
}

/// The body of `POST /reset-password`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResetPassword {
    /// The password from now on.
    pub new_password: Password,
    /// The token of the mail; it may come in the query instead.
    pub token: Option<String>,
}

/// The token stays out of logs.
impl fmt::Debug for ResetPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResetPassword(…)")
    }
}
