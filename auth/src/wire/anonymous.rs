use serde::{Deserialize, Serialize};

use super::User;

/// What `POST /sign-in/anonymous` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInAnonymousOutput {
    /// The token of the new session.
    pub token: String,
    /// The new user.
    pub user: User,
}

/// What `POST /delete-anonymous-user` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteAnonymousUserOutput {
    /// Always true.
    pub success: bool,
}
