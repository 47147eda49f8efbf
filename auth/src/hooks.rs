//! Rules of the application that run inside the operations, so that neither door can go around them.
//!
//! A fork implements [`Hooks`] and hands it to [`AuthBuilder::hooks`](crate::AuthBuilder::hooks). Several may be
//! given; they run in the order in which they were given, before and after, and the first refusal ends it.
#![doc = include_str!("../../docs/hooks.md")]

mod call;
mod rows;
mod store;

use std::fmt;

use async_trait::async_trait;

pub use self::{
    call::{After, Before},
    rows::{Account, Decision, SessionChanges, Verification},
    store::HookedStore,
};
use crate::{
    error::Result,
    store::UserChanges,
    wire::{Session, SessionWithUser, User},
};

/// Rules of the application. Every method has a default that does nothing.
#[async_trait]
pub trait Hooks: fmt::Debug + Send + Sync {
    /// Before an operation: after rate limits and origin checks, before anything is looked up. It may change the
    /// input, and refuse.
    ///
    /// # Errors
    ///
    /// The refusal; it is the answer, and the operation does not happen ([`Error::refuse`](crate::Error::refuse) for one with a code of
    /// the application).
    async fn before(&self, call: &mut Before<'_>) -> Result<()> {
        let _ = call;
        Ok(())
    }

    /// After an operation, whether it was done or refused. It may change the output, and add headers and cookies.
    ///
    /// # Errors
    ///
    /// The refusal that becomes the answer. What the operation did stays done, except for a sign-in: its session
    /// is ended again.
    async fn after(&self, call: &mut After<'_>) -> Result<()> {
        let _ = call;
        Ok(())
    }

    /// Before a user is made, in whatever way they sign up. It may change them.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_create_user(&self, user: &mut User) -> Result<Decision> {
        let _ = user;
        Ok(Decision::Proceed)
    }

    /// After a user was made and can be read by everybody.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_create_user(&self, user: &User) -> Result<()> {
        let _ = user;
        Ok(())
    }

    /// Before a user is changed. It may change the changes.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_update_user(&self, id: &str, changes: &mut UserChanges) -> Result<Decision> {
        let _ = (id, changes);
        Ok(Decision::Proceed)
    }

    /// After a user was changed.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_update_user(&self, user: &User) -> Result<()> {
        let _ = user;
        Ok(())
    }

    /// Before a user is deleted with everything that belongs to them.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_delete_user(&self, user: &User) -> Result<Decision> {
        let _ = user;
        Ok(Decision::Proceed)
    }

    /// After a user was deleted. Nothing of them is left but what is given here.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_delete_user(&self, user: &User) -> Result<()> {
        let _ = user;
        Ok(())
    }

    /// Before a session is made. It may change when it ends, its address, its client and its fields. The token is
    /// not shown, here and in the other hooks.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_create_session(&self, session: &mut Session) -> Result<Decision> {
        let _ = session;
        Ok(Decision::Proceed)
    }

    /// After a session was made.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_create_session(&self, session: &Session) -> Result<()> {
        let _ = session;
        Ok(())
    }

    /// Before a session is extended or its fields are changed. It may change the changes.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_update_session(&self, id: &str, changes: &mut SessionChanges) -> Result<Decision> {
        let _ = (id, changes);
        Ok(Decision::Proceed)
    }

    /// After a session was extended or changed.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_update_session(&self, session: &Session) -> Result<()> {
        let _ = session;
        Ok(())
    }

    /// Before a session is ended. Sessions that end with their user, or by time, are not asked about.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_delete_session(&self, session: &Session) -> Result<Decision> {
        let _ = session;
        Ok(Decision::Proceed)
    }

    /// After a session was ended.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_delete_session(&self, session: &Session) -> Result<()> {
        let _ = session;
        Ok(())
    }

    /// Before a user gets a way to sign in. Secrets are not shown, here and in the other hooks.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_create_account(&self, account: &Account) -> Result<Decision> {
        let _ = account;
        Ok(Decision::Proceed)
    }

    /// After a user got a way to sign in.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_create_account(&self, account: &Account) -> Result<()> {
        let _ = account;
        Ok(())
    }

    /// Before the secrets of a way to sign in change, for example a password.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_update_account(&self, account: &Account) -> Result<Decision> {
        let _ = account;
        Ok(Decision::Proceed)
    }

    /// After the secrets of a way to sign in changed.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_update_account(&self, account: &Account) -> Result<()> {
        let _ = account;
        Ok(())
    }

    /// Before a user loses a way to sign in. Those that go with their user are not asked about.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_delete_account(&self, account: &Account) -> Result<Decision> {
        let _ = account;
        Ok(Decision::Proceed)
    }

    /// After a user lost a way to sign in.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_delete_account(&self, account: &Account) -> Result<()> {
        let _ = account;
        Ok(())
    }

    /// A guest has signed in or up ([`AnonymousConfig`](crate::config::AnonymousConfig)): move what they made to their
    /// account. Afterwards the guest is deleted.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets; nobody is signed in then.
    async fn on_link_account(&self, guest: &SessionWithUser, account: &SessionWithUser) -> Result<()> {
        let _ = (guest, account);
        Ok(())
    }

    /// Before the one-time secret of a link, or of a visit to a provider, is made. It may change how long it works.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_create_verification(&self, verification: &mut Verification) -> Result<Decision> {
        let _ = verification;
        Ok(Decision::Proceed)
    }

    /// After the one-time secret of a link, or of a visit to a provider, was made.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_create_verification(&self, verification: &Verification) -> Result<()> {
        let _ = verification;
        Ok(())
    }

    /// Before the one-time secret of a link is used up; after a veto it is as good as unknown. `purpose` is that of
    /// [`Verification`].
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn before_delete_verification(&self, purpose: &str) -> Result<Decision> {
        let _ = purpose;
        Ok(Decision::Proceed)
    }

    /// After the one-time secret of a link was used up.
    ///
    /// # Errors
    ///
    /// It is done, so the error is logged and nothing else comes of it.
    async fn after_delete_verification(&self, purpose: &str) -> Result<()> {
        let _ = purpose;
        Ok(())
    }
}
