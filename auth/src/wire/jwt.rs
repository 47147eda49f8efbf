use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What `GET /token` answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JwtOutput {
    /// The token: three parts in Base64url.
    pub token: String,
}

/// The token stays out of logs.
impl fmt::Debug for JwtOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtOutput").finish_non_exhaustive()
    }
}

/// What `GET /jwks` answers (RFC 7517 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JwksOutput {
    /// The public keys, each with `kid` and `alg`.
    pub keys: Vec<Map<String, Value>>,
}
