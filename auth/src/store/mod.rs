//! Storage: one trait per aggregate, and [`SqlStore`] behind them.
//!
//! A failure of the store is an error of its own ([`StoreError`]) and reaches the caller as 503; it never
//! looks like a missing row.

mod admin;
mod failures;
mod linked_accounts;
mod outbox;
mod passkey;
mod sql;
mod two_factor;

use std::fmt;

use async_trait::async_trait;

pub use admin::{AdminStore, Admins, Counts, Made, UserCondition, UserList};
pub use failures::{FailureStore, Failures};
pub use linked_accounts::{AccountRow, LinkedAccountStore};
pub use outbox::{OutboxRow, OutboxStore};
pub use passkey::PasskeyStore;
pub use sql::SqlStore;
pub use two_factor::{TrustedDeviceRow, TwoFactorRow, TwoFactorStore};

use crate::{
    error::Error,
    rate_limit::RateLimits,
    wire::{ErrorCode, Fields, Timestamp, User},
};

/// The result of a call to the store.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why the store did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique column has the value already. The database is the last judge of uniqueness.
    #[error("a row with this value exists")]
    Duplicate,
    /// A text is longer than its column, which is so in MySQL alone.
    #[error("a text is too long for its column")]
    TooLong,
    /// The database did not answer, or not what it should have.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A hook of the application refused the row; this is what the caller gets to hear.
    #[error("a hook refused the row")]
    Refused(#[source] Box<Error>),
}

impl StoreError {
    pub(crate) fn refused(refusal: Error) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Refused(refusal) => *refusal,
            StoreError::TooLong => Self::new(ErrorCode::ValidationError).caused_by(error),
            StoreError::Duplicate | StoreError::Database(_) => {
                Self::new(ErrorCode::ServiceUnavailable).caused_by(error)
            }
        }
    }
}

/// What is always in the database. Sessions and one-time values may be elsewhere, so they are traits beside it; the
/// core reaches all of them by [`crate::Auth::store`].
pub trait Store:
    UserStore
    + AccountStore
    + LinkedAccountStore
    + VisitorStore
    + OutboxStore
    + FailureStore
    + TwoFactorStore
    + PasskeyStore
    + AdminStore
    + RateLimits
    + Maintenance
{
}

impl<T> Store for T where
    T: UserStore
        + AccountStore
        + LinkedAccountStore
        + VisitorStore
        + OutboxStore
        + FailureStore
        + TwoFactorStore
        + PasskeyStore
        + AdminStore
        + RateLimits
        + Maintenance
{
}

/// A table or a column that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// The table.
    pub table: String,
    /// The column; `None` where the whole table is missing.
    pub column: Option<String>,
    /// A statement that adds it, or its index; `None` where only [`Maintenance::migrate`] does.
    pub sql: Option<String>,
}

/// `user.role`, or `passkey`.
impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.table)?;
        self.column.as_ref().map_or(Ok(()), |column| write!(f, ".{column}"))
    }
}

/// What concerns the database itself.
#[async_trait]
pub trait Maintenance: fmt::Debug + Send + Sync {
    /// Creates or updates the tables. A database that Better Auth made is taken as it is.
    ///
    /// # Errors
    ///
    /// When a migration fails; those before it stay applied.
    async fn migrate(&self) -> StoreResult<()>;

    /// What the database lacks of the tables and columns that the features and the configuration need; nothing
    /// after [`Maintenance::migrate`].
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    async fn lacks(&self) -> StoreResult<Vec<Lack>>;

    /// What time it is for the database.
    ///
    /// # Errors
    ///
    /// When the database does not answer.
    async fn clock(&self) -> StoreResult<Timestamp>;

    /// Whether the database answers.
    ///
    /// # Errors
    ///
    /// When it does not.
    async fn ping(&self) -> StoreResult<()>;
}

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
    /// [`StoreError::Duplicate`] when somebody has the address.
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
    /// [`StoreError::Duplicate`] when somebody has the address, or another value that has to be unique.
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

/// A session as it is stored: the token is what [`crate::store`] may know of it, usually a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Row id.
    pub id: String,
    /// Whose session it is.
    pub user_id: String,
    /// The stored form of the token.
    pub token: String,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last extended.
    pub updated_at: Timestamp,
    /// Address of the client at sign-in.
    pub ip_address: Option<String>,
    /// Name of the client at sign-in.
    pub user_agent: Option<String>,
    /// Fields of features and of the configuration.
    pub fields: Fields,
}

/// Sessions.
#[async_trait]
pub trait SessionStore: fmt::Debug + Send + Sync {
    /// Makes a session.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_session(&self, session: SessionRow) -> StoreResult<()>;

    /// The session whose stored token is one of these, with its user. Ended sessions are found too.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_session(&self, tokens: &[String; 2]) -> StoreResult<Option<(SessionRow, User)>>;

    /// The session of a user with an id. Ended sessions are found too.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_session_of(&self, user_id: &str, id: &str) -> StoreResult<Option<SessionRow>>;

    /// Moves the end of a session; says whether the session was still there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn extend_session(&self, user_id: &str, id: &str, expires_at: Timestamp, now: Timestamp)
    -> StoreResult<bool>;

    /// Changes fields of a session; says whether the session was still there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn update_session(&self, user_id: &str, id: &str, fields: &Fields, now: Timestamp) -> StoreResult<bool>;

    /// The sessions of a user that have not ended, the latest sign-in first.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn list_sessions(&self, user_id: &str, now: Timestamp) -> StoreResult<Vec<SessionRow>>;

    /// Ends a session of a user. One that is gone, or somebody else's, is left alone.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_session(&self, user_id: &str, id: &str) -> StoreResult<()>;

    /// Ends the sessions of a user, except one if given; the number of those ended.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_sessions(&self, user_id: &str, except: Option<&str>) -> StoreResult<u64>;

    /// Learns that a user was changed, where sessions are kept together with a copy of their user.
    ///
    /// # Errors
    ///
    /// When the store fails.
    async fn user_changed(&self, user: &User) -> StoreResult<()> {
        let _ = user;
        Ok(())
    }
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

/// What the application keeps for a browser that need not be signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct VisitorRow {
    /// Hash of the id in the visitor's cookie.
    pub id: String,
    /// The record, as JSON.
    pub data: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// The record is the visitor's own business.
impl fmt::Debug for VisitorRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VisitorRow").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// Visitor sessions, for the session layer of the application.
#[async_trait]
pub trait VisitorStore: fmt::Debug + Send + Sync {
    /// Makes a visitor session.
    ///
    /// # Errors
    ///
    /// [`StoreError::Duplicate`] when the id is taken.
    async fn create_visitor(&self, visitor: VisitorRow, now: Timestamp) -> StoreResult<()>;

    /// Replaces a visitor session; says whether it was there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn update_visitor(&self, visitor: VisitorRow) -> StoreResult<bool>;

    /// A visitor session that has not ended.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn find_visitor(&self, id: &str, now: Timestamp) -> StoreResult<Option<VisitorRow>>;

    /// Ends a visitor session.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_visitor(&self, id: &str) -> StoreResult<()>;
}

/// A one-time value: what a secret that was handed out stands for.
#[derive(Clone, PartialEq, Eq)]
pub struct VerificationRow {
    /// Row id.
    pub id: String,
    /// What the value is found by: the purpose and the stored form of the secret.
    pub identifier: String,
    /// What the secret stands for.
    pub value: String,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Identifiers may hold secrets.
impl fmt::Debug for VerificationRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerificationRow").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// One-time values.
#[async_trait]
pub trait VerificationStore: fmt::Debug + Send + Sync {
    /// Keeps a value, and clears those that have ended.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn create_verification(&self, verification: VerificationRow) -> StoreResult<()>;

    /// The value under one of these identifiers, if it has not ended. It stays.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn peek_verification(&self, identifiers: &[String; 2], now: Timestamp) -> StoreResult<Option<String>>;

    /// Takes the value under one of these identifiers, if it has not ended: of parallel calls, one gets it.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn consume_verification(&self, identifiers: &[String; 2], now: Timestamp) -> StoreResult<Option<String>>;

    /// Replaces a value if it still is the given one and has not ended; says whether it was. Counts tries: of
    /// parallel calls with one old value, one succeeds.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn swap_verification(&self, identifier: &str, old: &str, new: &str, now: Timestamp) -> StoreResult<bool>;

    /// Takes a value away if it still is the given one and has not ended; says whether it was. Of parallel calls, and of
    /// calls of [`VerificationStore::swap_verification`] with the same value, one succeeds.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn take_verification(&self, identifier: &str, value: &str, now: Timestamp) -> StoreResult<bool>;

    /// Whether there is a value under an identifier that has ended. Ended values are cleared some time later, so this
    /// may say no of one that was there.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn has_ended_verification(&self, identifier: &str, now: Timestamp) -> StoreResult<bool>;

    /// Removes everything under an identifier.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn delete_verifications(&self, identifier: &str) -> StoreResult<()>;
}
