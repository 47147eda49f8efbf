use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::StoreResult;
use crate::wire::Timestamp;

/// A way to sign in: the account of somebody at a provider, or their password (`credential`), which stays in the
/// database.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountRow {
    /// Row id.
    pub id: String,
    /// The person's id at the provider.
    pub account_id: String,
    /// The provider.
    pub provider_id: String,
    /// Whose account it is.
    pub user_id: String,
    /// As stored: encrypted if the configuration says so.
    pub access_token: Option<String>,
    /// As stored: encrypted if the configuration says so.
    pub refresh_token: Option<String>,
    /// The ID token.
    pub id_token: Option<String>,
    /// When the access token ends.
    pub access_token_expires_at: Option<Timestamp>,
    /// When the refresh token ends.
    pub refresh_token_expires_at: Option<Timestamp>,
    /// What was granted, comma-joined.
    pub scope: Option<String>,
    /// When it was linked.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl AccountRow {
    /// What was granted.
    pub fn scopes(&self) -> Vec<String> {
        let scopes = self.scope.as_deref().unwrap_or_default().split(',').map(str::trim);
        scopes.filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
    }

    /// Adds what was granted now to what was granted before.
    pub fn add_scopes(&mut self, granted: &[String]) {
        let mut scopes = self.scopes();
        for scope in granted.iter().map(|scope| scope.trim()).filter(|scope| !scope.is_empty()) {
            if !scopes.iter().any(|known| known == scope) {
                scopes.push(scope.to_owned());
            }
        }
        self.scope = Some(scopes.join(",")).filter(|scope| !scope.is_empty());
    }
}

/// Tokens stay out of logs.
impl fmt::Debug for AccountRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountRow")
            .field("id", &self.id)
            .field("provider_id", &self.provider_id)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// Accounts at providers.
#[async_trait]
pub trait LinkedAccountStore: fmt::Debug + Send + Sync {
    /// Stores an account, unless somebody has it already; says whether it was stored. Of two at the same moment, at most
    /// one is.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_account(&self, account: &AccountRow) -> StoreResult<bool>;

    /// The account with an id at a provider.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_account(&self, provider_id: &str, account_id: &str) -> StoreResult<Option<AccountRow>>;

    /// The accounts of a user, the first one first.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_accounts(&self, user_id: &str) -> StoreResult<Vec<AccountRow>>;

    /// Writes tokens, their ends and scopes of an account of its user.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn update_account(&self, account: &AccountRow, now: Timestamp) -> StoreResult<()>;

    /// Takes an account away from its user; says whether it was taken. The last one goes only where that is allowed.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_account(&self, user_id: &str, id: &str, last_may_go: bool) -> StoreResult<bool>;

    /// Takes all accounts away from a user, the password among them.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_accounts(&self, user_id: &str) -> StoreResult<()>;
}
