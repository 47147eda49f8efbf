//! Asking what somebody may do.

use super::HAS_PERMISSION;
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::access::Request,
    wire::{ErrorCode, HasPermission, HasPermissionOutput},
};

impl Auth {
    /// Whether the caller may do something. Trusted code may ask about a role or a user. `POST /admin/has-permission`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 when nothing was asked, or about nobody.
    pub async fn user_has_permission(&self, cx: &mut Cx, input: HasPermission) -> Result<HasPermissionOutput> {
        self.perform(cx, &HAS_PERMISSION, input, async |cx, input| {
            let options = &self.config().admin;
            let nothing = || Error::new(ErrorCode::ValidationError).with_message("Say what is to be done.");
            let permissions = input.permissions.filter(|_| input.permission.is_none());
            let request = Request::from(permissions.ok_or_else(nothing)?);
            let success = if cx.facts().is_some() {
                self.may(&self.require_session(cx).await?.user, &request)
            } else if let Some(role) = input.role.filter(|role| !role.is_empty()) {
                options.allows(input.user_id.as_deref().unwrap_or_default(), &role, &request)
            } else {
                let nobody = || Error::new(ErrorCode::ValidationError).with_message("Name a user or a role.");
                let id = input.user_id.filter(|id| !id.is_empty()).ok_or_else(nobody)?;
                let user = self.store().find_user(&id).await?;
                self.may(&user.ok_or_else(|| Error::new(ErrorCode::UserNotFound).with_status(400))?, &request)
            };
            Ok(HasPermissionOutput { error: None, success })
        })
        .await
    }
}
