//! A new password for somebody who has forgotten theirs and can read their mail.

use super::{REQUEST_PASSWORD_RESET, RESET_PASSWORD, RESET_PASSWORD_CALLBACK};
use crate::{
    Auth, Cx,
    crypto::hash_secret,
    error::{Error, Result},
    features::audit::Note,
    mail::Message,
    one_time::Purpose,
    redirect::{absolute, encode_component},
    wire::{
        AuditAction, Email, ErrorCode, RequestPasswordReset, RequestPasswordResetOutput, ResetPassword, StatusOutput,
        User,
    },
};

impl Auth {
    /// Mails a link to choose a new password. An unknown address gets the same answer for the same work.
    /// `POST /request-password-reset`.
    ///
    /// # Errors
    ///
    /// 400 for what is not an address, or where there is no mail; 403 for a page of a site that is not trusted.
    pub async fn request_password_reset(
        &self,
        cx: &mut Cx,
        input: RequestPasswordReset,
    ) -> Result<RequestPasswordResetOutput> {
        self.perform(cx, &REQUEST_PASSWORD_RESET, input, async |cx, input| {
            self.origins().check_redirect(input.redirect_to.as_deref(), ErrorCode::InvalidRedirectUrl)?;
            let options = &self.config().email_and_password;
            if !options.send_reset_password || !self.sends_mail() {
                return Err(ErrorCode::ResetPasswordDisabled.into());
            }
            let invalid = |_| Error::invalid_field("email", "Invalid email address");
            let email: Email = input.email.parse().map_err(invalid)?;
            let user = self.store().find_user_by_email(email.as_str()).await?;
            // For an unknown address the token stands for nobody and the mail goes to nobody: both cases cost the same.
            let subject = if let Some(user) = &user {
                self.reset_subject(user).await?
            } else {
                // An unknown address costs the same.
                self.store().password_hash("").await?;
                String::new()
            };
            let token = self.mint(Purpose::ResetPassword, &subject, options.reset_password_token_expires_in).await?;
            let url = self.reset_link(&token, input.redirect_to.as_deref().unwrap_or_default());
            let message = Message::ResetPassword { app_name: self.config().app_name.clone(), url };
            if let Some(user) = user {
                self.send(&user, &message).await?;
                cx.note(Note::new(AuditAction::PasswordResetRequested).about(&user.id));
            } else {
                self.send_to_nobody(&message).await?;
                tracing::info!(event = "password.reset_requested", email = %email.redacted(), "no such account");
            }
            Ok(RequestPasswordResetOutput {
                status: true,
                message: "If there is an account with this address, a link is on its way.".into(),
            })
        })
        .await
    }

    /// Where the link of the mail leads: to the page with the form, with the token or with `error=INVALID_TOKEN`.
    /// The token is not used up: programs that look at mails follow links too. `GET /reset-password/{token}`.
    ///
    /// # Errors
    ///
    /// 403 for a page of a site that is not trusted.
    pub async fn reset_password_callback(&self, cx: &mut Cx, token: &str, callback_url: &str) -> Result<String> {
        self.perform(cx, &RESET_PASSWORD_CALLBACK, (), async |_, ()| {
            self.origins().check_redirect(Some(callback_url), ErrorCode::InvalidCallbackUrl)?;
            let known = !callback_url.is_empty() && self.peek(Purpose::ResetPassword, token).await?.is_some();
            let page = if callback_url.is_empty() {
                format!("{}/error", self.config().base_path)
            } else {
                callback_url.into()
            };
            let mut page = absolute(&self.config().base_url, &page)?;
            let (name, value) = if known { ("token", token) } else { ("error", ErrorCode::InvalidToken.as_str()) };
            page.query_pairs_mut().append_pair(name, value);
            Ok(page.into())
        })
        .await
    }

    /// Sets a new password for a token, once. `POST /reset-password`.
    ///
    /// # Errors
    ///
    /// 400 for a token that is unknown, used or too old, and for a password that is not acceptable, which leaves
    /// the token as it is.
    pub async fn reset_password(&self, cx: &mut Cx, input: ResetPassword) -> Result<StatusOutput> {
        self.perform(cx, &RESET_PASSWORD, input, async |cx, input| {
            let invalid = || Error::new(ErrorCode::InvalidToken);
            let token = input.token.filter(|token| !token.is_empty()).ok_or_else(invalid)?;
            self.check_new_password(&input.new_password)?;
            self.peek(Purpose::ResetPassword, &token).await?.ok_or_else(invalid)?;
            let hash = self.hash_new_password(cx, &input.new_password).await?;
            let subject = self.consume(Purpose::ResetPassword, &token).await?.ok_or_else(invalid)?;
            let user_id = subject.split_once(' ').map_or(subject.as_str(), |(user_id, _)| user_id);
            let user = self.store().find_user(user_id).await?.ok_or_else(invalid)?;
            if subject != user.id && subject != self.reset_subject(&user).await? {
                // The password was changed since, so whoever asked for the mail needs it no longer.
                return Err(invalid());
            }

            self.replace_forgotten_password(cx, &user, &hash).await?;
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Sets the password of somebody who has shown that the mail or the phone of the account is theirs, and tells them by
    /// mail.
    pub(in crate::features) async fn replace_forgotten_password(
        &self,
        cx: &mut Cx,
        user: &User,
        hash: &str,
    ) -> Result<()> {
        self.store().set_password_hash(&user.id, &self.generate_id(), hash, self.now()).await?;
        if self.config().email_and_password.revoke_sessions_on_password_reset {
            self.store().delete_sessions(&user.id, None).await?;
        }
        // Whoever guesses at the password keeps its owner out no longer.
        self.forget_guesses(&user.email).await?;
        self.remember_device(cx, user);
        cx.note(Note::new(AuditAction::PasswordReset).by(&user.id));
        self.send(user, &Message::PasswordChanged { app_name: self.config().app_name.clone() }).await
    }

    /// What the token of a mail stands for: the user, and the password that they have when they ask. With a new password
    /// earlier mails are worth nothing. Better Auth reads the id of the user alone.
    async fn reset_subject(&self, user: &User) -> Result<String> {
        if self.config().shared_database {
            return Ok(user.id.clone());
        }
        let hash = self.store().password_hash(&user.id).await?.unwrap_or_default();
        Ok(format!("{} {}", user.id, hash_secret(&hash)))
    }

    fn reset_link(&self, token: &str, page: &str) -> String {
        let config = self.config();
        let page = encode_component(page);
        format!("{}{}/reset-password/{token}?callbackURL={page}", config.origin(), config.base_path)
    }
}
