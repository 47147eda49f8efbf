//! The passkeys that somebody has.

use super::{DELETE_PASSKEY, LIST_USER_PASSKEYS, UPDATE_PASSKEY};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    wire::{AuditAction, DeletePasskey, ErrorCode, Passkey, StatusOutput, UpdatePasskey, UpdatePasskeyOutput},
};

impl Auth {
    /// The passkeys of the caller, the first one first. `GET /passkey/list-user-passkeys`.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn list_user_passkeys(&self, cx: &mut Cx) -> Result<Vec<Passkey>> {
        self.perform(cx, &LIST_USER_PASSKEYS, (), async |cx, ()| {
            let user = self.require_session(cx).await?.user;
            Ok(self.store().list_passkeys(&user.id).await?)
        })
        .await
    }

    /// Calls a passkey of the caller something else. `POST /passkey/update-passkey`.
    ///
    /// # Errors
    ///
    /// 400 for an empty name; 401 without a session, and for a passkey of somebody else; 404 when there is none.
    pub async fn update_passkey(&self, cx: &mut Cx, input: UpdatePasskey) -> Result<UpdatePasskeyOutput> {
        self.perform(cx, &UPDATE_PASSKEY, input, async |cx, input| {
            let user = self.require_own_session(cx).await?.user;
            let name = input.name.trim();
            if name.is_empty() {
                return Err(Error::invalid_field("name", "Too small: expected string to have >=1 characters"));
            }
            Self::check_text("name", name)?;
            self.require_passkey_owner(&user.id, &input.id, ErrorCode::NotAllowedToRegisterPasskey).await?;
            let passkey = self.store().rename_passkey(&user.id, &input.id, name).await?;
            Ok(UpdatePasskeyOutput { passkey: passkey.ok_or(ErrorCode::FailedToUpdatePasskey)? })
        })
        .await
    }

    /// Takes a passkey away from the caller. `POST /passkey/delete-passkey`.
    ///
    /// # Errors
    ///
    /// 401 without a session, and for a passkey of somebody else; 404 when there is none.
    pub async fn delete_passkey(&self, cx: &mut Cx, input: DeletePasskey) -> Result<StatusOutput> {
        self.perform(cx, &DELETE_PASSKEY, input, async |cx, input| {
            let user = self.require_own_session(cx).await?.user;
            self.require_passkey_owner(&user.id, &input.id, ErrorCode::Unauthorized).await?;
            if self.store().delete_passkey(&user.id, &input.id).await?.is_some() {
                cx.note(Note::new(AuditAction::PasskeyRemoved).target(&input.id));
            }
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Refuses what is not the caller's: with 404 what nobody has, with `foreign` what somebody else has, as upstream.
    async fn require_passkey_owner(&self, user_id: &str, id: &str, foreign: ErrorCode) -> Result<()> {
        match self.store().passkey_owner(id).await? {
            None => Err(ErrorCode::PasskeyNotFound.into()),
            Some(owner) if owner == user_id => Ok(()),
            Some(_) => Err(foreign.into()),
        }
    }
}
