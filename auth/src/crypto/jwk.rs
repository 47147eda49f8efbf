//! Keys that sign JSON Web Tokens (RFC 7517), as Better Auth keeps them: a JWK with the private members, and one without.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    rsa,
    signature::{self, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RsaEncoding},
};
use serde_json::{Map, Value, json};

use super::{Algorithm, rsa::RsaKey};
use crate::{
    error::{Error, Result},
    rng::Rng,
};

/// A key that signs.
pub(crate) struct SigningKey {
    algorithm: Algorithm,
    pair: Pair,
}

enum Pair {
    Ed25519(Ed25519KeyPair),
    Ecdsa(EcdsaKeyPair),
    Rsa(rsa::KeyPair),
}

/// A key that was just made, as JWKs.
pub(crate) struct NewKey {
    pub(crate) public: Value,
    pub(crate) private: Value,
    /// The curve, which Better Auth keeps beside the key, if it has one.
    pub(crate) curve: Option<&'static str>,
}

/// Where the private scalar of a P-256 key stands in the document that `ring` makes of one: RFC 5958 around RFC 5915,
/// every length of which is fixed.
const P256_SCALAR: std::ops::Range<usize> = 36..68;

impl NewKey {
    /// Makes a key; of RSA, with a modulus of this many bits. The randomness of curves other than Ed25519 is `ring`'s own,
    /// which takes no other.
    ///
    /// # Errors
    ///
    /// For an algorithm that we make no keys for.
    pub(crate) fn generate(algorithm: Algorithm, modulus_length: usize, rng: &dyn Rng) -> Result<Self> {
        match algorithm {
            Algorithm::EdDSA => {
                let mut seed = [0; 32];
                rng.fill(&mut seed);
                let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(rejected)?;
                let public = json!({ "crv": "Ed25519", "x": encoded(pair.public_key().as_ref()), "kty": "OKP" });
                Ok(Self { private: with(&public, "d", &seed), public, curve: Some("Ed25519") })
            }
            Algorithm::ES256 => {
                let made =
                    EcdsaKeyPair::generate_pkcs8(&signature::ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
                let made = made.map_err(|_| Error::internal("no key could be made"))?;
                let scalar = made.as_ref().get(P256_SCALAR).ok_or_else(|| Error::internal("a key of another form"))?;
                let pair = EcdsaKeyPair::from_pkcs8(
                    &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
                    made.as_ref(),
                    &SystemRandom::new(),
                );
                let pair = pair.map_err(rejected)?;
                // An uncompressed point (SEC 1, 2.3.3).
                let (x, y) = match pair.public_key().as_ref().split_first() {
                    Some((4, point)) if point.len() == 64 => point.split_at(32),
                    _ => return Err(Error::internal("a key of another form")),
                };
                let public = json!({ "kty": "EC", "x": encoded(x), "y": encoded(y), "crv": "P-256" });
                Ok(Self { private: with(&public, "d", scalar), public, curve: Some("P-256") })
            }
            Algorithm::ES384 => Err(Error::internal("no keys are made for ES384")),
            _ => {
                let key = RsaKey::generate(modulus_length, rng);
                let public = json!({ "kty": "RSA", "n": encoded(&key.n), "e": encoded(&key.e) });
                let members =
                    [("d", &key.d), ("p", &key.p), ("q", &key.q), ("dp", &key.dp), ("dq", &key.dq), ("qi", &key.qi)];
                let private = members.into_iter().fold(public.clone(), |jwk, (name, bytes)| with(&jwk, name, bytes));
                Ok(Self { public, private, curve: None })
            }
        }
    }
}

impl SigningKey {
    /// A key from its JWK; `None` if it is none for this algorithm, or its members do not belong together.
    pub(crate) fn read(algorithm: Algorithm, jwk: &Map<String, Value>) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let bytes = |name: &str| URL_SAFE_NO_PAD.decode(text(name)?).ok();
        if text("kty") != Some(algorithm.key_type()) {
            return None;
        }
        let pair = match algorithm {
            Algorithm::EdDSA => {
                Pair::Ed25519(Ed25519KeyPair::from_seed_and_public_key(&bytes("d")?, &bytes("x")?).ok()?)
            }
            Algorithm::ES256 | Algorithm::ES384 => {
                let ecdsa = match algorithm {
                    Algorithm::ES256 => &signature::ECDSA_P256_SHA256_FIXED_SIGNING,
                    _ => &signature::ECDSA_P384_SHA384_FIXED_SIGNING,
                };
                let point = [&[4][..], &bytes("x")?, &bytes("y")?].concat();
                let rng = SystemRandom::new();
                Pair::Ecdsa(EcdsaKeyPair::from_private_key_and_public_key(ecdsa, &bytes("d")?, &point, &rng).ok()?)
            }
            _ => {
                let public_key = rsa::PublicKeyComponents { n: bytes("n")?, e: bytes("e")? };
                let components = rsa::KeyPairComponents {
                    public_key,
                    d: bytes("d")?,
                    p: bytes("p")?,
                    q: bytes("q")?,
                    dP: bytes("dp")?,
                    dQ: bytes("dq")?,
                    qInv: bytes("qi")?,
                };
                Pair::Rsa(rsa::KeyPair::from_components(&components).ok()?)
            }
        };
        Some(Self { algorithm, pair })
    }

    /// The algorithm that it signs by.
    pub(crate) const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Signs a text.
    ///
    /// # Errors
    ///
    /// When the operating system gives no randomness, or the key is too short for its algorithm.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>> {
        let failed = |_| Error::internal("a token could not be signed");
        match &self.pair {
            Pair::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            Pair::Ecdsa(pair) => Ok(pair.sign(&SystemRandom::new(), message).map_err(failed)?.as_ref().to_vec()),
            Pair::Rsa(pair) => {
                let encoding: &dyn RsaEncoding = match self.algorithm {
                    Algorithm::RS384 => &signature::RSA_PKCS1_SHA384,
                    Algorithm::RS512 => &signature::RSA_PKCS1_SHA512,
                    Algorithm::PS256 => &signature::RSA_PSS_SHA256,
                    Algorithm::PS384 => &signature::RSA_PSS_SHA384,
                    Algorithm::PS512 => &signature::RSA_PSS_SHA512,
                    _ => &signature::RSA_PKCS1_SHA256,
                };
                let mut signed = vec![0; pair.public().modulus_len()];
                pair.sign(encoding, &SystemRandom::new(), message, &mut signed).map_err(failed)?;
                Ok(signed)
            }
        }
    }
}

fn encoded(bytes: &[u8]) -> Value {
    URL_SAFE_NO_PAD.encode(bytes).into()
}

fn rejected(error: ring::error::KeyRejected) -> Error {
    Error::internal(error.to_string())
}

/// The JWK with one member more.
fn with(jwk: &Value, name: &str, bytes: &[u8]) -> Value {
    let mut all = jwk.as_object().cloned().unwrap_or_default();
    all.insert(name.to_owned(), encoded(bytes));
    Value::Object(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::SystemRng;

    #[test]
    fn what_a_new_key_signs_its_public_half_verifies() {
        for algorithm in [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256] {
            let made = NewKey::generate(algorithm, 2048, &SystemRng).unwrap();
            let other = NewKey::generate(algorithm, 2048, &SystemRng).unwrap();
            let key = SigningKey::read(algorithm, made.private.as_object().unwrap()).unwrap();
            let signature = key.sign(b"a text").unwrap();
            assert!(algorithm.verifies(made.public.as_object().unwrap(), b"a text", &signature));
            assert!(!algorithm.verifies(made.public.as_object().unwrap(), b"another", &signature));
            assert!(!algorithm.verifies(other.public.as_object().unwrap(), b"a text", &signature));
            assert!(made.public.get("d").is_none());
        }
    }

    #[test]
    fn members_that_do_not_belong_together_are_no_key() {
        for algorithm in [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256] {
            let made = NewKey::generate(algorithm, 2048, &SystemRng).unwrap();
            let other = NewKey::generate(algorithm, 2048, &SystemRng).unwrap();
            let mut mixed = made.private.as_object().unwrap().clone();
            // Of an RSA key the primes sign, and `d` is only looked at for its form.
            let foreign = if algorithm == Algorithm::RS256 { "p" } else { "d" };
            mixed.insert(foreign.into(), other.private[foreign].clone());
            assert!(SigningKey::read(algorithm, &mixed).is_none(), "{algorithm:?}");
            let mut halved = made.private.as_object().unwrap().clone();
            halved.remove("d");
            assert!(SigningKey::read(algorithm, &halved).is_none(), "{algorithm:?}");
        }
    }
}
