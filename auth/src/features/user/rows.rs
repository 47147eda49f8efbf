//! How operations make, change and delete users: with the errors that callers get, and a line in the log.

use crate::{
    Auth, Cx,
    error::{Error, Result},
    store::{NewUser, StoreError, UserChanges},
    wire::{ErrorCode, User},
};

impl Auth {
    /// Makes a user, with their first account in the same transaction; answers the user as stored.
    ///
    /// # Errors
    ///
    /// 422 when somebody has the address: of two sign-ups at the same moment, the database decides which was first.
    pub(crate) async fn create_user_row(&self, _cx: &mut Cx, new: NewUser) -> Result<User> {
        let user = self.store().create_user(new).await.map_err(|error| match error {
            StoreError::Duplicate => Error::new(ErrorCode::UserAlreadyExists),
            error => error.into(),
        })?;
        tracing::info!(event = "user.created", user = %user.id, "signed up");
        Ok(self.shown(user))
    }

    /// Changes a user; answers the user as they are afterwards.
    ///
    /// # Errors
    ///
    /// 401 when the user is gone; 422 when somebody has the address.
    pub(crate) async fn update_user_row(&self, _cx: &mut Cx, id: &str, changes: &UserChanges) -> Result<User> {
        let found = self.store().update_user(id, changes, self.now()).await.map_err(|error| match error {
            StoreError::Duplicate => Error::new(ErrorCode::UserAlreadyExists),
            error => error.into(),
        })?;
        let user = found.ok_or(ErrorCode::Unauthorized)?;
        tracing::info!(event = "user.updated", user = %user.id, "the account was changed");
        Ok(user)
    }

    /// Deletes a user with everything that belongs to them.
    ///
    /// # Errors
    ///
    /// 400 for the last one who administers.
    pub(crate) async fn delete_user_row(&self, _cx: &mut Cx, user: &User) -> Result<()> {
        if self.is_admin(user) {
            self.store().delete_one_of_admins(&user.id, &self.config().admin.admins()).await?;
        } else {
            self.store().delete_user(&user.id).await?;
        }
        tracing::info!(event = "user.deleted", user = %user.id, "the account was deleted");
        Ok(())
    }
}
