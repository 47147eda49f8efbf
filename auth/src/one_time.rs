use std::time::Duration;

use crate::{
    Auth,
    crypto::hash_secret,
    error::Result,
    hooks::Verification,
    rng::{ALPHANUMERIC, URL_SAFE, random_text},
    store::VerificationRow,
};

/// What a one-time secret is for. A secret of one purpose is never accepted for another: the purpose is part of
/// what it is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Choosing a new password; stands for the id of a user.
    ResetPassword,
    /// Deleting an account; stands for the id of a user.
    DeleteAccount,
    /// Undoing a change of address; stands for a user and their former address.
    RevertEmail,
    /// Coming back from a provider; stands for the state of the sign-in.
    OauthState,
    /// Using or making a passkey; stands for the challenge and whom it is for.
    PasskeyCeremony,
    /// Signing in by a link; stands for an address.
    MagicLink,
    /// Carrying a session over; stands for its stored form.
    OneTimeToken,
}

impl Purpose {
    /// Better Auth's prefix of the identifier.
    const fn prefix(self) -> &'static str {
        match self {
            Self::ResetPassword => "reset-password:",
            Self::DeleteAccount => "delete-account-",
            Self::RevertEmail => "latchkey-revert-email:",
            Self::OauthState => "auth-state:",
            // Upstream finds it by the secret alone; all other prefixes are something, so that they stay apart.
            Self::PasskeyCeremony => "",
            Self::MagicLink => "magic-link:",
            Self::OneTimeToken => "one-time-token:",
        }
    }

    /// The prefix without the mark that ends it, for hooks.
    fn name(self) -> &'static str {
        if self == Self::PasskeyCeremony {
            return "passkey";
        }
        self.prefix().trim_end_matches([':', '-'])
    }

    /// Better Auth's number of letters.
    pub(crate) const fn length(self) -> usize {
        match self {
            Self::ResetPassword => 24,
            Self::DeleteAccount
            | Self::RevertEmail
            | Self::OauthState
            | Self::PasskeyCeremony
            | Self::MagicLink
            | Self::OneTimeToken => 32,
        }
    }

    /// Better Auth's letters.
    pub(crate) const fn alphabet(self) -> &'static [u8] {
        match self {
            Self::ResetPassword | Self::RevertEmail => ALPHANUMERIC,
            Self::DeleteAccount => b"0123456789abcdefghijklmnopqrstuvwxyz",
            Self::PasskeyCeremony | Self::OneTimeToken => URL_SAFE,
            Self::OauthState => b"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_",
            Self::MagicLink => b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        }
    }
}

/// What a secret may be stored under: as we write it first, and as Better Auth may have written it.
#[derive(Debug, Clone)]
pub(crate) struct Identifiers([String; 2]);

impl Identifiers {
    /// Hashed by us, or as Better Auth has it.
    pub(crate) fn of(purpose: Purpose, secret: &str) -> Self {
        // A stored hash is never taken for a secret: no secret holds a `$`.
        let readable = (!secret.contains('$')).then_some(secret);
        Self::with_form(purpose, secret, readable)
    }

    /// The same where Better Auth stores the secret in this form.
    pub(crate) fn with_form(purpose: Purpose, secret: &str, form: Option<&str>) -> Self {
        let prefix = purpose.prefix();
        let form = form.map(|form| format!("{prefix}{form}")).unwrap_or_default();
        Self([format!("{prefix}{}", hash_secret(secret)), form])
    }

    /// Better Auth's form comes first: a later [`Auth::mint_as`] writes it.
    #[must_use]
    pub(crate) fn in_better_auths_form(self) -> Self {
        let [hashed, form] = self.0;
        Self([form, hashed])
    }
}

impl Auth {
    /// Makes a secret that stands for a value once.
    pub(crate) async fn mint(&self, purpose: Purpose, value: &str, lifetime: Duration) -> Result<String> {
        let secret = random_text(&**self.rng(), purpose.alphabet(), purpose.length());
        let identifiers = Identifiers::of(purpose, &secret);
        let shared = self.config().shared_database;
        let identifiers = if shared { identifiers.in_better_auths_form() } else { identifiers };
        self.mint_as(purpose, identifiers, value, lifetime).await?;
        Ok(secret)
    }

    /// Lets a secret that was made already stand for a value once.
    pub(crate) async fn mint_as(
        &self,
        purpose: Purpose,
        identifiers: Identifiers,
        value: &str,
        lifetime: Duration,
    ) -> Result<()> {
        let now = self.now();
        let store = self.store();
        let mut about = Verification { purpose: purpose.name(), expires_at: now + lifetime };
        store.ask_create_verification(&mut about).await?;
        let [identifier, _] = identifiers.0;
        let row = VerificationRow {
            id: self.generate_id(),
            identifier,
            value: value.to_owned(),
            expires_at: about.expires_at,
            created_at: now,
        };
        store.verifications().create_verification(row).await?;
        store.tell_create_verification(&about).await;
        Ok(())
    }

    /// What a secret stands for, without using it up.
    pub(crate) async fn peek(&self, purpose: Purpose, secret: &str) -> Result<Option<String>> {
        self.peek_as(&Identifiers::of(purpose, secret)).await
    }

    /// The same of a secret that is stored in a form of its own.
    pub(crate) async fn peek_as(&self, identifiers: &Identifiers) -> Result<Option<String>> {
        Ok(self.store().verifications().peek_verification(&identifiers.0, self.now()).await?)
    }

    /// Uses a secret up; of parallel uses one succeeds.
    pub(crate) async fn consume(&self, purpose: Purpose, secret: &str) -> Result<Option<String>> {
        self.consume_as(purpose, &Identifiers::of(purpose, secret)).await
    }

    /// The same of a secret that is stored in a form of its own.
    pub(crate) async fn consume_as(&self, purpose: Purpose, identifiers: &Identifiers) -> Result<Option<String>> {
        let store = self.store();
        if !store.ask_delete_verification(purpose.name()).await? {
            return Ok(None);
        }
        let value = store.verifications().consume_verification(&identifiers.0, self.now()).await?;
        if value.is_some() {
            store.tell_delete_verification(purpose.name()).await;
        }
        Ok(value)
    }
}
