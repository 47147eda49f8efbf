use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use super::Secrets;
use crate::rng::{ALPHANUMERIC, ID_LENGTH, letters};

/// Makes session tokens and says how they are stored.
///
/// A token is derived from the session's id with a key of its own (HMAC-SHA256 in counter mode, drawn into
/// letters), so that the server can show a user the tokens of their sessions, as Better Auth's `list-sessions`
/// does, while the database holds nothing but hashes.
#[derive(Debug, Clone)]
pub(crate) struct SessionTokens {
    secrets: Secrets,
    stored_readable: bool,
}

/// Marks a stored hash. No token contains a `$`, so a stored value can never be offered as a token.
const HASHED: &str = "sha256$";

impl SessionTokens {
    /// `stored_readable` keeps tokens in the database as they are, for a database shared with Better Auth.
    pub(crate) fn new(secrets: Secrets, stored_readable: bool) -> Self {
        Self { secrets, stored_readable }
    }

    /// The token of a new session.
    pub(crate) fn mint(&self, session_id: &str) -> String {
        derive(&self.secrets.current().derive("session-token"), session_id)
    }

    /// What the `token` column of a new session holds.
    pub(crate) fn stored(&self, token: &str) -> String {
        if self.stored_readable { token.to_owned() } else { hash_secret(token) }
    }

    /// The token of a stored session, for its owner. A session whose secret is no longer configured shows its
    /// stored form, which opens nothing.
    pub(crate) fn reveal(&self, session_id: &str, stored: &str) -> String {
        if !stored.starts_with(HASHED) {
            return stored.to_owned();
        }
        let mut tokens = self.secrets.iter().map(|secret| derive(&secret.derive("session-token"), session_id));
        tokens.find(|token| hash_secret(token) == stored).unwrap_or_else(|| stored.to_owned())
    }

    /// What a session with an id that we made is stored as, under each of the secrets.
    pub(crate) fn stored_of(&self, session_id: &str) -> impl Iterator<Item = String> {
        let tokens = self.secrets.iter().map(|secret| derive(&secret.derive("session-token"), session_id));
        tokens.flat_map(|token| [hash_secret(&token), token])
    }

    /// What the `token` column may hold for a token that a client presents: our hash, or the token itself
    /// where Better Auth wrote the row. `None` if the text cannot be a token.
    pub(crate) fn candidates(token: &str) -> Option<[String; 2]> {
        let plausible = !token.is_empty() && token.len() <= 256 && !token.contains('$');
        plausible.then(|| [hash_secret(token), token.to_owned()])
    }
}

/// The form in which a random secret of at least 128 bits is stored: SHA-256, marked so that it cannot be taken
/// for a secret itself.
pub fn hash_secret(secret: &str) -> String {
    format!("{HASHED}{}", URL_SAFE_NO_PAD.encode(Sha256::digest(secret)))
}

fn derive(key: &[u8; 32], session_id: &str) -> String {
    let mut counter = 0_u32;
    letters(ALPHANUMERIC, ID_LENGTH, |bytes| {
        for chunk in bytes.chunks_mut(32) {
            // HMAC takes keys of any length, so there always is one.
            let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
                continue;
            };
            mac.update(&counter.to_be_bytes());
            mac.update(session_id.as_bytes());
            chunk.copy_from_slice(&mac.finalize().into_bytes()[..chunk.len()]);
            counter += 1;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::Secret;

    fn tokens(secret: &str) -> SessionTokens {
        SessionTokens::new(Secrets::new(Secret::new(secret), Vec::new()), false)
    }

    #[test]
    fn tokens_have_32_letters_and_depend_on_id_and_secret() {
        let token = tokens("one").mint("session-a");
        assert_eq!(token.len(), ID_LENGTH);
        assert!(token.bytes().all(|byte| ALPHANUMERIC.contains(&byte)));
        assert_eq!(token, tokens("one").mint("session-a"));
        assert_ne!(token, tokens("one").mint("session-b"));
        assert_ne!(token, tokens("two").mint("session-a"));
    }

    #[test]
    fn a_stored_value_is_not_a_token() {
        let stored = tokens("one").stored("abc");
        assert!(!stored.contains("abc"));
        assert_eq!(SessionTokens::candidates(&stored), None);
        assert_eq!(SessionTokens::candidates(""), None);
        assert!(SessionTokens::candidates("abc").is_some_and(|candidates| candidates.contains(&stored)));
    }
}
