//! JSON Web Tokens signed with the configured secret (RFC 7519 with HS256), as Better Auth makes them for the links of
//! its mails and for the cookie cache.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::Secrets;
use crate::{
    error::{Error, Result},
    wire::Timestamp,
};

/// The header of every token we make: `{"alg":"HS256"}`, without spaces, as the original writes it.
const HEADER: &str = r#"{"alg":"HS256"}"#;

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum JwtError {
    /// None of our secrets signed it, or it does not hold what it should.
    #[error("the token is not one of ours")]
    Invalid,
    /// One of our secrets signed it, and its time is over.
    #[error("the token has expired")]
    Expired,
}

/// Claims with the times that every token has, in seconds since 1970 (RFC 7519 4.1).
#[derive(Serialize)]
struct Timed<'a, T> {
    #[serde(flatten)]
    claims: &'a T,
    iat: i64,
    exp: i64,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    crit: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
pub(super) struct Validity {
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
}

impl Secrets {
    /// A token with these claims, signed by the current secret. `claims` is a struct or a map; `iat` and `exp` are
    /// added to it.
    ///
    /// # Errors
    ///
    /// When the claims have no form in JSON.
    pub(crate) fn sign_jwt(&self, claims: &impl Serialize, now: Timestamp, lifetime: Duration) -> Result<String> {
        let payload = serde_json::to_vec(&Timed { claims, iat: seconds(now), exp: seconds(now + lifetime) });
        let payload = URL_SAFE_NO_PAD.encode(payload.map_err(Error::internal)?);
        let signed = format!("{}.{payload}", URL_SAFE_NO_PAD.encode(HEADER));
        let signature = URL_SAFE_NO_PAD.encode(self.current().mac(&signed));
        Ok(format!("{signed}.{signature}"))
    }

    /// The claims of a token that one of the secrets signed. A claim that the type does not name is ignored.
    ///
    /// The algorithm is ours to choose, not the token's (RFC 8725 3.1): HS256 and no other.
    ///
    /// # Errors
    ///
    /// [`JwtError::Expired`] only for a token with a good signature.
    pub(crate) fn verify_jwt<T: DeserializeOwned>(&self, token: &str, now: Timestamp) -> Result<T, JwtError> {
        let (signed, signature) = token.rsplit_once('.').ok_or(JwtError::Invalid)?;
        let (header, payload) = signed.split_once('.').ok_or(JwtError::Invalid)?;
        let header: Header = decode_part(header)?;
        // A critical extension is one that we do not know (RFC 7515 4.1.11).
        if header.alg != "HS256" || header.crit.is_some() {
            return Err(JwtError::Invalid);
        }
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| JwtError::Invalid)?;
        if !self.iter().any(|secret| secret.verifies(signed, &signature)) {
            return Err(JwtError::Invalid);
        }
        decode_part::<Validity>(payload)?.check(now, Duration::ZERO)?;
        decode_part(payload)
    }
}

impl Validity {
    /// Whether the time of a token has come and is not over. `tolerance` forgives clocks that differ.
    pub(super) fn check(&self, now: Timestamp, tolerance: Duration) -> Result<(), JwtError> {
        if self.exp <= seconds(now - tolerance) {
            return Err(JwtError::Expired);
        }
        let begun = self.nbf.is_none_or(|begins| begins <= seconds(now + tolerance));
        if begun { Ok(()) } else { Err(JwtError::Invalid) }
    }
}

/// Whole seconds since 1970.
pub(super) fn seconds(moment: Timestamp) -> i64 {
    moment.as_millis().div_euclid(1000)
}

fn decode_part<T: DeserializeOwned>(part: &str) -> Result<T, JwtError> {
    let json = URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Invalid)?;
    serde_json::from_slice(&json).map_err(|_| JwtError::Invalid)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::crypto::Secret;

    const SECRET: &str = "Zm9yLWNvbmZvcm1hbmNlLXRlc3RzLW9ubHktOTQ4MTc2";

    /// Made by the original: `signJWT({ email, updateTo }, secret, 3600)` at the second 1795600000.
    const ORIGINAL: &str = "eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImFuYUBleGFtcGxlLmNvbSIsInVwZGF0ZVRvIjoiw6lAZXhhbXBsZS5jb20iLCJpYXQiOjE3OTU2MDAwMDAsImV4cCI6MTc5NTYwMzYwMH0.pbwA48jjTCI5Mz4HWuHx2FbBm6EGKAzDf8Eo2Bvali8";

    /// Made by `jose` with the same secret: HS512, good until the second 1795603600.
    const HS512: &str = "eyJhbGciOiJIUzUxMiJ9.eyJlbWFpbCI6IngiLCJleHAiOjE3OTU2MDM2MDB9.TgSnzj-Nxmf0aq8BVWj_Jg-NQffvT6OHv5BKQs4uEMJq2SeexT3dUYaOqxSQgmN0PNjmpMXoc28dqzxnOHc28Q";

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Claims {
        email: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        update_to: Option<String>,
    }

    fn claims() -> Claims {
        Claims { email: "ana@example.com".into(), update_to: Some("é@example.com".into()) }
    }

    fn secrets(texts: &[&str]) -> Secrets {
        let mut all = texts.iter().map(|text| Secret::new(*text));
        Secrets::new(all.next().unwrap(), all.collect())
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_millis(second * 1000 + 999)
    }

    #[test]
    fn signs_as_the_original_does() {
        let token = secrets(&[SECRET]).sign_jwt(&claims(), at(1_795_600_000), Duration::from_hours(1)).unwrap();
        assert_eq!(token, ORIGINAL);
    }

    #[test]
    fn a_token_of_the_original_holds_until_it_expires() {
        let secrets = secrets(&["new secret", SECRET]);
        assert_eq!(secrets.verify_jwt(ORIGINAL, at(1_795_603_599)), Ok(claims()));
        assert_eq!(secrets.verify_jwt::<Claims>(ORIGINAL, at(1_795_603_600)), Err(JwtError::Expired));
    }

    #[test]
    fn a_token_of_another_secret_is_invalid_whatever_its_time() {
        let others = secrets(&["another secret"]);
        for second in [1_795_600_000, 1_795_603_600] {
            assert_eq!(others.verify_jwt::<Claims>(ORIGINAL, at(second)), Err(JwtError::Invalid));
        }
    }

    #[test]
    fn the_token_does_not_choose_its_algorithm() {
        let secrets = secrets(&[SECRET]);
        let payload = ORIGINAL.split('.').nth(1).unwrap();
        let header = |json: &str| URL_SAFE_NO_PAD.encode(json);
        let signed = |json: &str| {
            let signed = format!("{}.{payload}", header(json));
            let signature = URL_SAFE_NO_PAD.encode(secrets.current().mac(&signed));
            format!("{signed}.{signature}")
        };
        for token in [
            format!("{}.{payload}.", header(r#"{"alg":"none"}"#)),
            signed(r#"{"alg":"none"}"#),
            signed(r#"{"alg":"hs256"}"#),
            signed(r#"{"alg":"RS256"}"#),
            signed(r#"{"alg":"HS256","b64":false,"crit":["b64"]}"#),
            signed("{}"),
            HS512.to_owned(),
        ] {
            let now = at(1_795_600_000);
            assert_eq!(secrets.verify_jwt::<Claims>(&token, now), Err(JwtError::Invalid), "{token}");
        }
        assert!(secrets.verify_jwt::<Claims>(&signed(HEADER), at(1_795_600_000)).is_ok());
    }

    #[test]
    fn a_token_without_an_end_or_before_its_time_is_invalid() {
        let secrets = secrets(&[SECRET]);
        let token = |payload: &str| {
            let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(payload));
            let signature = URL_SAFE_NO_PAD.encode(secrets.current().mac(&signed));
            format!("{signed}.{signature}")
        };
        for payload in [r#"{"email":"x"}"#, r#"{"email":"x","exp":"2000"}"#, r#"{"email":"x","exp":2000,"nbf":1001}"#] {
            assert_eq!(secrets.verify_jwt::<Claims>(&token(payload), at(1000)), Err(JwtError::Invalid), "{payload}");
        }
    }

    proptest! {
        #[test]
        fn only_what_was_signed_verifies(email in ".*", at_letter in any::<prop::sample::Index>(), letter in "[A-Za-z0-9_.-]") {
            let secrets = secrets(&["a secret"]);
            let now = at(1_795_600_000);
            let claims = Claims { email, update_to: None };
            let token = secrets.sign_jwt(&claims, now, Duration::from_mins(1)).unwrap();
            prop_assert_eq!(secrets.verify_jwt(&token, now), Ok(claims));

            let mut letters: Vec<char> = token.chars().collect();
            let index = at_letter.index(letters.len());
            let letter = letter.chars().next().unwrap();
            prop_assume!(letters[index] != letter);
            letters[index] = letter;
            let changed: String = letters.into_iter().collect();
            prop_assert_eq!(secrets.verify_jwt::<Claims>(&changed, now), Err(JwtError::Invalid));
        }
    }
}
