//! Replacing a password, and asking for it once more.

use super::{CHANGE_PASSWORD, REAUTHENTICATE, VERIFY_PASSWORD};
use crate::{
    Auth, Cx,
    crypto::Verdict,
    error::Result,
    features::audit::Note,
    mail::Message,
    wire::{
        AuditAction, ChangePassword, ChangePasswordOutput, ErrorCode, Password, StatusOutput, User, VerifyPassword,
    },
};

impl Auth {
    /// Replaces the password of the caller and tells them by mail. `POST /change-password`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 when the current password is wrong or the new one is not acceptable.
    pub async fn change_password(&self, cx: &mut Cx, input: ChangePassword) -> Result<ChangePasswordOutput> {
        self.perform(cx, &CHANGE_PASSWORD, input, async |cx, input| {
            let caller = self.require_own_session(cx).await?;
            self.check_new_password(&input.new_password)?;
            let old = self.own_password_hash(&caller.user, &input.current_password).await?;
            let new = self.hash_new_password(cx, &input.new_password).await?;
            if !self.store().replace_password_hash(&caller.user.id, &old, &new, self.now()).await? {
                // Changed meanwhile, so what was given is no longer the current password.
                return Err(ErrorCode::InvalidPassword.into());
            }
            cx.note(Note::new(AuditAction::PasswordChanged));
            self.send(&caller.user, &Message::PasswordChanged { app_name: self.config().app_name.clone() }).await?;

            if input.revoke_other_sessions != Some(true) {
                return Ok(ChangePasswordOutput { token: None, user: caller.user });
            }
            // Whoever knew the old password may have any of the sessions, so this one is replaced too. The browser is not a
            // new one by that.
            self.remember_device(cx, &caller.user);
            self.store().delete_sessions(&caller.user.id, None).await?;
            let signed_in = self.replace_session(cx, caller).await?;
            Ok(ChangePasswordOutput { token: Some(signed_in.session.token), user: signed_in.user })
        })
        .await
    }

    /// Gives the caller a fresh session for their password, where something asks for a recent sign-in. Ours:
    /// `POST /reauthenticate`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for a wrong password, or for an account without one.
    pub async fn reauthenticate(&self, cx: &mut Cx, input: VerifyPassword) -> Result<StatusOutput> {
        self.perform(cx, &REAUTHENTICATE, input, async |cx, input| {
            let caller = self.require_own_session(cx).await?;
            self.own_password_hash(&caller.user, &input.password).await?;
            self.replace_session(cx, caller).await?;
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Gives the caller a first password. For code of the application, as upstream: there is no route.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 when there is a password already, or the new one is not acceptable.
    pub async fn set_password(&self, cx: &mut Cx, password: &Password) -> Result<StatusOutput> {
        let user = self.require_own_session(cx).await?.user;
        self.check_new_password(password)?;
        let hash = self.hash_new_password(cx, password).await?;
        if self.store().password_hash(&user.id).await?.is_some() {
            return Err(ErrorCode::PasswordAlreadySet.into());
        }
        self.store().set_password_hash(&user.id, &self.generate_id(), &hash, self.now()).await?;
        self.record(cx, Note::new(AuditAction::PasswordSet)).await;
        Ok(StatusOutput { status: true })
    }

    /// Whether the caller has a password.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn has_password(&self, cx: &mut Cx) -> Result<bool> {
        let user = self.require_session(cx).await?.user;
        Ok(self.store().password_hash(&user.id).await?.is_some())
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
