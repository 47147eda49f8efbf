//! Accounts at providers, with the rules of the application in front of them.

use super::{Account, Decision, HookedStore};
use crate::{
    store::{AccountRow, StoreError, StoreResult},
    wire::{ErrorCode, Timestamp},
};

impl HookedStore {
    /// Stores an account, unless somebody has it already; says whether it was stored.
    ///
    /// # Errors
    ///
    /// When the database fails, and what a hook refuses with; 403 for a veto.
    pub async fn create_account(&self, row: &AccountRow) -> StoreResult<bool> {
        let account = Account::of(row);
        if !ask!(self, before_create_account(&account)) {
            return Err(StoreError::refused(ErrorCode::Refused.into()));
        }
        let stored = self.plain.create_account(row).await?;
        if stored {
            tell!(self, after_create_account(&account));
        }
        Ok(stored)
    }

    /// Writes tokens, their ends and scopes of an account of its user.
    ///
    /// # Errors
    ///
    /// When the database fails, and what a hook refuses with.
    pub async fn update_account(&self, row: &AccountRow, now: Timestamp) -> StoreResult<()> {
        let account = Account::of(row);
        if !ask!(self, before_update_account(&account)) {
            return Ok(());
        }
        self.plain.update_account(row, now).await?;
        tell!(self, after_update_account(&account));
        Ok(())
    }

    /// Takes an account away from its user; says whether it was taken. The last one goes only where that is allowed.
    ///
    /// # Errors
    ///
    /// When the database fails, and what a hook refuses with.
    pub async fn delete_account(&self, row: &AccountRow, last_may_go: bool) -> StoreResult<bool> {
        let account = Account::of(row);
        if !ask!(self, before_delete_account(&account)) {
            return Ok(true);
        }
        let deleted = self.plain.delete_account(&row.user_id, &row.id, last_may_go).await?;
        if deleted {
            tell!(self, after_delete_account(&account));
        }
        Ok(deleted)
    }

    /// Takes every way in away from a user whose address was not proven until now: password, accounts and sessions.
    /// No rule of the application is asked, because none may keep what somebody else has planted.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn drop_unproven_access(&self, user_id: &str) -> StoreResult<()> {
        self.plain.delete_accounts(user_id).await?;
        self.plain.delete_device_codes(user_id).await?;
        self.sessions.delete_sessions(user_id, None).await.map(|_| ())
    }
}
