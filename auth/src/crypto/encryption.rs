use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce, aead::Aead as _};
use sha2::{Digest as _, Sha256};

use super::{Secret, Secrets, hex};
use crate::{
    error::{Error, Result},
    rng::Rng,
};

/// Bytes of the nonce, which stands before the ciphertext: 24 here, so that random ones never meet.
const NONCE: usize = 24;

/// Begins what Better Auth encrypts when its secrets have versions: `$ba$<version>$<hex>`.
const ENVELOPE: &str = "$ba$";

impl Secret {
    /// Better Auth's cipher: XChaCha20-Poly1305 with the SHA-256 of the secret's text as its key.
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Sha256::digest(self.as_bytes()))
    }
}

impl Secrets {
    /// Encrypts a text with the current secret, in Better Auth's format: lower-case hex of nonce, ciphertext
    /// and tag.
    pub(crate) fn encrypt(&self, rng: &dyn Rng, text: &str) -> Result<String> {
        let mut nonce = [0; NONCE];
        rng.fill(&mut nonce);
        let ciphertext = self.current().cipher().encrypt(&XNonce::from(nonce), text.as_bytes());
        // The cipher refuses nothing but texts of more than 256 GiB.
        let ciphertext = ciphertext.map_err(|error| Error::internal(error.to_string()))?;
        Ok(hex::encode(&[&nonce[..], &ciphertext].concat()))
    }

    /// The text that was encrypted with one of the secrets, by us or by Better Auth. `None` if none of them made
    /// it, or somebody changed it.
    ///
    /// The version of an envelope is not asked: the tag says which secret it was.
    pub(crate) fn decrypt(&self, stored: &str) -> Option<String> {
        let hex = match stored.strip_prefix(ENVELOPE) {
            Some(envelope) => envelope.split_once('$')?.1,
            None => stored,
        };
        let bytes = hex::decode(hex)?;
        let (nonce, ciphertext) = bytes.split_first_chunk::<NONCE>()?;
        let nonce = XNonce::from(*nonce);
        let text = self.iter().find_map(|secret| secret.cipher().decrypt(&nonce, ciphertext).ok())?;
        String::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rng::{self, SystemRng};

    const SECRET: &str = "Zm9yLWNvbmZvcm1hbmNlLXRlc3RzLW9ubHktOTQ4MTc2";

    fn secrets(texts: &[&str]) -> Secrets {
        let mut all = texts.iter().map(|text| Secret::new(*text));
        Secrets::new(all.next().unwrap(), all.collect())
    }

    /// Made by the original: `symmetricEncrypt` of better-auth 1.7.25, with a secret and with versioned ones.
    #[test]
    fn reads_what_the_original_wrote() {
        let secrets = secrets(&["a newer secret", SECRET]);
        let plain = "f47167a1e5a6144e2fb64ea70fb04884ba94c92265e33c9c8794fa72177d61854b9b18eb5940ee35177de9322a96af9cd0a9085f9c";
        assert_eq!(secrets.decrypt(plain).as_deref(), Some("héllo wörld"));
        let empty = "dc5ecbed5e27165f044d9c395776378c90194b7f0bda2f840fa5d5324a80d3e6ab89465c9e963f30";
        assert_eq!(secrets.decrypt(empty).as_deref(), Some(""));
        let versioned =
            "$ba$2$57d34020f492e887048a0ef7a0ae1ce9aff266c2598167ed315b0499bd307bdd6b52fe249e6e681ef52d11fd894c36b5f5";
        assert_eq!(secrets.decrypt(versioned).as_deref(), Some("versioned"));
    }

    /// A generator that counts, so that the original can be given the same nonce.
    #[derive(Debug)]
    struct Counting;

    impl rng::Rng for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            (0..).zip(bytes).for_each(|(number, byte)| *byte = number);
        }
    }

    /// The original's cipher (`@noble/ciphers`) made the same of the nonce `00 01 … 17`, and its
    /// `symmetricDecrypt` read it.
    #[test]
    fn writes_what_the_original_reads() {
        let written = secrets(&[SECRET]).encrypt(&Counting, "a secret of somebody").unwrap();
        assert_eq!(
            written,
            "000102030405060708090a0b0c0d0e0f101112131415161779dcaec6b005cff05fdb6c04a40309e7b1b406070a0e6e41b846feb6ef80fd1b61345e7b"
        );
    }

    #[test]
    fn an_old_secret_still_decrypts_and_an_unknown_one_does_not() {
        let written = secrets(&["old secret"]).encrypt(&SystemRng, "text").unwrap();
        assert_eq!(secrets(&["new secret", "old secret"]).decrypt(&written).as_deref(), Some("text"));
        assert_eq!(secrets(&["new secret"]).decrypt(&written), None);
    }

    proptest! {
        #[test]
        fn only_what_was_encrypted_decrypts(text in ".*", at in any::<prop::sample::Index>(), letter in "[0-9a-f$]") {
            let secrets = secrets(&[SECRET]);
            let written = secrets.encrypt(&SystemRng, &text).unwrap();
            prop_assert_eq!(secrets.decrypt(&written), Some(text));

            let at = at.index(written.len());
            let changed = format!("{}{letter}{}", &written[..at], &written[at + 1..]);
            prop_assume!(changed != written);
            prop_assert_eq!(secrets.decrypt(&changed), None);
        }

        #[test]
        fn any_text_is_read_without_trouble(text in ".*") {
            prop_assert_eq!(secrets(&[SECRET]).decrypt(&text), None);
        }
    }
}
