//! Deleting one's own account.

use super::{DELETE_USER, DELETE_USER_CALLBACK};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    mail::Message,
    one_time::Purpose,
    redirect::encode_component,
    wire::{DeleteUser, DeleteUserOutput, ErrorCode, GetSession, User},
};

impl Auth {
    /// Deletes the account of the caller, with everything that belongs to it, or asks by mail first.
    /// `POST /delete-user`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 for a wrong password or token, or without either when signing in was too long
    /// ago; 404 where it is switched off.
    pub async fn delete_user(&self, cx: &mut Cx, input: DeleteUser) -> Result<DeleteUserOutput> {
        self.perform(cx, &DELETE_USER, input, async |cx, input| {
            self.origins().check_redirect(input.callback_url.as_deref(), ErrorCode::InvalidCallbackUrl)?;
            let caller = self.require_own_session(cx).await?;
            let options = &self.config().user;
            if !options.delete_user {
                return Err(ErrorCode::NotFound.into());
            }
            if let Some(password) = &input.password {
                self.own_password_hash(&caller.user, password).await?;
            }
            if let Some(token) = &input.token {
                return self.delete_with_token(cx, &caller.user, token).await;
            }
            if options.send_delete_account_verification && self.sends_mail() {
                self.ask_by_mail(&caller.user, input.callback_url.as_deref().unwrap_or("/")).await?;
                let message = "A mail asks you once more.".into();
                return Ok(DeleteUserOutput { success: true, message, deleted: false });
            }
            if input.password.is_none() && !self.is_fresh(&caller.session) {
                return Err(ErrorCode::SessionExpired.into());
            }
            self.delete_account(cx, &caller.user).await
        })
        .await
    }

    /// Deletes the account for the token of a mail, in the browser of its owner; where to go afterwards.
    /// `GET /delete-user/callback`.
    ///
    /// # Errors
    ///
    /// 404 without a session, or where it is switched off; 400 for a wrong token.
    pub async fn delete_user_callback(&self, cx: &mut Cx, token: &str, callback_url: &str) -> Result<DeleteUserOutput> {
        self.perform(cx, &DELETE_USER_CALLBACK, (), async |cx, ()| {
            self.origins().check_redirect(Some(callback_url), ErrorCode::InvalidCallbackUrl)?;
            let input = GetSession { disable_cookie_cache: true, ..GetSession::default() };
            let caller = self.current_session(cx, input).await?.ok_or(ErrorCode::FailedToGetUserInfo)?;
            caller.session.require_own()?;
            if !self.config().user.delete_user {
                return Err(ErrorCode::NotFound.into());
            }
            self.delete_with_token(cx, &caller.user, token).await
        })
        .await
    }

    async fn ask_by_mail(&self, user: &User, callback_url: &str) -> Result<()> {
        let config = self.config();
        let token = self.mint(Purpose::DeleteAccount, &user.id, config.user.delete_token_expires_in).await?;
        let next = encode_component(callback_url);
        let (origin, base_path) = (config.origin(), &config.base_path);
        let url = format!("{origin}{base_path}/delete-user/callback?token={token}&callbackURL={next}");
        self.send(user, &Message::DeleteAccount { app_name: config.app_name.clone(), url }).await
    }

    async fn delete_with_token(&self, cx: &mut Cx, user: &User, token: &str) -> Result<DeleteUserOutput> {
        let invalid = || Error::new(ErrorCode::InvalidToken);
        // Whose token it is comes first: nobody uses up the token of somebody else.
        let owner = self.peek(Purpose::DeleteAccount, token).await?;
        owner.filter(|owner| *owner == user.id).ok_or_else(invalid)?;
        self.consume(Purpose::DeleteAccount, token).await?.ok_or_else(invalid)?;
        self.delete_account(cx, user).await
    }

    async fn delete_account(&self, cx: &mut Cx, user: &User) -> Result<DeleteUserOutput> {
        self.delete_user_row(cx, user).await?;
        self.forget_session(cx);
        Ok(DeleteUserOutput { success: true, message: "The account was deleted.".into(), deleted: true })
    }
}
