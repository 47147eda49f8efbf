use std::fmt;

use serde::{Deserialize, Serialize};

/// A token that opens a session once: what `GET /one-time-token/generate` answers, and the body of
/// `POST /one-time-token/verify`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneTimeToken {
    /// The token.
    pub token: String,
}

/// The token stays out of logs.
impl fmt::Debug for OneTimeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OneTimeToken").finish_non_exhaustive()
    }
}
