use serde::{Deserialize, Serialize};

use super::{Fields, Timestamp, User};

/// A signed-in browser or program, as clients see it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// 32 letters and digits.
    pub id: String,
    /// Whose session it is.
    pub user_id: String,
    /// The bearer secret: 32 letters and digits.
    pub token: String,
    /// When the session ends unless it is used before.
    pub expires_at: Timestamp,
    /// When the person signed in.
    pub created_at: Timestamp,
    /// When the session was last extended.
    pub updated_at: Timestamp,
    /// Address of the client at sign-in; empty when unknown.
    pub ip_address: Option<String>,
    /// What the client called itself at sign-in.
    pub user_agent: Option<String>,
    /// Fields of features and of the configuration.
    #[serde(flatten)]
    pub fields: Fields,
    /// It stands for an API key, for one request. There is no such session in the store, no cookie holds it, and what
    /// only the person themself does is not done with it.
    #[serde(skip)]
    pub by_api_key: bool,
}

/// The field of a session that says who looks at the application as somebody else.
pub const IMPERSONATED_BY: &str = "impersonatedBy";

impl Session {
    /// The id of the user whose session this really is, if they look at the application as somebody else.
    pub fn impersonated_by(&self) -> Option<&str> {
        self.fields.text(IMPERSONATED_BY)
    }
}

/// The token stays out of logs.
impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// What `GET /get-session` answers to a client that has a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionWithUser {
    /// The session of the request.
    pub session: Session,
    /// Who is signed in.
    pub user: User,
    /// Where extending is deferred: whether the client should ask for it by POST.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs_refresh: Option<bool>,
    /// What the application puts beside them for clients. It is written and not read: who reads it knows its types.
    #[serde(flatten, skip_deserializing)]
    pub custom: Fields,
}

impl SessionWithUser {
    /// A session and whose it is.
    pub fn new(session: Session, user: User) -> Self {
        Self { session, user, needs_refresh: None, custom: Fields::default() }
    }
}

/// How `/get-session` is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GetSession {
    /// Ask the database, whatever the cookie cache says.
    pub disable_cookie_cache: bool,
    /// Read the session without extending it.
    pub disable_refresh: bool,
    /// By POST: extend the session where that is deferred.
    pub deferred_refresh: bool,
}

/// The body of `POST /revoke-session`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevokeSession {
    /// The token of the session to end.
    pub token: String,
}

/// The body of `POST /update-session`: fields of the configuration; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateSession {
    /// The fields to change.
    #[serde(flatten)]
    pub fields: Fields,
}

/// What `POST /update-session` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateSessionOutput {
    /// The session as it is now.
    pub session: Session,
}

/// The answer of operations that only say that it was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusOutput {
    /// Always true.
    pub status: bool,
}

/// The body of `POST /sign-out`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignOut {
    /// Where a provider leads to after signing out there.
    #[serde(rename = "callbackURL")]
    pub callback_url: Option<String>,
    /// Answer the address at the provider without a redirect.
    pub disable_redirect: Option<bool>,
    /// Comes back from the provider.
    pub state: Option<String>,
}

/// What `POST /sign-out` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOutOutput {
    /// Always true: signing out without a session is fine.
    pub success: bool,
    /// Where to sign out of the provider too, if it has sessions of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether the client should go there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<bool>,
}
