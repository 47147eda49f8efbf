//! Addresses whose mailbox somebody has shown to be theirs, and what that means for the account with the address.

use serde_json::Value;

use crate::{
    Auth, Cx,
    error::Result,
    features::{audit::Note, phone_number::PHONE_NUMBER},
    schema::Model,
    store::{NewUser, UserChanges},
    wire::{AuditAction, ErrorCode, Fields, User},
};

/// An address that somebody has just shown to be theirs: they used a secret that was mailed there, or a provider
/// vouches for it. What depends on owning an address takes this, never a text.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct VerifiedEmail(String);

impl VerifiedEmail {
    /// For those who have just used up a secret that was mailed to this address.
    pub(crate) fn by_mail(email: &str) -> Self {
        Self(email.to_lowercase())
    }

    /// For those whose provider says that the address is verified.
    pub(crate) fn by_provider(email: &str) -> Self {
        Self(email.to_lowercase())
    }

    /// The address.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is known of somebody who has no account yet.
#[derive(Default)]
pub(crate) struct Newcomer {
    pub(crate) name: String,
    pub(crate) image: Option<String>,
    pub(crate) fields: Fields,
}

impl Auth {
    /// The user with a proven address; somebody new is signed up, if they are given, and then the answer says so.
    ///
    /// # Errors
    ///
    /// What a rule of the application refuses with; 400 for fields that are not acceptable.
    pub(crate) async fn user_of(
        &self,
        cx: &mut Cx,
        email: &VerifiedEmail,
        newcomer: Option<Newcomer>,
    ) -> Result<Option<(User, bool)>> {
        if let Some(user) = self.store().find_user_by_email(email.as_str()).await? {
            return Ok(Some((self.prove_mailbox(cx, user, email).await?, false)));
        }
        let Some(Newcomer { name, image, fields }) = newcomer else {
            return Ok(None);
        };
        Self::check_profile(None, image.as_deref())?;
        let now = self.now();
        let user = User {
            id: self.generate_id(),
            name,
            email: email.as_str().to_owned(),
            email_verified: true,
            image,
            created_at: now,
            updated_at: now,
            fields: self.schema().model(Model::User).new_row(&fields)?,
        };
        let new = NewUser { user, password_hash: None, account_id: String::new(), linked: None };
        match self.create_user_row(cx, new).await {
            Ok(user) => {
                self.welcome(&user).await?;
                Ok(Some((user, true)))
            }
            // Somebody signed up with the address at the same moment, and has not shown that it is theirs.
            Err(error) if error.code() == ErrorCode::UserAlreadyExists => {
                let made = self.store().find_user_by_email(email.as_str()).await?.ok_or(error)?;
                Ok(Some((self.prove_mailbox(cx, made, email).await?, false)))
            }
            Err(error) => Err(error),
        }
    }

    /// Notes that an account's address is its owner's. Whoever signed up with it before did not own it, for all we know,
    /// so at the first proof everything that opens the account is dropped: sessions, password, accounts at providers,
    /// passkeys, the phone number, a change of address that waits, and the second factor. The owner of the mailbox inherits nothing that somebody else has planted.
    pub(crate) async fn prove_mailbox(&self, cx: &mut Cx, user: User, email: &VerifiedEmail) -> Result<User> {
        if user.email_verified || user.email != email.as_str() {
            return Ok(user);
        }
        // Sessions first: with one, more could be planted while the rest goes.
        self.store().drop_unproven_access(&user.id).await?;
        for passkey in self.store().list_passkeys(&user.id).await? {
            self.store().delete_passkey(&user.id, &passkey.id).await?;
        }
        self.call_off_email_change(&user).await?;
        let mut changes = UserChanges { email_verified: Some(true), ..UserChanges::default() };
        if user.fields.text(PHONE_NUMBER).is_some() {
            changes.fields.set(PHONE_NUMBER, Value::Null);
        }
        cx.note(Note::new(AuditAction::UnprovenAccessDropped).about(&user.id));
        self.update_without_second_factor(&user, changes).await
    }
}
