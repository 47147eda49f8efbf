use std::fmt;

use serde::{Deserialize, Serialize};

use super::User;

/// The body of `POST /send-verification-email`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendVerificationEmail {
    /// The address to be verified.
    pub email: String,
    /// Where the link leads afterwards.
    #[serde(rename = "callbackURL")]
    pub callback_url: Option<String>,
}

/// The query of `GET /verify-email`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct VerifyEmail {
    /// The token of the mail.
    pub token: String,
    /// Where to go afterwards; empty for an answer in JSON.
    pub callback_url: String,
}

/// The token stays out of logs.
impl fmt::Debug for VerifyEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyEmail").field("callback_url", &self.callback_url).finish_non_exhaustive()
    }
}

/// What `GET /verify-email` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyEmailOutput {
    /// Always true.
    pub status: bool,
    /// The user, if the address was changed.
    pub user: Option<User>,
    /// What following the link did, for pages.
    #[serde(skip)]
    pub done: VerifyEmailStep,
    /// Where a browser goes, if the request names a page: there, or to the page that asks for a second factor.
    #[serde(skip)]
    pub next: Option<String>,
}

/// What following a link did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum VerifyEmailStep {
    /// The address is verified.
    #[default]
    Verified,
    /// The old address agreed to a change; the new one has a mail now.
    Confirmed,
    /// The account has the new address.
    Changed,
}

impl VerifyEmailStep {
    /// The step of a change that is done if there is a changed user.
    #[cfg(feature = "server")]
    pub(crate) fn of_change(user: Option<&User>) -> Self {
        if user.is_some() { Self::Changed } else { Self::Confirmed }
    }
}

/// The body of `POST /change-email`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeEmail {
    /// The address from then on.
    pub new_email: String,
    /// Where the links lead afterwards.
    #[serde(rename = "callbackURL")]
    pub callback_url: Option<String>,
}

/// The body of `POST /revert-email-change`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevertEmailChange {
    /// The token of the mail to the old address.
    pub token: String,
}

/// The token stays out of logs.
impl fmt::Debug for RevertEmailChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RevertEmailChange(…)")
    }
}
