//! How operations make, change and delete users: with the errors that callers get, and a line in the log.

use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::{
        audit::Note,
        phone_number::PHONE_NUMBER,
        username::{DISPLAY_USERNAME, USERNAME},
    },
    store::{Admins, NewUser, StoreError, UserChanges},
    wire::{AuditAction, ErrorCode, Fields, User},
};

impl Auth {
    /// Makes a user, with their first account in the same transaction; answers the user as stored.
    ///
    /// # Errors
    ///
    /// 422 when somebody has the address: of two sign-ups at the same moment, the database decides which was first.
    pub(crate) async fn create_user_row(&self, cx: &mut Cx, mut new: NewUser) -> Result<User> {
        self.check_usernames(&new.user.fields, None).await?;
        self.normalize_usernames(&mut new.user.fields, true);
        self.drop_unverified_phone_number(&mut new.user.fields);
        self.set_login_method(cx, &mut new.user.fields);
        let (email, fields) = (new.user.email.clone(), new.user.fields.clone());
        let user = match self.store().create_user(new).await {
            Err(StoreError::Duplicate) => return Err(self.duplicate(Some(&email), &fields, None).await?),
            made => made?,
        };
        cx.note(Note::new(AuditAction::UserCreated).about(&user.id));
        Ok(self.shown(user))
    }

    /// Changes a user; answers the user as they are afterwards.
    ///
    /// # Errors
    ///
    /// 401 when the user is gone; 422 when somebody has the address.
    pub(crate) async fn update_user_row(&self, id: &str, changes: &UserChanges) -> Result<User> {
        self.update_user_row_unless_last(id, changes, None).await
    }

    /// The same; where `admins` says who administers, refused if nobody else is left who does.
    ///
    /// # Errors
    ///
    /// As [`Auth::update_user_row`]; 400 for the last one who administers.
    pub(crate) async fn update_user_row_unless_last(
        &self,
        id: &str,
        changes: &UserChanges,
        admins: Option<&Admins>,
    ) -> Result<User> {
        let mut changes = changes.clone();
        if changes.fields.get(USERNAME).is_some() || changes.fields.get(DISPLAY_USERNAME).is_some() {
            let owner = self.store().find_user(id).await?.ok_or(ErrorCode::Unauthorized)?;
            self.check_usernames(&changes.fields, Some(&owner)).await?;
        }
        self.normalize_usernames(&mut changes.fields, false);
        self.forget_verified_phone_number(&mut changes.fields);
        let found = match self.store().update_user_unless_last(id, &changes, self.now(), admins).await {
            Err(StoreError::Duplicate) => {
                return Err(self.duplicate(changes.email.as_deref(), &changes.fields, Some(id)).await?);
            }
            found => found?,
        };
        let user = found.ok_or(ErrorCode::Unauthorized)?;
        tracing::info!(event = "user.updated", user = %user.id, "the account was changed");
        Ok(user)
    }

    /// Which of the values that no two users may have the same of somebody else has: the database only says that there
    /// is one.
    async fn duplicate(&self, email: Option<&str>, fields: &Fields, own_id: Option<&str>) -> Result<Error> {
        let is_other = |holder: Option<User>| holder.is_some_and(|holder| Some(holder.id.as_str()) != own_id);
        if let Some(email) = email
            && is_other(self.store().find_user_by_email(email).await?)
        {
            return Ok(ErrorCode::UserAlreadyExists.into());
        }
        let unique = [
            (USERNAME, self.config().username.enabled, ErrorCode::UsernameIsAlreadyTaken),
            (PHONE_NUMBER, self.config().phone_number.enabled, ErrorCode::PhoneNumberExist),
        ];
        for (field, enabled, refusal) in unique {
            if let Some(value) = fields.text(field).filter(|_| enabled)
                && is_other(self.store().find_user_by(field, value).await?)
            {
                return Ok(refusal.into());
            }
        }
        Ok(ErrorCode::UserAlreadyExists.into())
    }

    /// Deletes a user with everything that belongs to them.
    ///
    /// # Errors
    ///
    /// 400 for the last one who administers.
    pub(crate) async fn delete_user_row(&self, cx: &mut Cx, user: &User) -> Result<()> {
        if self.is_admin(user) {
            self.store().delete_one_of_admins(&user.id, &self.config().admin.admins()).await?;
        } else {
            self.store().delete_user(&user.id).await?;
        }
        cx.note(Note::new(AuditAction::UserDeleted).about(&user.id));
        Ok(())
    }
}
