//! Encrypted JSON Web Tokens (RFC 7516) of the configured secret, as Better Auth makes them for cookies whose content is
//! nobody's business: `dir` with A256CBC-HS512. Its list of ciphers to read names A256GCM too, but its key has twice the
//! length that cipher takes, so no such token ever existed.

use std::time::Duration;

use aes::Aes256;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use cbc::cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize, de::DeserializeOwned, de::IgnoredAny};
use sha2::{Digest as _, Sha256, Sha512};

use super::{
    JwtError, Secret, Secrets,
    jwt::{Validity, seconds},
};
use crate::{
    error::{Error, Result},
    rng::Rng,
    wire::Timestamp,
};

/// What an encrypted token is for. The purpose is part of the key, so that none is read as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sealed {
    /// The cookie cache.
    Session,
    /// The account of a sign-in at a provider.
    Account,
}

impl Sealed {
    /// Better Auth's salts.
    const fn salt(self) -> &'static [u8] {
        match self {
            Self::Session => b"better-auth-session",
            Self::Account => b"better-auth-account",
        }
    }
}

/// Better Auth forgives clocks that differ by this much when it decrypts, and only then.
const TOLERANCE: Duration = Duration::from_secs(15);

const ENCRYPTION: &str = "A256CBC-HS512";

/// Claims with what every encrypted token has beside them.
#[derive(Serialize)]
struct Timed<'a, T> {
    #[serde(flatten)]
    claims: &'a T,
    iat: i64,
    exp: i64,
    jti: String,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    enc: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    crit: Option<IgnoredAny>,
    #[serde(default)]
    zip: Option<IgnoredAny>,
}

impl Secrets {
    /// An encrypted token with these claims, made with the current secret.
    ///
    /// # Errors
    ///
    /// When the claims have no form in JSON.
    pub(crate) fn seal_jwt(
        &self,
        rng: &dyn Rng,
        purpose: Sealed,
        claims: &impl Serialize,
        now: Timestamp,
        lifetime: Duration,
    ) -> Result<String> {
        let key = ContentKey::of(self.current(), purpose);
        let timed = Timed { claims, iat: seconds(now), exp: seconds(now + lifetime), jti: uuid(rng) };
        let plaintext = serde_json::to_vec(&timed).map_err(Error::internal)?;
        let header = format!(r#"{{"alg":"dir","enc":"{ENCRYPTION}","kid":"{}"}}"#, key.thumbprint());
        let header = URL_SAFE_NO_PAD.encode(header);
        let mut iv = [0; 16];
        rng.fill(&mut iv);
        let ciphertext = key.encrypt(iv, &plaintext);
        let tag = key.tag(&header, &iv, &ciphertext);
        // Between the first two dots stands the encrypted key, which `dir` does not have.
        let [iv, ciphertext, tag] = [&iv[..], &ciphertext, &tag].map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        Ok(format!("{header}..{iv}.{ciphertext}.{tag}"))
    }

    /// The claims of a token that was made with one of the secrets for this purpose.
    ///
    /// # Errors
    ///
    /// [`JwtError::Expired`] only for a token of ours.
    pub(crate) fn open_jwt<T: DeserializeOwned>(
        &self,
        purpose: Sealed,
        token: &str,
        now: Timestamp,
    ) -> Result<T, JwtError> {
        let plaintext = self.decrypt_jwt(purpose, token).ok_or(JwtError::Invalid)?;
        let invalid = |_| JwtError::Invalid;
        serde_json::from_slice::<Validity>(&plaintext).map_err(invalid)?.check(now, TOLERANCE)?;
        serde_json::from_slice(&plaintext).map_err(invalid)
    }

    fn decrypt_jwt(&self, purpose: Sealed, token: &str) -> Option<Vec<u8>> {
        let parts: [&str; 5] = token.split('.').collect::<Vec<_>>().try_into().ok()?;
        let [header, "", iv, ciphertext, tag] = parts else {
            return None;
        };
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
        let head: Header = serde_json::from_slice(&decode(header)?).ok()?;
        if head.alg != "dir" || head.enc != ENCRYPTION || head.crit.is_some() || head.zip.is_some() {
            return None;
        }
        let iv: [u8; 16] = decode(iv)?.try_into().ok()?;
        let (ciphertext, tag) = (decode(ciphertext)?, decode(tag)?);
        let keys = self.iter().map(|secret| ContentKey::of(secret, purpose));
        let mut named = keys.filter(|key| head.kid.as_ref().is_none_or(|kid| *kid == key.thumbprint()));
        // Nothing is decrypted before its tag is checked.
        let key = named.find(|key| key.has_tag(header, &iv, &ciphertext, &tag))?;
        key.decrypt(iv, &ciphertext)
    }
}

/// The key of A256CBC-HS512 (RFC 7518 5.2.5): half of it for HMAC-SHA512, half for AES-256.
struct ContentKey([u8; 64]);

impl ContentKey {
    fn of(secret: &Secret, purpose: Sealed) -> Self {
        let mut key = [0; 64];
        let expanded = Hkdf::<Sha256>::new(Some(purpose.salt()), secret.as_bytes())
            .expand(b"BetterAuth.js Generated Encryption Key", &mut key);
        debug_assert!(expanded.is_ok(), "64 bytes are far below HKDF's limit of 8160");
        Self(key)
    }

    fn halves(&self) -> (&[u8; 32], &[u8; 32]) {
        let (mac_key, encryption_key) = self.0.as_chunks::<32>().0.split_at(1);
        (&mac_key[0], &encryption_key[0])
    }

    /// The name of the key: its JWK thumbprint (RFC 7638).
    fn thumbprint(&self) -> String {
        let jwk = format!(r#"{{"k":"{}","kty":"oct"}}"#, URL_SAFE_NO_PAD.encode(self.0));
        URL_SAFE_NO_PAD.encode(Sha256::digest(jwk))
    }

    fn encrypt(&self, iv: [u8; 16], plaintext: &[u8]) -> Vec<u8> {
        let cipher = cbc::Encryptor::<Aes256>::new(self.halves().1.into(), &iv.into());
        cipher.encrypt_padded_vec::<Pkcs7>(plaintext)
    }

    fn decrypt(&self, iv: [u8; 16], ciphertext: &[u8]) -> Option<Vec<u8>> {
        let cipher = cbc::Decryptor::<Aes256>::new(self.halves().1.into(), &iv.into());
        cipher.decrypt_padded_vec::<Pkcs7>(ciphertext).ok()
    }

    fn mac(&self, header: &str, iv: &[u8], ciphertext: &[u8]) -> Option<Hmac<Sha512>> {
        // HMAC takes keys of any length, so there always is one.
        let mut mac = Hmac::<Sha512>::new_from_slice(self.halves().0).ok()?;
        let header_bits = u64::try_from(header.len()).unwrap_or(u64::MAX).saturating_mul(8);
        for part in [header.as_bytes(), iv, ciphertext, &header_bits.to_be_bytes()] {
            mac.update(part);
        }
        Some(mac)
    }

    fn tag(&self, header: &str, iv: &[u8], ciphertext: &[u8]) -> Vec<u8> {
        let mac = self.mac(header, iv, ciphertext).map(|mac| mac.finalize().into_bytes());
        mac.map(|mac| mac[..32].to_vec()).unwrap_or_default()
    }

    /// Whether a tag is right. The comparison takes constant time.
    fn has_tag(&self, header: &str, iv: &[u8], ciphertext: &[u8], tag: &[u8]) -> bool {
        let mac = self.mac(header, iv, ciphertext).filter(|_| tag.len() == 32);
        mac.is_some_and(|mac| mac.verify_truncated_left(tag).is_ok())
    }
}

/// A random UUID (RFC 9562 5.4), as upstream names its tokens.
fn uuid(rng: &dyn Rng) -> String {
    let mut bytes = [0; 16];
    rng.fill(&mut bytes);
    let random = u128::from_be_bytes(bytes);
    let versioned = random & !(0xf000 << 64) & !(0xc << 60) | (0x4000 << 64) | (0x8 << 60);
    let hex = format!("{versioned:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::rng::SystemRng;

    const SECRET: &str = "Zm9yLWNvbmZvcm1hbmNlLXRlc3RzLW9ubHktOTQ4MTc2";

    /// Made by the original: `symmetricEncodeJWT(claims, secret, "better-auth-session", 300)` at the second 1795600000.
    const ORIGINAL: &str = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2Q0JDLUhTNTEyIiwia2lkIjoieHY5X0ZJMWpQQ1ZMcXFBWGRaREZuYWI0eUNiWFo2ZWFTaHRYOG1EZ1JFTSJ9..suhSGFKF_ei7Oojp8J60CQ.7j3MfWuI6vaxKROPk7Awb554Tx-wrwwgfThqNjtIHp7UYmGAftruPLqC6QOj3pVZBdwPM_XuLdT5uVmxbDZ7skJHids5Ia-zrXhwHW5QrHyQUcONx-zoMmb_-tnK_LaKb0V4sX1r6Sx92CVNdMMATAfUVcmIvN88YbRLq885668SiVI_GlEhPHfvv9isbAXzxYmanssf0wcXWglVffINBifRZUkwH5_CfyZJcke4ZHBHK1h0WPrLyr9-Le2pyvAy.DkMhgUwNtE01tzs-wuJ-Jvbf6GbzneHemvi9eGiaULw";

    const NOW: Timestamp = Timestamp::from_millis(1_795_600_000_000);
    const LIFETIME: Duration = Duration::from_mins(5);

    fn secrets(texts: &[&str]) -> Secrets {
        let mut all = texts.iter().map(|text| Secret::new(*text));
        Secrets::new(all.next().unwrap(), all.collect())
    }

    fn open(secrets: &Secrets, token: &str, now: Timestamp) -> Result<Value, JwtError> {
        secrets.open_jwt(Sealed::Session, token, now)
    }

    fn seal(secrets: &Secrets) -> String {
        secrets.seal_jwt(&SystemRng, Sealed::Session, &json!({ "hello": "wörld" }), NOW, LIFETIME).unwrap()
    }

    #[test]
    fn the_key_has_the_name_that_the_original_gives_it() {
        let key = ContentKey::of(&Secret::new(SECRET), Sealed::Session);
        assert_eq!(key.thumbprint(), "xv9_FI1jPCVLqqAXdZDFnab4yCbXZ6eaShtX8mDgREM");
    }

    #[test]
    fn opens_a_token_of_the_original() {
        let claims = open(&secrets(&["new secret", SECRET]), ORIGINAL, NOW).unwrap();
        assert_eq!(claims["session"], json!({ "id": "s1", "token": "t1" }));
        assert_eq!((&claims["version"], &claims["exp"]), (&json!("1"), &json!(1_795_600_300)));
        assert_eq!(claims["jti"].as_str().map(str::len), Some(36));
    }

    #[test]
    fn opens_its_own_with_claims_as_the_original_names_them() {
        let secrets = secrets(&[SECRET]);
        let claims = open(&secrets, &seal(&secrets), NOW).unwrap();
        let names: Vec<_> = claims.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, ["exp", "hello", "iat", "jti"]);
        let jti = claims["jti"].as_str().unwrap();
        assert_eq!((jti.len(), &jti[14..15], jti[19..20].find(['8', '9', 'a', 'b'])), (36, "4", Some(0)));
        assert_ne!(seal(&secrets), seal(&secrets), "nothing repeats");
    }

    #[test]
    fn clocks_may_differ_by_fifteen_seconds() {
        let secrets = secrets(&[SECRET]);
        let at = |seconds: u64| NOW + Duration::from_secs(seconds);
        assert!(open(&secrets, ORIGINAL, at(314)).is_ok());
        assert_eq!(open(&secrets, ORIGINAL, at(315)), Err(JwtError::Expired));
    }

    #[test]
    fn another_secret_and_a_changed_token_open_nothing() {
        let secrets = secrets(&[SECRET]);
        assert_eq!(open(&self::secrets(&["another secret"]), ORIGINAL, NOW), Err(JwtError::Invalid));
        for index in (0..ORIGINAL.len()).step_by(7) {
            let mut changed = ORIGINAL.as_bytes().to_vec();
            changed[index] = if changed[index] == b'A' { b'Q' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(open(&secrets, &changed, NOW), Err(JwtError::Invalid), "{changed}");
        }
        let cut = ORIGINAL.trim_end_matches(|c| c != '.');
        assert_eq!(open(&secrets, cut, NOW), Err(JwtError::Invalid), "a tag is as long as it has to be");
    }

    #[test]
    fn the_token_does_not_choose_its_cipher() {
        let secrets = secrets(&[SECRET]);
        let key = ContentKey::of(secrets.current(), Sealed::Session);
        let token = |header: &str| {
            let header = URL_SAFE_NO_PAD.encode(header);
            let ciphertext = key.encrypt([7; 16], br#"{"exp":1795600300}"#);
            let tag = key.tag(&header, &[7; 16], &ciphertext);
            let [iv, ciphertext, tag] = [&[7; 16][..], &ciphertext, &tag].map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
            format!("{header}..{iv}.{ciphertext}.{tag}")
        };
        assert!(open(&secrets, &token(r#"{"alg":"dir","enc":"A256CBC-HS512"}"#), NOW).is_ok(), "a kid is not needed");
        for header in [
            r#"{"alg":"none","enc":"A256CBC-HS512"}"#,
            r#"{"alg":"dir","enc":"A256GCM"}"#,
            r#"{"alg":"dir","enc":"A256CBC-HS512","kid":"another"}"#,
            r#"{"alg":"dir","enc":"A256CBC-HS512","zip":"DEF"}"#,
            r#"{"alg":"dir","enc":"A256CBC-HS512","crit":["x"],"x":1}"#,
        ] {
            assert_eq!(open(&secrets, &token(header), NOW), Err(JwtError::Invalid), "{header}");
        }
    }
}
