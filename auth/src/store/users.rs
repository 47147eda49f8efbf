//! People and their passwords.

use std::fmt;

use async_trait::async_trait;

use super::{AccountRow, StoreResult};
use crate::wire::{Fields, Timestamp, User};

/// A user to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The user as they will be read.
    pub user: User,
    /// Hash of the password, if the user signs in by one.
    pub password_hash: Option<String>,
    /// Row id of the credential account.
    pub account_id: String,
    /// Their account at a provider, if they come from one.
    pub linked: Option<AccountRow>,
}

/// What changes about a user; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserChanges {
    /// The name to show.
    pub name: Option<String>,
    /// The address, in lower case.
    pub email: Option<String>,
    /// Whether mail to the address was shown to arrive.
    pub email_verified: Option<bool>,
    /// Address of a picture; `Some(None)` removes it.
    pub image: Option<Option<String>>,
    /// Fields of features and of the configuration.
    pub fields: Fields,
}

/// People.
#[async_trait]
pub trait UserStore: fmt::Debug + Send + Sync {
    /// Makes a user and their account in one transaction: either both exist afterwards or neither.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`](super::StoreError::Duplicate) when somebody has the address.
    async fn create_user(&self, new: NewUser) -> StoreResult<()>;

    /// The user with an address (in lower case).
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_user_by_email(&self, email: &str) -> StoreResult<Option<User>>;

    /// The user with an id.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_user(&self, id: &str) -> StoreResult<Option<User>>;

    /// The user with a value in a field that no two users have the same of, such as `username`.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_user_by(&self, field: &'static str, value: &str) -> StoreResult<Option<User>>;

    /// Changes a user; the user as they are afterwards, if they are there.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`](super::StoreError::Duplicate) when somebody has the address, or another value that has to be unique.
    async fn update_user(&self, id: &str, changes: &UserChanges, now: Timestamp) -> StoreResult<Option<User>>;

    /// Deletes a user with their sessions, accounts and whatever else refers to them.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_user(&self, id: &str) -> StoreResult<()>;

    /// The number of users.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn count_users(&self) -> StoreResult<u64>;
}

/// Ways to sign in.
#[async_trait]
pub trait AccountStore: fmt::Debug + Send + Sync {
    /// The stored password hash of a user.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn password_hash(&self, user_id: &str) -> StoreResult<Option<String>>;

    /// Gives a user a password hash, whether they had a password or not. `account_id` is the row id of the
    /// credential account if it has to be made.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn set_password_hash(&self, user_id: &str, account_id: &str, hash: &str, now: Timestamp) -> StoreResult<()>;

    /// Replaces a password hash if it still is the given one; says whether it was.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn replace_password_hash(&self, user_id: &str, old: &str, new: &str, now: Timestamp) -> StoreResult<bool>;
}
