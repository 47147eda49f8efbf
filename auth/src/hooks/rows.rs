use crate::{
    store::AccountRow,
    wire::{Fields, Timestamp},
};

/// What a rule says to a row that is about to be made, changed or deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Go on, with the row as it is now.
    Proceed,
    /// Leave it. Where something is not made, or a password is not set, the caller gets an error (400
    /// `FAILED_TO_CREATE_USER`, 401 `FAILED_TO_CREATE_SESSION`, 403 `REFUSED`); other changes and deletions are passed
    /// over without a word, as upstream. To say why, answer with an error instead.
    Veto,
}

/// What changes about a session; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionChanges {
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// Fields of features and of the configuration.
    pub fields: Fields,
}

/// A way to sign in, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose it is.
    pub user_id: String,
    /// `credential` for a password, else the provider.
    pub provider_id: String,
    /// The id of the user there; of a password, the user's own.
    pub account_id: String,
}

impl Account {
    /// The account of a password.
    pub(crate) fn credential(user_id: &str) -> Self {
        Self { user_id: user_id.to_owned(), provider_id: "credential".to_owned(), account_id: user_id.to_owned() }
    }

    /// What of a stored account hooks see.
    pub(crate) fn of(row: &AccountRow) -> Self {
        Self { user_id: row.user_id.clone(), provider_id: row.provider_id.clone(), account_id: row.account_id.clone() }
    }
}

/// A one-time value, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// What it is for, for example `reset-password`: Better Auth's prefix of the identifier.
    pub purpose: &'static str,
    /// When it stops working.
    pub expires_at: Timestamp,
}
