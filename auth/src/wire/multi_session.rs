use std::fmt;

use serde::{Deserialize, Serialize};

/// The body of operations about a session that a browser keeps beside others.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfDeviceSession {
    /// Its token.
    pub session_token: String,
}

/// The token stays out of logs.
impl fmt::Debug for OfDeviceSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OfDeviceSession").finish_non_exhaustive()
    }
}
