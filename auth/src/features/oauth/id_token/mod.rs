//! ID tokens (OpenID Connect Core 3.1.3.7): the signed word of a provider about who somebody is.

mod keys;

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

pub(crate) use crate::crypto::Algorithm;
pub(crate) use keys::KeyCache;

use crate::{crypto::hex, outbound::OutboundError, wire::Timestamp};

/// Clocks of servers differ; upstream and other clients allow as much.
const TOLERANCE: i64 = 30;

/// Longer texts are no ID tokens.
const MAX_LENGTH: usize = 64 * 1024;

/// What an ID token says.
pub(crate) type Claims = Map<String, Value>;

/// What the ID tokens of a provider have to look like.
#[derive(Debug, Clone)]
pub(crate) struct IdTokenRules {
    /// Where the keys are.
    pub(crate) jwks_uri: String,
    /// Who may have issued it. Empty where it depends on the token; then `check` decides.
    pub(crate) issuers: Vec<String>,
    /// Whom it may be for: our ids at the provider.
    pub(crate) audiences: Vec<String>,
    /// What it may be signed with. Never taken from the token.
    pub(crate) algorithms: Vec<Algorithm>,
    /// How long ago it may have been issued.
    pub(crate) max_age: Option<Duration>,
    /// Whether the token may hold the SHA-256 of the nonce, as apps of Apple do it.
    pub(crate) hashed_nonce: bool,
    /// Whether an access token may stand in its place, which is then looked at with the profile.
    pub(crate) opaque: bool,
}

/// Why a token is not accepted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IdTokenError {
    /// It is not a signed token of three parts.
    #[error("this is not a signed token")]
    Malformed,
    /// No key of the provider made the signature.
    #[error("the signature is not the provider's")]
    Signature,
    /// A claim is missing or not what it has to be.
    #[error("the claim `{0}` is missing or wrong")]
    Claim(&'static str),
    /// The keys of the provider could not be read.
    #[error("the keys of the provider could not be read")]
    Keys(#[source] OutboundError),
}

/// The parts of a token whose signature has not been looked at.
struct Parts<'a> {
    header: Claims,
    claims: Claims,
    signed: &'a str,
    signature: Vec<u8>,
}

fn parse(token: &str) -> Result<Parts<'_>, IdTokenError> {
    let malformed = || IdTokenError::Malformed;
    let (signed, signature) = token.rsplit_once('.').filter(|_| token.len() <= MAX_LENGTH).ok_or_else(malformed)?;
    let (header, payload) = signed.split_once('.').ok_or_else(malformed)?;
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| malformed());
    let object = |text: &str| match serde_json::from_slice(&decode(text)?) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(malformed()),
    };
    Ok(Parts { header: object(header)?, claims: object(payload)?, signed, signature: decode(signature)? })
}

/// What a token says, without asking who signed it: for tokens that came over TLS from the provider itself, and for
/// tokens that were verified before they were stored.
pub(crate) fn read_claims(token: &str) -> Result<Claims, IdTokenError> {
    Ok(parse(token)?.claims)
}

/// Verifies a token: signature, issuer, audience, times, and the nonce where one is expected.
pub(crate) async fn verify(
    keys: &KeyCache,
    token: &str,
    rules: &IdTokenRules,
    nonce: Option<&str>,
    now: Timestamp,
) -> Result<Claims, IdTokenError> {
    let parts = parse(token)?;
    let text = |name| parts.header.get(name).and_then(Value::as_str);
    let algorithm = text("alg").and_then(Algorithm::parse).filter(|algorithm| rules.algorithms.contains(algorithm));
    // Extensions that have to be understood are none of ours (RFC 7515 4.1.11).
    let algorithm = algorithm.filter(|_| !parts.header.contains_key("crit")).ok_or(IdTokenError::Signature)?;
    let candidates = keys.find(&rules.jwks_uri, text("kid"), now).await.map_err(IdTokenError::Keys)?;
    if !candidates.iter().any(|key| algorithm.verifies(key, parts.signed.as_bytes(), &parts.signature)) {
        return Err(IdTokenError::Signature);
    }
    check_claims(&parts.claims, rules, now)?;
    check_nonce(&parts.claims, nonce, rules.hashed_nonce)?;
    Ok(parts.claims)
}

/// Checks what a token says that came from the token endpoint itself, whose certificate stands for the signature.
pub(crate) fn check_of_token_endpoint(
    claims: &Claims,
    audiences: &[String],
    nonce: Option<&str>,
    now: Timestamp,
) -> Result<(), IdTokenError> {
    let text = |name| claims.get(name).and_then(Value::as_str);
    text("sub").filter(|subject| !subject.is_empty()).ok_or(IdTokenError::Claim("sub"))?;
    check_audience(claims, audiences)?;
    check_expiry(claims, now)?;
    check_nonce(claims, nonce, false)
}

fn seconds(claims: &Claims, name: &str) -> Option<i64> {
    claims.get(name).and_then(Value::as_number).and_then(as_seconds)
}

fn check_expiry(claims: &Claims, now: Timestamp) -> Result<(), IdTokenError> {
    let now = now.as_millis().div_euclid(1000);
    match seconds(claims, "exp") {
        Some(expires) if expires > now - TOLERANCE => Ok(()),
        _ => Err(IdTokenError::Claim("exp")),
    }
}

fn check_claims(claims: &Claims, rules: &IdTokenRules, now: Timestamp) -> Result<(), IdTokenError> {
    let text = |name| claims.get(name).and_then(Value::as_str);
    let issuer = text("iss").ok_or(IdTokenError::Claim("iss"))?;
    if !rules.issuers.is_empty() && !rules.issuers.iter().any(|expected| expected == issuer) {
        return Err(IdTokenError::Claim("iss"));
    }
    text("sub").filter(|subject| !subject.is_empty()).ok_or(IdTokenError::Claim("sub"))?;
    check_audience(claims, &rules.audiences)?;

    check_expiry(claims, now)?;
    let now = now.as_millis().div_euclid(1000);
    let issued_at = seconds(claims, "iat").ok_or(IdTokenError::Claim("iat"))?;
    let too_old = rules.max_age.is_some_and(|age| issued_at < now - TOLERANCE - age.as_secs().cast_signed());
    if issued_at > now + TOLERANCE || too_old {
        return Err(IdTokenError::Claim("iat"));
    }
    if claims.contains_key("nbf") && seconds(claims, "nbf").is_none_or(|begins| begins > now + TOLERANCE) {
        return Err(IdTokenError::Claim("nbf"));
    }
    Ok(())
}

/// JSON has one kind of number; some providers write times with decimals.
fn as_seconds(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let number = number.as_f64().filter(|number| number.abs() < 1e15)?;
        #[expect(clippy::cast_possible_truncation, reason = "it was just checked to be small")]
        Some(number.floor() as i64)
    })
}

/// A token for several has to say to whom it was issued, and that has to be us.
fn check_audience(claims: &Claims, ours: &[String]) -> Result<(), IdTokenError> {
    let is_ours = |value: &Value| value.as_str().is_some_and(|text| ours.iter().any(|id| id == text));
    match claims.get("aud") {
        Some(Value::Array(several)) if several.len() > 1 => {
            if !several.iter().any(is_ours) {
                return Err(IdTokenError::Claim("aud"));
            }
            if claims.get("azp").is_some_and(is_ours) { Ok(()) } else { Err(IdTokenError::Claim("azp")) }
        }
        Some(Value::Array(one)) if one.iter().any(is_ours) => Ok(()),
        Some(one) if is_ours(one) => Ok(()),
        _ => Err(IdTokenError::Claim("aud")),
    }
}

fn check_nonce(claims: &Claims, expected: Option<&str>, hashed: bool) -> Result<(), IdTokenError> {
    let Some(expected) = expected.filter(|nonce| !nonce.is_empty()) else {
        return Ok(());
    };
    let given = claims.get("nonce").and_then(Value::as_str);
    let hash = || hex::encode(&Sha256::digest(expected));
    if given == Some(expected) || (hashed && given == Some(hash().as_str())) {
        Ok(())
    } else {
        Err(IdTokenError::Claim("nonce"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn rules() -> IdTokenRules {
        IdTokenRules {
            jwks_uri: "https://op.example/jwks".into(),
            issuers: vec!["https://op.example".into()],
            audiences: vec!["ours".into(), "our-app".into()],
            algorithms: vec![Algorithm::RS256],
            max_age: Some(Duration::from_hours(1)),
            hashed_nonce: false,
            opaque: false,
        }
    }

    fn checked(changes: &Value) -> Result<(), IdTokenError> {
        let mut claims =
            json!({ "iss": "https://op.example", "sub": "7", "aud": "ours", "exp": NOW + 600, "iat": NOW - 5 });
        for (name, value) in changes.as_object().unwrap() {
            if value.is_null() {
                claims.as_object_mut().unwrap().remove(name);
            } else {
                claims[name] = value.clone();
            }
        }
        check_claims(claims.as_object().unwrap(), &rules(), Timestamp::from_millis(NOW * 1000))
    }

    // OAUTH-011
    #[test]
    fn claims_that_do_not_fit_are_refused() {
        for good in [
            json!({}),
            json!({ "aud": ["our-app"] }),
            json!({ "aud": ["ours", "theirs"], "azp": "ours" }),
            json!({ "azp": "the Android app of the same project" }),
            json!({ "exp": NOW - 10 }),
            json!({ "exp": 1_800_000_600.5 }),
            json!({ "nbf": NOW }),
        ] {
            assert!(checked(&good).is_ok(), "{good}");
        }
        for bad in [
            json!({ "aud": "theirs" }),
            json!({ "aud": [] }),
            json!({ "aud": null }),
            json!({ "aud": ["ours", "theirs"], "azp": "theirs" }),
            json!({ "aud": ["ours", "theirs"] }),
            json!({ "iss": "https://op.example.evil" }),
            json!({ "iss": null }),
            json!({ "sub": null }),
            json!({ "sub": "" }),
            json!({ "sub": 7 }),
            json!({ "exp": NOW - 60 }),
            json!({ "exp": null }),
            json!({ "exp": "1800000600" }),
            json!({ "iat": NOW + 60 }),
            json!({ "iat": null }),
            json!({ "iat": NOW - 3700 }),
            json!({ "nbf": NOW + 60 }),
            json!({ "nbf": "now" }),
        ] {
            assert!(checked(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_nonce_that_is_expected_has_to_be_there() {
        let claims = |nonce: &str| json!({ "nonce": nonce }).as_object().unwrap().clone();
        assert!(check_nonce(&claims("n"), Some("n"), false).is_ok());
        assert!(check_nonce(&claims("m"), Some("n"), false).is_err());
        assert!(check_nonce(&Claims::new(), Some("n"), false).is_err());
        assert!(check_nonce(&Claims::new(), None, false).is_ok());
        let hash = "1b16b1df538ba12dc3f97edbb85caa7050d46c148134290feba80f8236c83db9";
        assert!(check_nonce(&claims(hash), Some("n"), true).is_ok());
        assert!(check_nonce(&claims(hash), Some("n"), false).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_trouble(text in "[A-Za-z0-9._=-]{0,60}|.*") {
            let _ = read_claims(&text);
        }
    }
}
