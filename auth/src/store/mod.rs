//! Storage: one trait per aggregate, and [`SqlStore`] behind them.
//!
//! A failure of the store is an error of its own ([`StoreError`]) and reaches the caller as 503; it never
//! looks like a missing row.

mod admin;
mod api_key;
mod audit;
mod device_codes;
mod failures;
mod invitations;
mod jwks;
mod linked_accounts;
mod members;
mod organization_roles;
mod organizations;
mod outbox;
mod passkey;
mod sessions;
mod sql;
mod teams;
mod two_factor;
mod users;
mod verifications;
mod visitors;

pub use admin::{AdminStore, Admins, Condition, Counts, Made, UserList};
pub use api_key::{ApiKeyChanges, ApiKeyStore};
pub(crate) use audit::first_event_id;
pub use audit::{AuditScope, AuditStore};
pub use device_codes::{DeviceCodeRow, DeviceCodeStore};
pub use failures::{FailureStore, Failures};
pub use invitations::{InvitationStore, Invited};
pub use jwks::{JwkRow, JwkStore};
pub use linked_accounts::{AccountRow, LinkedAccountStore};
pub use members::{Deletion, Departure, Joined, MemberList, MemberStore, Seat};
pub use organization_roles::{OrganizationRoleChanges, OrganizationRoleStore, RoleMaking};
pub use organizations::{NewOrganization, OrganizationChanges, OrganizationKey, OrganizationStore};
pub use outbox::{OutboxRow, OutboxStore};
pub use passkey::PasskeyStore;
pub use sessions::{SessionRow, SessionStore};
pub use sql::SqlStore;
pub use teams::{TeamRemoval, TeamStore};
pub use two_factor::{KeyChange, TrustedDeviceRow, TwoFactorRow, TwoFactorStore};
pub use users::{AccountStore, NewUser, UserChanges, UserStore};
pub use verifications::{VerificationRow, VerificationStore};
pub use visitors::{VisitorRow, VisitorStore};

use std::fmt;

use async_trait::async_trait;

use crate::{
    error::Error,
    rate_limit::RateLimits,
    wire::{ErrorCode, Timestamp},
};

/// The result of a call to the store.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why the store did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique column has the value already. The database is the last judge of uniqueness.
    #[error("a row with this value exists")]
    Duplicate,
    /// A text does not fit into its column: it is too long, which is so in MySQL alone, or holds a NUL, which PostgreSQL
    /// does not store.
    #[error("a text does not fit into its column")]
    Unfit,
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
            StoreError::Unfit => Self::new(ErrorCode::ValidationError).caused_by(error),
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
    + ApiKeyStore
    + JwkStore
    + DeviceCodeStore
    + AdminStore
    + AuditStore
    + OrganizationStore
    + MemberStore
    + InvitationStore
    + TeamStore
    + OrganizationRoleStore
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
        + ApiKeyStore
        + JwkStore
        + DeviceCodeStore
        + AdminStore
        + AuditStore
        + OrganizationStore
        + MemberStore
        + InvitationStore
        + TeamStore
        + OrganizationRoleStore
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
