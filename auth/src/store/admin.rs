use std::fmt;

use async_trait::async_trait;

use super::{StoreResult, UserChanges};
use crate::wire::{Operator, SortDirection, Timestamp, User};

/// Who administers the site: users with one of the roles, or of the ids, who are not banned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admins {
    /// The roles.
    pub roles: Vec<String>,
    /// The ids.
    pub ids: Vec<String>,
}

/// A comparison of a field of users or of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The field, by its name in the schema.
    pub field: String,
    /// How it is compared.
    pub operator: Operator,
    /// What it is compared with; one, but for [`Operator::In`] and [`Operator::NotIn`].
    pub values: Vec<String>,
}

/// A page of a list of users.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserList {
    /// What holds of every user of the list.
    pub conditions: Vec<Condition>,
    /// The field to sort by, and which way. Users with the same are sorted by their ids.
    pub sort: Option<(String, SortDirection)>,
    /// How many at most.
    pub limit: u64,
    /// How many to leave out.
    pub offset: u64,
}

/// What administration asks of the database.
#[async_trait]
pub trait AdminStore: fmt::Debug + Send + Sync {
    /// A page of users, and how many there are on all pages. A condition that does not fit its field (no such field, a
    /// value of another kind) finds nobody.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_users(&self, list: &UserList) -> StoreResult<(Vec<User>, u64)>;

    /// Changes a user who administers if somebody else is left who does; whether that was so. Of parallel calls, each
    /// sees what the others have left.
    ///
    /// # Errors
    ///
    /// As [`UserStore::update_user`](super::UserStore::update_user).
    async fn update_one_of_admins(
        &self,
        id: &str,
        changes: &UserChanges,
        now: Timestamp,
        admins: &Admins,
    ) -> StoreResult<bool>;

    /// Deletes a user who administers if somebody else is left who does; whether that was so.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_one_of_admins(&self, id: &str, admins: &Admins) -> StoreResult<bool>;

    /// How many accounts and sessions were made, and of the sessions are kept, from a moment on and before another.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn count_made(&self, from: Timestamp, before: Timestamp) -> StoreResult<Made>;

    /// How things stand.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn count_all(&self, now: Timestamp) -> StoreResult<Counts>;
}

/// What was made in some time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Made {
    /// Accounts.
    pub users: u64,
    /// Sessions.
    pub sessions: u64,
}

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Accounts.
    pub users: u64,
    /// Banned accounts.
    pub banned: u64,
    /// Accounts whose address is verified.
    pub verified: u64,
    /// Sessions in the database that have not ended.
    pub sessions: u64,
    /// Mails that wait to leave.
    pub mails_waiting: u64,
    /// Of those, the mails that did not leave at the first try.
    pub mails_retried: u64,
}
