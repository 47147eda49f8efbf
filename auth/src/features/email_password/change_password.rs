//! Replacing a password, and asking for it once more.

use super::{CHANGE_PASSWORD, VERIFY_PASSWORD};
use crate::{
    Auth, Cx,
    crypto::Verdict,
    error::Result,
    mail::Message,
    wire::{ChangePassword, ChangePasswordOutput, ErrorCode, Password, StatusOutput, User, VerifyPassword},
};

impl Auth {
    /// Replaces the password of the caller and tells them by mail. `POST /change-password`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 when the current password is wrong or the new one is not acceptable.
    pub async fn change_password(&self, cx: &mut Cx, input: ChangePassword) -> Result<ChangePasswordOutput> {
        self.perform(cx, &CHANGE_PASSWORD, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            self.check_new_password(&input.new_password)?;
            let old = self.own_password_hash(&caller.user, &input.current_password).await?;
            let new = self.passwords().hash(&input.new_password).await?;
            if !self.store().replace_password_hash(&caller.user.id, &old, &new, self.now()).await? {
                // Changed meanwhile, so what was given is no longer the current password.
                return Err(ErrorCode::InvalidPassword.into());
            }
            tracing::info!(event = "password.changed", user = %caller.user.id, "the password was changed");
            self.send(&caller.user, &Message::PasswordChanged { app_name: self.config().app_name.clone() }).await?;

            if input.revoke_other_sessions != Some(true) {
                return Ok(ChangePasswordOutput { token: None, user: caller.user });
            }
            // Whoever knew the old password may have any of the sessions, so this one is replaced too.
            self.store().delete_sessions(&caller.user.id, None).await?;
            let signed_in = self.replace_session(cx, caller).await?;
            Ok(ChangePasswordOutput { token: Some(signed_in.session.token), user: signed_in.user })
        })
        .await
    }

    /// Whether this is the password of the caller. `POST /verify-password`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 when it is not.
    pub async fn verify_password(&self, cx: &mut Cx, input: VerifyPassword) -> Result<StatusOutput> {
        self.perform(cx, &VERIFY_PASSWORD, input, async |cx, input| {
            let caller = self.require_session(cx).await?;
            self.own_password_hash(&caller.user, &input.password).await?;
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// The stored hash of a user who gives the right password.
    pub(crate) async fn own_password_hash(&self, user: &User, password: &Password) -> Result<String> {
        self.check_not_too_long(password)?;
        let stored = self.store().password_hash(&user.id).await?.ok_or(ErrorCode::CredentialAccountNotFound)?;
        let guess = self.guess_own_password(user).await?;
        if self.passwords().verify(password, Some(&stored)).await? == Verdict::Wrong {
            return Err(ErrorCode::InvalidPassword.into());
        }
        self.guessed_right(guess).await?;
        Ok(stored)
    }
}
