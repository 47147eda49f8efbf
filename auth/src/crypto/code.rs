//! How short codes that people type are stored.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::Secrets;
use crate::{config::CodeStorage, error::Result, rng::Rng};

/// Letters of a SHA-256 in base64url.
const HASH_LENGTH: usize = 43;

impl Secrets {
    /// The form in which a code is stored.
    pub(crate) fn store_code(&self, rng: &dyn Rng, code: &str, storage: CodeStorage) -> Result<String> {
        match storage {
            CodeStorage::Plain => Ok(code.to_owned()),
            CodeStorage::Encrypted => self.encrypt(rng, code),
            CodeStorage::Hashed => Ok(upstream_hash(code)),
        }
    }

    /// Whether this is the code of which this is stored, in whichever form: Better Auth may have written it. A stored
    /// hash, or what was encrypted, is never taken for a code.
    pub(crate) fn is_code(&self, stored: &str, given: &str) -> bool {
        let (wanted, given) = match self.decrypt(stored) {
            Some(code) => (code, given.to_owned()),
            None if is_hash(stored) => (stored.to_owned(), upstream_hash(given)),
            None => (stored.to_owned(), given.to_owned()),
        };
        same_text(&wanted, &given)
    }

    /// The code of which this is stored; `None` of a hash.
    pub(crate) fn reveal_code(&self, stored: &str) -> Option<String> {
        self.decrypt(stored).or_else(|| (!is_hash(stored)).then(|| stored.to_owned()))
    }
}

/// Whether two texts are the same, in a time that does not tell how much of them is.
pub(crate) fn same_text(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// Better Auth's `hashed`: SHA-256 in base64url.
pub(crate) fn upstream_hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret))
}

fn is_hash(stored: &str) -> bool {
    stored.len() == HASH_LENGTH && stored.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{crypto::Secret, rng::SystemRng};

    #[test]
    fn a_code_is_known_in_every_form_and_its_form_is_no_code() {
        let secrets = Secrets::new(Secret::new("a secret"), Vec::new());
        for storage in [CodeStorage::Plain, CodeStorage::Encrypted, CodeStorage::Hashed] {
            let stored = secrets.store_code(&SystemRng, "123456", storage).unwrap();
            assert!(secrets.is_code(&stored, "123456"), "{storage:?}");
            assert!(!secrets.is_code(&stored, "123457") && !secrets.is_code(&stored, ""), "{storage:?}");
            assert!(storage == CodeStorage::Plain || !secrets.is_code(&stored, &stored), "{storage:?}");
            let revealed = (storage != CodeStorage::Hashed).then(|| "123456".to_owned());
            assert_eq!(secrets.reveal_code(&stored), revealed, "{storage:?}");
        }
        // `defaultKeyHasher("123456")` of better-auth 1.7.25.
        assert_eq!(upstream_hash("123456"), "jZae727K08KaOmKSgOaGzww_XVqGr_PKEgIMkjrcbJI");
    }
}
