use std::fmt;

use async_trait::async_trait;

use super::StoreResult;
use crate::wire::Timestamp;

/// A key that signs tokens.
#[derive(Clone, PartialEq, Eq)]
pub struct JwkRow {
    /// Row id, which tokens name it by (`kid`).
    pub id: String,
    /// The public JWK as JSON.
    pub public_key: String,
    /// The private JWK as JSON, or encrypted and then as a text of JSON.
    pub private_key: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When another one signs.
    pub expires_at: Option<Timestamp>,
    /// What it signs by; old rows do not say.
    pub alg: Option<String>,
    /// Its curve.
    pub crv: Option<String>,
}

/// The private key may be there as it is.
impl fmt::Debug for JwkRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwkRow").field("id", &self.id).field("alg", &self.alg).finish_non_exhaustive()
    }
}

/// Keys that sign tokens.
#[async_trait]
pub trait JwkStore: fmt::Debug + Send + Sync {
    /// All keys, the latest one first.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_jwks(&self) -> StoreResult<Vec<JwkRow>>;

    /// Keeps a new key.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_jwk(&self, row: &JwkRow) -> StoreResult<()>;
}
