//! Accounts without a name: people look around as a guest, and what they did is theirs when they sign in or up.

mod routes;

use std::fmt;

use async_trait::async_trait;

pub(super) use routes::ROUTES;
pub use routes::{DELETE_ANONYMOUS_USER, SIGN_IN_ANONYMOUS};

use super::session::{FirstFactor, Proof};
use crate::{
    Auth, Cx,
    config::AuthConfig,
    error::{Error, Result},
    features::audit::Note,
    schema::{Field, FieldKind, Model},
    store::NewUser,
    wire::{
        AuditAction, DeleteAnonymousUserOutput, Email, ErrorCode, Fields, IMPERSONATED_BY, SessionWithUser,
        SignInAnonymousOutput, User,
    },
};

/// Whether a user is a guest.
pub const IS_ANONYMOUS: &str = "isAnonymous";

/// Better Auth's domain for addresses that no mail reaches (RFC 6761 6.4).
const NO_MAIL: &str = "anonymous.placeholder.invalid";

/// The field of users that this feature adds.
pub(super) fn fields(config: &AuthConfig) -> Vec<Field> {
    let field = Field::new(IS_ANONYMOUS, FieldKind::Boolean).with_default(false).not_from_outside();
    if config.anonymous.enabled { vec![field] } else { Vec::new() }
}

/// How an application calls its guests: upstream's options `generateName` and `generateRandomEmail`. What is not said
/// is done as upstream does without them. See [`crate::AuthBuilder::guest_profiles`].
#[async_trait]
pub trait GuestProfiles: fmt::Debug + Send + Sync {
    /// The name of a new guest. Default: `Anonymous`.
    async fn name(&self, cx: &Cx) -> Option<String> {
        let _ = cx;
        None
    }

    /// The address of a new guest, which nobody else has and no mail reaches.
    async fn email(&self) -> Option<String> {
        None
    }
}

/// Better Auth's names and addresses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Nameless;

impl GuestProfiles for Nameless {}

impl Auth {
    /// Makes an account without a name, and a session for it. `POST /sign-in/anonymous`.
    ///
    /// # Errors
    ///
    /// 400 for somebody who is a guest already, and when the application makes an address that is none.
    pub async fn sign_in_anonymous(&self, cx: &mut Cx) -> Result<SignInAnonymousOutput> {
        self.perform(cx, &SIGN_IN_ANONYMOUS, (), async |cx, ()| {
            if self.guest(cx).await?.is_some() {
                return Err(ErrorCode::AnonymousUsersCannotSignInAgainAnonymously.into());
            }
            let email = self.guest_email().await?;
            let name = self.guest_profiles().name(cx).await.filter(|name| !name.is_empty());
            let name = name.unwrap_or_else(|| "Anonymous".into());
            Self::check_profile(Some(&name), None)?;
            let now = self.now();
            let user = User {
                id: self.generate_id(),
                name,
                email,
                email_verified: false,
                image: None,
                created_at: now,
                updated_at: now,
                fields: self.schema().model(Model::User).new_row(&Fields::default())?.with(IS_ANONYMOUS, true),
            };
            let new = NewUser { user, password_hash: None, account_id: String::new(), linked: None };
            let user = self.create_user_row(cx, new).await?;
            let first_factor = FirstFactor { user, remember: true, proof: Proof::Anonymous };
            // A user who was just made has no second factor.
            let signed_in = self.complete_sign_in(cx, first_factor).await?.signed_in();
            let signed_in = signed_in.ok_or_else(|| Error::new(ErrorCode::CouldNotCreateSession))?;
            Ok(SignInAnonymousOutput { token: signed_in.session.token, user: signed_in.user })
        })
        .await
    }

    /// Deletes the account of a guest. `POST /delete-anonymous-user`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 400 where it is switched off; 403 for somebody who is no guest.
    pub async fn delete_anonymous_user(&self, cx: &mut Cx) -> Result<DeleteAnonymousUserOutput> {
        self.perform(cx, &DELETE_ANONYMOUS_USER, (), async |cx, ()| {
            let user = self.require_own_session(cx).await?.user;
            if self.config().anonymous.disable_delete_anonymous_user {
                return Err(ErrorCode::DeleteAnonymousUserDisabled.into());
            }
            if !user.fields.is_on(IS_ANONYMOUS) {
                return Err(ErrorCode::UserIsNotAnonymous.into());
            }
            self.delete_user_row(cx, &user).await?;
            self.forget_session(cx);
            Ok(DeleteAnonymousUserOutput { success: true })
        })
        .await
    }

    /// The session of the request, if it is a guest's.
    pub(crate) async fn guest(&self, cx: &Cx) -> Result<Option<SessionWithUser>> {
        if !self.config().anonymous.enabled || cx.facts().is_none() {
            return Ok(None);
        }
        let Some(token) = self.session_token(cx) else {
            return Ok(None);
        };
        let found = self.find_session(&token).await?;
        let guest = found.filter(|(row, user)| {
            // Whoever looks at the application as a guest is not that guest.
            let own = row.fields.text(IMPERSONATED_BY).is_none();
            own && row.expires_at >= self.now() && user.fields.is_on(IS_ANONYMOUS)
        });
        Ok(guest.map(|(row, user)| SessionWithUser::new(row.with_token(token), user)))
    }

    /// A guest has signed in to an account: the application moves what is theirs, and the guest is no more. Only the
    /// browser that was the guest's gets here, and what is moved goes to the account that it has just proven.
    pub(crate) async fn link_guest(
        &self,
        cx: &mut Cx,
        guest: &SessionWithUser,
        opened: &SessionWithUser,
    ) -> Result<()> {
        for hooks in self.hooks() {
            hooks.on_link_account(guest, opened).await?;
        }
        let is_guest = opened.user.id == guest.user.id || opened.user.fields.is_on(IS_ANONYMOUS);
        if is_guest || self.config().anonymous.disable_delete_anonymous_user {
            return Ok(());
        }
        // The person is signed in whether a guest is left behind or not.
        if let Err(error) = self.delete_user_row(cx, &guest.user).await {
            let error = &error as &dyn std::error::Error;
            tracing::error!(user = %guest.user.id, error, "a guest was not cleared away");
        }
        cx.note(Note::new(AuditAction::GuestLinked).by(&opened.user.id).target(&guest.user.id));
        Ok(())
    }

    async fn guest_email(&self) -> Result<String> {
        if let Some(email) = self.guest_profiles().email().await {
            let email: Email = email.parse().map_err(|_| ErrorCode::InvalidEmailFormat)?;
            return Ok(email.as_str().to_owned());
        }
        // Addresses are stored in lower case, and an id of 32 letters stays unique so.
        let id = self.generate_id();
        Ok(match &self.config().anonymous.email_domain_name {
            Some(domain) => format!("temp-{id}@{domain}"),
            None => format!("{id}@{NO_MAIL}"),
        }
        .to_lowercase())
    }
}
