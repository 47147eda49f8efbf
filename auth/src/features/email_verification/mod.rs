//! Showing that mail to an address arrives: a link verifies the address of an account, or the one it is changed to.

mod change;
mod link;
mod pending;
mod routes;

use std::time::Duration;

pub(super) use routes::ROUTES;
pub use routes::{CHANGE_EMAIL, REVERT_EMAIL_CHANGE, SEND_VERIFICATION_EMAIL, VERIFY_EMAIL};

use self::link::{Link, Request};
use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::{
        audit::Note,
        session::{FirstFactor, Proof},
    },
    mail::Message,
    store::UserChanges,
    wire::{
        AuditAction, Email, ErrorCode, GetSession, SendVerificationEmail, StatusOutput, User, VerifyEmail,
        VerifyEmailOutput, VerifyEmailStep,
    },
};

/// An answer that must not say whether there is an account takes at least this long, as upstream.
const LEAST_TIME: Duration = Duration::from_millis(500);

impl Auth {
    /// Mails a link that verifies an address. Somebody who is not signed in learns nothing from the answer or from
    /// the time that it takes. `POST /send-verification-email`.
    ///
    /// # Errors
    ///
    /// 400 where there is no mail; for a caller who is signed in, when it is not their address, or verified already.
    pub async fn send_verification_email(&self, cx: &mut Cx, input: SendVerificationEmail) -> Result<StatusOutput> {
        self.perform(cx, &SEND_VERIFICATION_EMAIL, input, async |cx, input| {
            let page = input.callback_url.as_deref();
            self.origins().check_redirect(page, ErrorCode::InvalidCallbackUrl)?;
            if !self.mails_verification() {
                return Err(ErrorCode::VerificationEmailNotEnabled.into());
            }
            let invalid = |_| Error::invalid_field("email", "Invalid email address");
            let email: Email = input.email.parse().map_err(invalid)?;
            let Some(caller) = self.current_session(cx, GetSession::default()).await? else {
                let (outcome, ()) = tokio::join!(self.mail_to_unverified(&email, page), tokio::time::sleep(LEAST_TIME));
                return outcome.map(|()| StatusOutput { status: true });
            };
            if caller.user.email != email.as_str() {
                return Err(ErrorCode::EmailMismatch.into());
            }
            if caller.user.email_verified {
                return Err(ErrorCode::EmailAlreadyVerified.into());
            }
            self.mail_verification(&caller.user, page).await?;
            Ok(StatusOutput { status: true })
        })
        .await
    }

    /// Follows the link of a mail: the address is verified, or changed. Following it again changes nothing.
    /// `GET /verify-email`.
    ///
    /// # Errors
    ///
    /// 401 for a link that is not ours, too old, or about an account that has another address by now.
    pub async fn verify_email(&self, cx: &mut Cx, input: VerifyEmail) -> Result<VerifyEmailOutput> {
        self.perform(cx, &VERIFY_EMAIL, input, async |cx, input| {
            let page = input.callback_url.as_str();
            self.origins().check_redirect(Some(page), ErrorCode::InvalidCallbackUrl)?;
            let next = Some(page.to_owned()).filter(|page| !page.is_empty());
            match self.read_link(&input.token)? {
                Link { email, update_to: Some(new_email), user_id: Some(user_id), request_type } => {
                    let user = self.bound_user(cx, &user_id, &email).await?;
                    self.check_still_wanted(&user, &new_email).await?;
                    let user = self.follow_change(cx, user, new_email, request_type, page).await?;
                    Ok(VerifyEmailOutput { status: true, done: VerifyEmailStep::of_change(user.as_ref()), user, next })
                }
                Link { update_to: Some(_), user_id: None, .. } => Err(refused(ErrorCode::InvalidToken)),
                Link { email, update_to: None, user_id, .. } => {
                    let user = self.store().find_user_by_email(&email).await?;
                    let user = user.ok_or_else(|| refused(ErrorCode::UserNotFound))?;
                    if user_id.is_some_and(|id| id != user.id) {
                        return Err(refused(ErrorCode::InvalidToken));
                    }
                    let next = self.mark_verified(cx, user, next).await?;
                    Ok(VerifyEmailOutput { status: true, user: None, done: VerifyEmailStep::Verified, next })
                }
            }
        })
        .await
    }

    /// Mails a link that verifies the address of a user, or a code if so configured. `page` is where the link leads afterwards.
    pub(crate) async fn mail_verification(&self, user: &User, page: Option<&str>) -> Result<()> {
        if self.mails_codes_for_links() {
            return self.mail_verification_otp(user).await;
        }
        let link =
            Link { email: user.email.clone(), update_to: None, request_type: None, user_id: Some(user.id.clone()) };
        let url = self.verification_url(&link, page)?;
        self.send(user, &Message::VerifyEmail { app_name: self.config().app_name.clone(), url }).await
    }

    /// Whether such mails leave.
    pub(crate) fn mails_verification(&self) -> bool {
        (self.config().email_verification.send_verification_email || self.mails_codes_for_links()) && self.sends_mail()
    }

    async fn mail_to_unverified(&self, email: &Email, page: Option<&str>) -> Result<()> {
        match self.store().find_user_by_email(email.as_str()).await? {
            Some(user) if !user.email_verified => self.mail_verification(&user, page).await,
            _ => Ok(()),
        }
    }

    /// The user a link is about, as long as they have the address that they had when it was made.
    async fn bound_user(&self, cx: &mut Cx, id: &str, email: &str) -> Result<User> {
        let user = self.store().find_user(id).await?.ok_or_else(|| refused(ErrorCode::UserNotFound))?;
        if user.email != email {
            return Err(refused(ErrorCode::InvalidToken));
        }
        let caller = self.current_session(cx, GetSession::default()).await?;
        if caller.is_some_and(|caller| caller.user.id != user.id) {
            return Err(refused(ErrorCode::InvalidUser));
        }
        Ok(user)
    }

    async fn mark_verified(&self, cx: &mut Cx, user: User, next: Option<String>) -> Result<Option<String>> {
        if user.email_verified {
            return Ok(next);
        }
        let changes = UserChanges { email_verified: Some(true), ..UserChanges::default() };
        let user = self.update_user_row(&user.id, &changes).await?;
        cx.note(Note::new(AuditAction::EmailVerified).by(&user.id));
        self.welcome(&user).await?;
        if !self.config().email_verification.auto_sign_in_after_verification {
            return Ok(next);
        }
        let caller = self.current_session(cx, GetSession::default()).await?;
        if caller.is_some_and(|caller| caller.user.id == user.id) {
            return Ok(next);
        }
        let outcome = self.complete_sign_in(cx, FirstFactor { user, remember: true, proof: Proof::Mailbox }).await?;
        Ok(next.map(|next| self.page_after(&outcome, next)))
    }
}

/// Problems of a link are 401, whatever status their code has elsewhere.
fn refused(code: ErrorCode) -> Error {
    Error::new(code).with_status(401)
}
