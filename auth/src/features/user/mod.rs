//! What people change about themselves.

mod delete;
mod routes;
mod rows;

pub(super) use routes::ROUTES;
pub use routes::{DELETE_USER, DELETE_USER_CALLBACK, UPDATE_USER};

use super::{phone_number::PHONE_NUMBER, username::USERNAME};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    schema::Model,
    store::UserChanges,
    wire::{ErrorCode, SessionWithUser, StatusOutput, UpdateUser, User},
};

impl Auth {
    /// Changes name, picture and further fields of the caller. `POST /update-user`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 when there is nothing to change, the address is to be, or a field cannot be set.
    pub async fn update_user(&self, cx: &mut Cx, input: UpdateUser) -> Result<StatusOutput> {
        self.perform(cx, &UPDATE_USER, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            if input.email.is_some_and(|email| !email.is_empty()) {
                return Err(ErrorCode::EmailCannotBeUpdated.into());
            }
            self.refuse_phone_number(&input.fields, ErrorCode::PhoneNumberCannotBeUpdated)?;
            let fields = self.schema().model(Model::User).changed_row(&input.fields)?;
            if input.name.is_none() && input.image.is_none() && fields.is_empty() {
                return Err(Error::new(ErrorCode::ValidationError).with_message("There is nothing to change."));
            }
            if [USERNAME, PHONE_NUMBER].iter().any(|name| fields.get(name).is_some()) {
                // People sign in by these.
                self.require_own_session(cx).await?;
            }
            self.check_username_may_change(&caller.user, &fields)?;
            let changes = UserChanges { name: input.name, image: input.image, fields, ..UserChanges::default() };
            Self::check_profile(changes.name.as_deref(), changes.image.as_ref().and_then(Option::as_deref))?;
            let user = self.update_user_row(&caller.user.id, &changes).await?;
            self.renew_session_cookies(cx, &SessionWithUser::new(caller.session, user))?;
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// A user who was just made, as they are read from now on.
    pub(crate) fn shown(&self, mut user: User) -> User {
        self.schema().model(Model::User).hide(&mut user.fields);
        user
    }

    /// Nobody's name has a NUL.
    pub(crate) fn check_profile(name: Option<&str>, image: Option<&str>) -> Result<()> {
        let texts = [("name", name), ("image", image)];
        texts.into_iter().try_for_each(|(field, text)| Self::check_text(field, text.unwrap_or_default()))
    }

    /// PostgreSQL stores no NUL.
    pub(crate) fn check_text(field: &str, text: &str) -> Result<()> {
        if text.contains('\0') { Err(Error::invalid_field(field, "Invalid text")) } else { Ok(()) }
    }
}
