use async_trait::async_trait;
use sha1::{Digest as _, Sha1};

use super::CompromisedPasswords;
use crate::{error::Result, wire::Password};

/// Bytes that are kept of each hash. Of 6,000 passwords one in 180 million others is taken for one of them.
const KEPT: usize = 5;

/// See `common_passwords.md`.
const COMMON: &[u8] = include_bytes!("common_passwords.bin");

/// The most common passwords, in the program itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct CommonPasswords;

#[async_trait]
impl CompromisedPasswords for CommonPasswords {
    async fn is_compromised(&self, password: &Password) -> Result<bool> {
        let hash = Sha1::digest(password.expose().to_lowercase());
        let (hashes, _) = COMMON.as_chunks::<KEPT>();
        Ok(hashes.binary_search_by(|known| known.as_slice().cmp(&hash[..KEPT])).is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_in_order() {
        let (hashes, rest) = COMMON.as_chunks::<KEPT>();
        assert_eq!((hashes.len(), rest), (6000, [].as_slice()));
        assert!(hashes.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[tokio::test]
    async fn common_passwords_are_known_whatever_their_capitals_are() {
        for password in ["123456", "password", "Password", "PASSWORD1", "iloveyou", "qwertyuiop"] {
            assert!(CommonPasswords.is_compromised(&password.into()).await.unwrap(), "{password}");
        }
        for password in ["", "correct-horse-battery", "pässwörd ½"] {
            assert!(!CommonPasswords.is_compromised(&password.into()).await.unwrap(), "{password}");
        }
    }
}
