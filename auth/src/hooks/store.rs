use std::{fmt, ops::Deref, sync::Arc};

use super::{Account, Decision, Hooks, SessionChanges, Verification};
use crate::{
    error::Error,
    store::{
        Admins, Deletion, KeyChange, NewUser, SessionStore, Store, StoreError, StoreResult, UserChanges,
        VerificationStore,
    },
    wire::{ErrorCode, Timestamp, User},
};

/// The store, with the rules of the application in front of it.
///
/// What it does itself goes before the methods of [`Store`] that it leads to, so whoever makes, changes or deletes a
/// row by `auth.store()` asks the hooks, and no feature can forget to.
#[derive(Clone)]
pub struct HookedStore {
    plain: Arc<dyn Store>,
    sessions: Arc<dyn SessionStore>,
    verifications: Arc<dyn VerificationStore>,
    hooks: Arc<[Box<dyn Hooks>]>,
    /// The role without which no organization is left; `None` where there are no organizations.
    owner_role: Option<Arc<str>>,
}

/// Asks every hook, in their order: whether to go on.
macro_rules! ask {
    ($store:ident, $method:ident($($row:expr),*)) => {{
        let mut decision = Decision::Proceed;
        for hooks in &*$store.hooks {
            decision = hooks.$method($($row),*).await.map_err(StoreError::refused)?;
            if decision == Decision::Veto {
                break;
            }
        }
        decision == Decision::Proceed
    }};
}

/// Tells every hook, in their order. It is done and cannot be undone, so errors are logged.
macro_rules! tell {
    ($store:ident, $method:ident($($row:expr),*)) => {
        for hooks in &*$store.hooks {
            if let Err(error) = hooks.$method($($row),*).await {
                let error = &error as &dyn std::error::Error;
                tracing::error!(hook = stringify!($method), ?hooks, error, "a hook failed");
            }
        }
    };
}

mod accounts;
mod sessions;

impl HookedStore {
    pub(crate) fn new(
        plain: Arc<dyn Store>,
        sessions: Arc<dyn SessionStore>,
        verifications: Arc<dyn VerificationStore>,
        hooks: Vec<Box<dyn Hooks>>,
    ) -> Self {
        Self { plain, sessions, verifications, hooks: hooks.into(), owner_role: None }
    }

    /// Deletes nobody without whom an organization with other members would have no owner.
    pub(crate) fn keeping_owners(self, owner_role: Option<String>) -> Self {
        Self { owner_role: owner_role.map(Arc::from), ..self }
    }

    /// The store itself, which asks nobody.
    pub fn plain(&self) -> &Arc<dyn Store> {
        &self.plain
    }

    pub(crate) fn hooks(&self) -> &[Box<dyn Hooks>] {
        &self.hooks
    }

    /// Asks about a user that is to be made.
    ///
    /// # Errors
    ///
    /// What a hook refuses with, or 400 for a veto.
    pub(crate) async fn ask_create_user(&self, user: &mut User) -> StoreResult<()> {
        if ask!(self, before_create_user(user)) {
            return Ok(());
        }
        Err(StoreError::refused(Error::new(ErrorCode::FailedToCreateUser).with_status(400)))
    }

    /// Makes a user; answers them as they were stored.
    ///
    /// # Errors
    ///
    /// As [`UserStore::create_user`](crate::store::UserStore::create_user), and what a hook refuses with.
    pub async fn create_user(&self, mut new: NewUser) -> StoreResult<User> {
        self.ask_create_user(&mut new.user).await?;
        let credential = new.password_hash.is_some().then(|| Account::credential(&new.user.id));
        let account = credential.or_else(|| new.linked.as_ref().map(Account::of));
        if let Some(account) = &account
            && !ask!(self, before_create_account(account))
        {
            return Err(StoreError::refused(Error::new(ErrorCode::FailedToCreateUser).with_status(400)));
        }
        let user = new.user.clone();
        self.plain.create_user(new).await?;
        tell!(self, after_create_user(&user));
        if let Some(account) = &account {
            tell!(self, after_create_account(account));
        }
        Ok(user)
    }

    /// Changes a user; the user as they are afterwards, if they are there.
    ///
    /// # Errors
    ///
    /// As [`UserStore::update_user`](crate::store::UserStore::update_user), and what a hook refuses with.
    pub async fn update_user(&self, id: &str, changes: &UserChanges, now: Timestamp) -> StoreResult<Option<User>> {
        self.update_user_unless_last(id, changes, now, None).await
    }

    /// The same; where `admins` says who administers, refused if nobody else is left who does.
    ///
    /// # Errors
    ///
    /// As [`HookedStore::update_user`]; 400 for the last one who administers.
    pub(crate) async fn update_user_unless_last(
        &self,
        id: &str,
        changes: &UserChanges,
        now: Timestamp,
        admins: Option<&Admins>,
    ) -> StoreResult<Option<User>> {
        self.update_user_by(id, changes, async |changes| match admins {
            None => self.plain.update_user(id, changes, now).await,
            Some(admins) if self.plain.update_one_of_admins(id, changes, now, admins).await? => {
                self.plain.find_user(id).await
            }
            Some(_) => Err(StoreError::refused(ErrorCode::LastAdmin.into())),
        })
        .await
    }

    /// The same together with the key of their app, both or neither; `None` also if the key is gone by now.
    ///
    /// # Errors
    ///
    /// As [`HookedStore::update_user`].
    pub(crate) async fn update_user_with_key(
        &self,
        id: &str,
        changes: &UserChanges,
        key: KeyChange<'_>,
        now: Timestamp,
    ) -> StoreResult<Option<User>> {
        self.update_user_by(id, changes, async |changes| {
            let done = self.plain.update_user_with_key(id, changes, key, now).await?;
            if done { self.plain.find_user(id).await } else { Ok(None) }
        })
        .await
    }

    async fn update_user_by(
        &self,
        id: &str,
        changes: &UserChanges,
        update: impl AsyncFnOnce(&UserChanges) -> StoreResult<Option<User>>,
    ) -> StoreResult<Option<User>> {
        let mut changes = changes.clone();
        if !ask!(self, before_update_user(id, &mut changes)) {
            return self.plain.find_user(id).await;
        }
        let user = update(&changes).await?;
        if let Some(user) = &user {
            self.sessions.user_changed(user).await?;
            tell!(self, after_update_user(user));
        }
        Ok(user)
    }

    /// Deletes a user with their sessions, accounts and whatever else refers to them.
    ///
    /// # Errors
    ///
    /// When the database fails, and what a hook refuses with.
    pub async fn delete_user(&self, id: &str) -> StoreResult<()> {
        self.delete_user_unless_last(id, None).await
    }

    /// The same with a user who administers: refused if nobody else is left who does.
    ///
    /// # Errors
    ///
    /// As [`HookedStore::delete_user`]; 400 for the last one who administers.
    pub(crate) async fn delete_one_of_admins(&self, id: &str, admins: &Admins) -> StoreResult<()> {
        self.delete_user_unless_last(id, Some(admins)).await
    }

    async fn delete_user_unless_last(&self, id: &str, admins: Option<&Admins>) -> StoreResult<()> {
        let user = if self.hooks.is_empty() { None } else { self.plain.find_user(id).await? };
        if !self.hooks.is_empty() {
            let Some(user) = &user else { return Ok(()) };
            if !ask!(self, before_delete_user(user)) {
                return Ok(());
            }
        }
        match (&self.owner_role, admins) {
            (Some(owner_role), admins) => match self.plain.delete_member_everywhere(id, owner_role, admins).await? {
                Deletion::Done => {}
                Deletion::LastAdmin => return Err(StoreError::refused(ErrorCode::LastAdmin.into())),
                Deletion::LastOwner => return Err(StoreError::refused(ErrorCode::OnlyOwnerStays.into())),
            },
            (None, None) => self.plain.delete_user(id).await?,
            (None, Some(admins)) => {
                if !self.plain.delete_one_of_admins(id, admins).await? {
                    return Err(StoreError::refused(ErrorCode::LastAdmin.into()));
                }
            }
        }
        // In the database they go with the user; elsewhere they do not.
        self.sessions.delete_sessions(id, None).await?;
        self.plain.delete_device_codes(id).await?;
        if let Some(user) = &user {
            tell!(self, after_delete_user(user));
        }
        Ok(())
    }

    /// Where one-time values are; `mint` and `consume` ask the hooks.
    pub(crate) fn verifications(&self) -> &dyn VerificationStore {
        &*self.verifications
    }

    /// Gives a user a password hash, whether they had a password or not.
    ///
    /// # Errors
    ///
    /// When the database fails, and what a hook refuses with.
    pub async fn set_password_hash(
        &self,
        user_id: &str,
        account_id: &str,
        hash: &str,
        now: Timestamp,
    ) -> StoreResult<()> {
        let account = Account::credential(user_id);
        let new = !self.hooks.is_empty() && self.plain.password_hash(user_id).await?.is_none();
        let proceed =
            if new { ask!(self, before_create_account(&account)) } else { ask!(self, before_update_account(&account)) };
        if !proceed {
            return Err(StoreError::refused(ErrorCode::Refused.into()));
        }
        self.plain.set_password_hash(user_id, account_id, hash, now).await?;
        if new {
            tell!(self, after_create_account(&account));
        } else {
            tell!(self, after_update_account(&account));
        }
        Ok(())
    }

    /// Replaces a password hash if it still is the given one; says whether it was.
    ///
    /// # Errors
    ///
    /// When the database fails, and what a hook refuses with.
    pub async fn replace_password_hash(
        &self,
        user_id: &str,
        old: &str,
        new: &str,
        now: Timestamp,
    ) -> StoreResult<bool> {
        let account = Account::credential(user_id);
        if !ask!(self, before_update_account(&account)) {
            return Err(StoreError::refused(ErrorCode::Refused.into()));
        }
        let replaced = self.plain.replace_password_hash(user_id, old, new, now).await?;
        if replaced {
            tell!(self, after_update_account(&account));
        }
        Ok(replaced)
    }

    /// Asks about a one-time secret that is to be made.
    ///
    /// # Errors
    ///
    /// What a hook refuses with, or 403 for a veto.
    pub(crate) async fn ask_create_verification(&self, about: &mut Verification) -> StoreResult<()> {
        if ask!(self, before_create_verification(about)) {
            return Ok(());
        }
        Err(StoreError::refused(ErrorCode::Refused.into()))
    }

    /// Tells of a one-time secret that was made.
    pub(crate) async fn tell_create_verification(&self, about: &Verification) {
        tell!(self, after_create_verification(about));
    }

    /// Asks whether a one-time secret may be used up.
    ///
    /// # Errors
    ///
    /// What a hook refuses with.
    pub(crate) async fn ask_delete_verification(&self, purpose: &str) -> StoreResult<bool> {
        Ok(ask!(self, before_delete_verification(purpose)))
    }

    /// Tells of a one-time secret that was used up.
    pub(crate) async fn tell_delete_verification(&self, purpose: &str) {
        tell!(self, after_delete_verification(purpose));
    }
}

/// What hooks have no say in is the store's own.
impl Deref for HookedStore {
    type Target = dyn Store;

    fn deref(&self) -> &Self::Target {
        &*self.plain
    }
}

impl fmt::Debug for HookedStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HookedStore").field("plain", &self.plain).field("hooks", &self.hooks).finish_non_exhaustive()
    }
}
