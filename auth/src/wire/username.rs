use serde::{Deserialize, Serialize};

use super::Password;

/// The body of `POST /sign-in/username`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInUsername {
    /// The username, in whatever case.
    pub username: String,
    /// The password.
    pub password: Password,
    /// Where the client goes afterwards; answered back and as `Location`.
    #[serde(rename = "callbackURL")]
    pub callback_url: Option<String>,
    /// `false`: the cookie ends with the browser and the session after a day. Default `true`.
    pub remember_me: Option<bool>,
}

/// The body of `POST /is-username-available`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IsUsernameAvailable {
    /// The username.
    pub username: String,
}

/// What `POST /is-username-available` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IsUsernameAvailableOutput {
    /// Nobody has it.
    pub available: bool,
}
