use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Session, SignInOutcome, User};

/// The body of `POST /sign-in/magic-link`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInMagicLink {
    /// The address that the link goes to.
    pub email: String,
    /// The name of somebody who has no account yet.
    pub name: Option<String>,
    /// Where the link leads.
    #[serde(rename = "callbackURL")]
    pub callback_url: Option<String>,
    /// Where it leads somebody who had no account.
    #[serde(rename = "newUserCallbackURL")]
    pub new_user_callback_url: Option<String>,
    /// Where it leads when it does not work; gets `?error=`.
    #[serde(rename = "errorCallbackURL")]
    pub error_callback_url: Option<String>,
    /// Whatever the words of the mail depend on, for the application's composer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
}

/// The query of `GET /magic-link/verify`. Empty texts stand for what is not there.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct VerifyMagicLink {
    /// The token of the mail.
    pub token: String,
    /// Where a browser goes; empty for an answer in JSON.
    pub callback_url: String,
    /// Where a browser goes whose visitor had no account.
    pub new_user_callback_url: String,
    /// Where a browser goes when the link does not work.
    pub error_callback_url: String,
}

/// The token stays out of logs.
impl fmt::Debug for VerifyMagicLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyMagicLink").field("callback_url", &self.callback_url).finish_non_exhaustive()
    }
}

/// What following a magic link comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyMagicLinkOutput {
    /// Who is signed in, or the question for a second factor: the answer of `GET /magic-link/verify`.
    pub outcome: SignInOutcome<MagicLinkSession>,
    /// Where a browser goes, if the request names a page: there, or to the page that asks for a second factor.
    pub next: Option<String>,
}

/// Somebody who is signed in by a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MagicLinkSession {
    /// The token of the new session.
    pub token: String,
    /// Who signed in.
    pub user: User,
    /// The new session.
    pub session: Session,
}
