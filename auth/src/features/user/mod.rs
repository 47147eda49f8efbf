//! What people change about themselves.

mod delete;
mod routes;
mod rows;

pub(super) use routes::ROUTES;
pub use routes::{DELETE_USER, DELETE_USER_CALLBACK, UPDATE_USER};

use crate::{
    Auth, Cx,
    error::{Error, Result},
    wire::{ErrorCode, StatusOutput, UpdateUser},
};

impl Auth {
    /// Changes name and picture of the caller. `POST /update-user`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 when there is nothing to change, or the address is to be.
    pub async fn update_user(&self, cx: &mut Cx, input: UpdateUser) -> Result<StatusOutput> {
        self.perform(cx, &UPDATE_USER, input, async |cx, input| {
            let mut user = self.require_session(cx).await?.user;
            if input.email.is_some_and(|email| !email.is_empty()) {
                return Err(ErrorCode::EmailCannotBeUpdated.into());
            }
            if input.name.is_none() && input.image.is_none() {
                return Err(Error::new(ErrorCode::ValidationError).with_message("There is nothing to change."));
            }
            user.name = input.name.unwrap_or(user.name);
            user.image = input.image.unwrap_or(user.image);
            Self::check_profile(&user.name, user.image.as_deref())?;
            user.updated_at = self.now();
            self.store().update_profile(&user).await?;
            tracing::info!(event = "user.updated", user = %user.id, "the profile was changed");
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// PostgreSQL stores no NUL, and nobody's name has one.
    pub(crate) fn check_profile(name: &str, image: Option<&str>) -> Result<()> {
        for (field, text) in [("name", Some(name)), ("image", image)] {
            if text.is_some_and(|text| text.contains('\0')) {
                return Err(Error::invalid_field(field, "Invalid text"));
            }
        }
        Ok(())
    }
}
