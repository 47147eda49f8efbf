//! A new address for an account: the old one may have to agree, mail to the new one has to arrive.

use serde::{Deserialize, Serialize};

use super::{CHANGE_EMAIL, Link, REVERT_EMAIL_CHANGE, Request};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::audit::Note,
    mail::Message,
    one_time::Purpose,
    store::UserChanges,
    wire::{AuditAction, ChangeEmail, Email, ErrorCode, RevertEmailChange, StatusOutput, User},
};

/// What the link to the old address stands for.
#[derive(Debug, Serialize, Deserialize)]
struct Former {
    user: String,
    email: String,
}

impl Auth {
    /// Changes the address of the caller, or mails the link that does. An address that somebody has is answered like
    /// any other and gets no mail. `POST /change-email`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 where it is switched off, where there is no mail, and for the address so far.
    pub async fn change_email(&self, cx: &mut Cx, input: ChangeEmail) -> Result<StatusOutput> {
        self.perform(cx, &CHANGE_EMAIL, input, async |cx, input| {
            let page = input.callback_url.as_deref();
            self.origins().check_redirect(page, ErrorCode::InvalidCallbackUrl)?;
            let user = self.require_own_session(cx).await?.user;
            let options = &self.config().user.change_email;
            if !options.enabled {
                return Err(ErrorCode::ChangeEmailDisabled.into());
            }
            let invalid = |_| Error::invalid_field("newEmail", "Invalid email address");
            let new_email: Email = input.new_email.parse().map_err(invalid)?;
            if new_email.as_str() == user.email {
                return Err(ErrorCode::EmailUnchanged.into());
            }
            let at_once = !user.email_verified && options.update_email_without_verification;
            // Before anybody is looked up, so that the refusal says nothing about the address.
            if !at_once && !self.mails_verification() {
                return Err(ErrorCode::VerificationEmailNotEnabled.into());
            }
            if self.store().find_user_by_email(new_email.as_str()).await?.is_some() {
                tracing::info!(event = "email.change_refused", user = %user.id, "somebody has the address");
            } else if at_once {
                let user = self.replace_email(cx, user, new_email.as_str(), false).await?;
                if self.mails_verification() {
                    self.mail_verification(&user, page).await?;
                }
            } else if user.email_verified && options.send_change_email_confirmation {
                self.set_pending_change(&user, new_email.as_str()).await?;
                cx.note(Note::new(AuditAction::EmailChangeRequested));
                self.ask_old_address(&user, &new_email, page).await?;
            } else {
                self.set_pending_change(&user, new_email.as_str()).await?;
                cx.note(Note::new(AuditAction::EmailChangeRequested));
                self.mail_to_new_address(&user, new_email.as_str(), page).await?;
            }
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Gives an account its former address back, for whoever reads mail to that, and ends all sessions: somebody
    /// else may have changed it. `POST /revert-email-change`.
    ///
    /// # Errors
    ///
    /// 400 for a token that is unknown, used or too old, or when somebody else has the address by now.
    pub async fn revert_email_change(&self, cx: &mut Cx, input: RevertEmailChange) -> Result<StatusOutput> {
        self.perform(cx, &REVERT_EMAIL_CHANGE, input, async |cx, input| {
            let invalid = || Error::new(ErrorCode::InvalidToken);
            let former = self.consume(Purpose::RevertEmail, &input.token).await?.ok_or_else(invalid)?;
            let Former { user, email } = serde_json::from_str(&former).map_err(Error::internal)?;
            let changes = UserChanges { email: Some(email), email_verified: Some(true), ..UserChanges::default() };
            let user = self.update_user_row(&user, &changes).await?;
            self.store().delete_sessions(&user.id, None).await?;
            self.forget_session(cx);
            cx.note(Note::new(AuditAction::EmailReverted).about(&user.id));
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Goes one step further in a change of address. The user, if the address was changed.
    pub(super) async fn follow_change(
        &self,
        cx: &mut Cx,
        user: User,
        new_email: String,
        step: Option<Request>,
        page: &str,
    ) -> Result<Option<User>> {
        match step {
            Some(Request::Confirmation) => {
                if self.mails_verification() {
                    self.mail_to_new_address(&user, &new_email, Some(page)).await?;
                }
                Ok(None)
            }
            // Whoever followed the link reads mail to the new address, so a verified account stays one.
            Some(Request::Verification) => {
                let verified = user.email_verified;
                self.replace_email(cx, user, &new_email, verified).await.map(Some)
            }
            // A link of an older Better Auth went to the old address alone.
            None => {
                let user = self.replace_email(cx, user, &new_email, false).await?;
                if self.mails_verification() {
                    self.mail_verification(&user, Some(page)).await?;
                }
                Ok(Some(user))
            }
        }
    }

    async fn ask_old_address(&self, user: &User, new_email: &Email, page: Option<&str>) -> Result<()> {
        let link = Link::to_change(user, new_email.as_str(), Request::Confirmation);
        let url = self.verification_url(&link, page)?;
        let (app_name, new_email) = (self.config().app_name.clone(), new_email.to_string());
        self.send(user, &Message::ConfirmEmailChange { app_name, new_email, url }).await
    }

    async fn mail_to_new_address(&self, user: &User, new_email: &str, page: Option<&str>) -> Result<()> {
        let url = self.verification_url(&Link::to_change(user, new_email, Request::Verification), page)?;
        let addressee = User { email: new_email.to_owned(), ..user.clone() };
        self.send(&addressee, &Message::VerifyEmail { app_name: self.config().app_name.clone(), url }).await
    }

    /// Gives an account another address, and tells the owner of the former one.
    pub(in crate::features) async fn replace_email(
        &self,
        cx: &mut Cx,
        user: User,
        new_email: &str,
        verified: bool,
    ) -> Result<User> {
        let changes =
            UserChanges { email: Some(new_email.to_owned()), email_verified: Some(verified), ..UserChanges::default() };
        let reachable = self.update_user_row(&user.id, &changes).await?;
        self.forget_pending_change(&user).await?;
        cx.note(Note::new(AuditAction::EmailChanged).by(&user.id));
        if user.email_verified {
            self.tell_former_address(&user).await?;
        }
        Ok(reachable)
    }

    /// Tells the owner of the former address, with a link that undoes the change where the application has a page
    /// for it.
    async fn tell_former_address(&self, user: &User) -> Result<()> {
        let config = self.config();
        let Some(page) = config.pages.revert_email_change.as_deref().filter(|_| self.sends_mail()) else {
            return Ok(());
        };
        let former = Former { user: user.id.clone(), email: user.email.clone() };
        let former = serde_json::to_string(&former).map_err(Error::internal)?;
        let token = self.mint(Purpose::RevertEmail, &former, config.user.change_email.revert_expires_in).await?;
        let url = format!("{}{page}?token={token}", config.origin());
        self.send(user, &Message::EmailChanged { app_name: config.app_name.clone(), url }).await
    }
}

impl Link {
    fn to_change(user: &User, new_email: &str, step: Request) -> Self {
        Self {
            email: user.email.clone(),
            update_to: Some(new_email.to_owned()),
            request_type: Some(step),
            user_id: Some(user.id.clone()),
        }
    }
}
