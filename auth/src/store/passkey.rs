use async_trait::async_trait;

use super::StoreResult;
use crate::wire::Passkey;

/// Passkeys.
#[async_trait]
pub trait PasskeyStore: std::fmt::Debug + Send + Sync {
    /// Keeps a new passkey with the handle by which its authenticator knows the user, in Base64url; says whether it
    /// could: not if somebody has one with this credential id. Of two at the same moment, at most one is kept.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_passkey(&self, passkey: &Passkey, user_handle: Option<&str>) -> StoreResult<bool>;

    /// The passkey with a credential id, with the handle that its authenticator was given, if that is known.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_passkey(&self, credential_id: &str) -> StoreResult<Option<(Passkey, Option<String>)>>;

    /// The passkeys of a user, the first one first.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_passkeys(&self, user_id: &str) -> StoreResult<Vec<Passkey>>;

    /// Whose passkey it is.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn passkey_owner(&self, id: &str) -> StoreResult<Option<String>>;

    /// Notes that a passkey of its user signed: its counter goes on, or stays at zero. Says whether it did: of parallel
    /// calls with one counter, once.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn use_passkey(&self, passkey: &Passkey, counter: i64, backed_up: bool) -> StoreResult<bool>;

    /// Calls a passkey of a user something else; the passkey as it is then, if it is there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn rename_passkey(&self, user_id: &str, id: &str, name: &str) -> StoreResult<Option<Passkey>>;

    /// Forgets a passkey of a user; the passkey, if it was there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_passkey(&self, user_id: &str, id: &str) -> StoreResult<Option<Passkey>>;
}
