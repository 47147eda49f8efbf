use std::fmt;

use serde::{Deserialize, Serialize};

use super::User;

/// The body of `POST /one-tap/callback`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OneTapCallback {
    /// The ID token that Google's prompt gave.
    pub id_token: String,
    /// Where the page goes afterwards; it has to be trusted.
    #[serde(rename = "callbackURL", default, skip_serializing_if = "Option::is_none")]
    pub callback_url: Option<String>,
}

/// The token stays out of logs.
impl fmt::Debug for OneTapCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OneTapCallback").field("callback_url", &self.callback_url).finish_non_exhaustive()
    }
}

/// What `POST /one-tap/callback` answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneTapOutput {
    /// The token of the new session.
    pub token: String,
    /// Who signed in.
    pub user: User,
}

/// The token stays out of logs.
impl fmt::Debug for OneTapOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OneTapOutput").field("user", &self.user.id).finish_non_exhaustive()
    }
}
