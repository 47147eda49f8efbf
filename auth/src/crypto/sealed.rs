use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};

use super::{Secret, Secrets};
use crate::{
    error::{Error, Result},
    rng::Rng,
};

/// Bytes of the nonce, which stands before the ciphertext. `XChaCha20` takes 24, so that random ones never meet.
const NONCE: usize = 24;

/// What only we read again is sealed under a key of its purpose, and bound to where it is kept: what was moved to
/// another place does not open there.
impl Secrets {
    /// Seals bytes with the current secret.
    pub(crate) fn seal(&self, purpose: &str, rng: &dyn Rng, place: &str, bytes: &[u8]) -> Result<String> {
        let mut nonce = [0; NONCE];
        rng.fill(&mut nonce);
        let payload = Payload { msg: bytes, aad: place.as_bytes() };
        // The cipher refuses nothing but texts of more than 256 GiB.
        let sealed = cipher(self.current(), purpose).encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|error| Error::internal(error.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }

    /// What was sealed with one of the secrets; `None` if none of them made it, or not for this place.
    pub(crate) fn open(&self, purpose: &str, place: &str, sealed: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let nonce = XNonce::from(*nonce);
        let payload = || Payload { msg: sealed, aad: place.as_bytes() };
        self.iter().find_map(|secret| cipher(secret, purpose).decrypt(&nonce, payload()).ok())
    }
}

fn cipher(secret: &Secret, purpose: &str) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&secret.derive(purpose).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SystemRng;

    fn secrets(texts: &[&str]) -> Secrets {
        let mut all = texts.iter().map(|text| Secret::new(*text));
        Secrets::new(all.next().unwrap(), all.collect())
    }

    fn sealed(secret: &str) -> String {
        secrets(&[secret]).seal("mail", &SystemRng, "row", b"a link").unwrap()
    }

    #[test]
    fn what_was_sealed_opens_for_its_purpose_and_place() {
        let sealed = sealed("secret");
        let secrets = secrets(&["secret"]);
        assert_eq!(secrets.open("mail", "row", &sealed).as_deref(), Some(&b"a link"[..]));
        assert_eq!(secrets.open("other", "row", &sealed), None);
        assert_eq!(secrets.open("mail", "other", &sealed), None);
    }

    #[test]
    fn an_old_secret_still_opens_and_an_unknown_one_does_not() {
        let sealed = sealed("old");
        assert!(secrets(&["new", "old"]).open("mail", "row", &sealed).is_some());
        assert!(secrets(&["new"]).open("mail", "row", &sealed).is_none());
    }

    #[test]
    fn a_changed_or_broken_text_does_not_open() {
        let secrets = secrets(&["secret"]);
        let sealed = sealed("secret");
        for at in 0..sealed.len() {
            let other = if &sealed[at..=at] == "A" { "Z" } else { "A" };
            let changed = format!("{}{other}{}", &sealed[..at], &sealed[at + 1..]);
            assert_eq!(secrets.open("mail", "row", &changed), None, "{at}");
        }
        for broken in ["", "A", "not base64!", &sealed[..32]] {
            assert_eq!(secrets.open("mail", "row", broken), None);
        }
    }

    #[test]
    fn equal_texts_are_sealed_differently() {
        assert_ne!(sealed("secret"), sealed("secret"));
    }
}
