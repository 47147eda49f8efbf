use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::{Secret, Secrets};

impl Secret {
    /// HMAC-SHA256 of a text with the secret as it is, the signature of Better Auth's own formats.
    pub(crate) fn mac(&self, text: &str) -> [u8; 32] {
        self.keyed(text).map(|mac| mac.finalize().into_bytes().into()).unwrap_or_default()
    }

    /// Whether this secret made a signature. The comparison takes constant time.
    pub(crate) fn verifies(&self, text: &str, signature: &[u8]) -> bool {
        self.keyed(text).is_some_and(|mac| mac.verify_slice(signature).is_ok())
    }

    fn keyed(&self, text: &str) -> Option<Hmac<Sha256>> {
        // HMAC takes keys of any length, so there always is one.
        let mut mac = Hmac::<Sha256>::new_from_slice(self.as_bytes()).ok()?;
        mac.update(text.as_bytes());
        Some(mac)
    }
}

impl Secrets {
    /// `text.signature`, the content of Better Auth's signed cookies: HMAC-SHA256 in padded Base64 after the last dot.
    pub(crate) fn sign(&self, text: &str) -> String {
        format!("{text}.{}", STANDARD.encode(self.current().mac(text)))
    }

    /// The MAC of a text as Better Auth keeps it where it is not a cookie's: base64url without padding.
    pub(crate) fn mac(&self, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(self.current().mac(text))
    }

    /// Whether one of the secrets made this MAC of the text. The comparison takes constant time.
    pub(crate) fn is_mac(&self, text: &str, mac: &str) -> bool {
        let made = URL_SAFE_NO_PAD.decode(mac);
        made.is_ok_and(|mac| self.iter().any(|secret| secret.verifies(text, &mac)))
    }

    /// The text of a signed value if one of the secrets signed it. The comparison takes constant time.
    pub(crate) fn verify<'a>(&self, signed: &'a str) -> Option<&'a str> {
        let (text, signature) = signed.rsplit_once('.')?;
        let signature = STANDARD.decode(signature).ok()?;
        self.iter().any(|secret| secret.verifies(text, &signature)).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn secrets(texts: &[&str]) -> Secrets {
        let mut all = texts.iter().map(|text| Secret::new(*text));
        Secrets::new(all.next().unwrap(), all.collect())
    }

    /// Made by the original: `better-call` signing a session token.
    #[test]
    fn signs_as_the_original_does() {
        let signed =
            secrets(&["Zm9yLWNvbmZvcm1hbmNlLXRlc3RzLW9ubHktOTQ4MTc2"]).sign("xYz0123456789abcdefghijklmnopqrs");
        assert_eq!(signed, "xYz0123456789abcdefghijklmnopqrs.AbdiQgVGQoMkHnvVqeXYRcMb4+/79+EXMJvREzDInnw=");
    }

    #[test]
    fn an_old_secret_still_verifies_and_an_unknown_one_does_not() {
        let signed = secrets(&["old secret"]).sign("token");
        assert_eq!(secrets(&["new secret", "old secret"]).verify(&signed), Some("token"));
        assert_eq!(secrets(&["new secret"]).verify(&signed), None);
    }

    proptest! {
        #[test]
        fn only_what_was_signed_verifies(text in ".*", at in any::<prop::sample::Index>(), letter in "[A-Za-z0-9.+/=]") {
            let secrets = secrets(&["a secret"]);
            let signed = secrets.sign(&text);
            prop_assert_eq!(secrets.verify(&signed), Some(text.as_str()));

            let mut letters: Vec<char> = signed.chars().collect();
            let at = at.index(letters.len());
            let letter = letter.chars().next().unwrap();
            prop_assume!(letters[at] != letter);
            letters[at] = letter;
            let changed: String = letters.into_iter().collect();
            prop_assert_eq!(secrets.verify(&changed), None);
        }
    }
}
