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
            Self::DeleteAccount | Self::RevertEmail | Self::OauthState | Self::PasskeyCeremony => 32,
        }
    }

    /// Better Auth's letters.
    pub(crate) const fn alphabet(self) -> &'static [u8] {
        match self {
            Self::ResetPassword | Self::RevertEmail => ALPHANUMERIC,
            Self::DeleteAccount => b"0123456789abcdefghijklmnopqrstuvwxyz",
            Self::PasskeyCeremony => URL_SAFE,
            Self::OauthState => b"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_",
        }
    }

    /// What the secret may be stored as: hashed by us, readable by Better Auth.
    fn identifiers(self, secret: &str) -> [String; 2] {
        let prefix = self.prefix();
        // A stored hash is never taken for a secret: no secret holds a `$`.
        let readable = if secret.contains('$') { String::new() } else { format!("{prefix}{secret}") };
        [format!("{prefix}{}", hash_secret(secret)), readable]
    }
}

impl Auth {
    /// Makes a secret that stands for a value once.
    pub(crate) async fn mint(&self, purpose: Purpose, value: &str, lifetime: Duration) -> Result<String> {
        let secret = random_text(&**self.rng(), purpose.alphabet(), purpose.length());
        let [hashed, readable] = purpose.identifiers(&secret);
        let now = self.now();
        let store = self.store();
        let mut about = Verification { purpose: purpose.name(), expires_at: now + lifetime };
        store.ask_create_verification(&mut about).await?;
        let row = VerificationRow {
            id: self.generate_id(),
            identifier: if self.config().shared_database { readable } else { hashed },
            value: value.to_owned(),
            expires_at: about.expires_at,
            created_at: now,
        };
        store.verifications().create_verification(row).await?;
        store.tell_create_verification(&about).await;
        Ok(secret)
    }

    /// What a secret stands for, without using it up.
    pub(crate) async fn peek(&self, purpose: Purpose, secret: &str) -> Result<Option<String>> {
        Ok(self.store().verifications().peek_verification(&purpose.identifiers(secret), self.now()).await?)
    }

    /// Uses a secret up; of parallel uses one succeeds.
    pub(crate) async fn consume(&self, purpose: Purpose, secret: &str) -> Result<Option<String>> {
        let store = self.store();
        if !store.ask_delete_verification(purpose.name()).await? {
            return Ok(None);
        }
        let value = store.verifications().consume_verification(&purpose.identifiers(secret), self.now()).await?;
        if value.is_some() {
            store.tell_delete_verification(purpose.name()).await;
        }
        Ok(value)
    }
}
