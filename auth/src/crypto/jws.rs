use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde_json::{Map, Value};

/// What tokens of others, and our own for others, are signed with (RFC 7518 3.1, RFC 8037). Signatures with a shared secret
/// are not among them: with these, whoever can verify can sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    EdDSA,
}

impl Algorithm {
    pub(crate) const ALL: [Self; 9] = [
        Self::RS256,
        Self::RS384,
        Self::RS512,
        Self::PS256,
        Self::PS384,
        Self::PS512,
        Self::ES256,
        Self::ES384,
        Self::EdDSA,
    ];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::RS256 => "RS256",
            Self::RS384 => "RS384",
            Self::RS512 => "RS512",
            Self::PS256 => "PS256",
            Self::PS384 => "PS384",
            Self::PS512 => "PS512",
            Self::ES256 => "ES256",
            Self::ES384 => "ES384",
            Self::EdDSA => "EdDSA",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    /// Whether a key (RFC 7517) made a signature by this algorithm.
    pub(crate) fn verifies(self, key: &Map<String, Value>, message: &[u8], signature: &[u8]) -> bool {
        let text = |name: &str| key.get(name).and_then(Value::as_str);
        let bytes = |name: &str| text(name).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
        let fits = text("use").is_none_or(|purpose| purpose == "sig")
            && text("alg").is_none_or(|name| name == self.as_str())
            && text("kty") == Some(self.key_type());
        if !fits {
            return false;
        }
        let verified = match self {
            Self::RS256 | Self::RS384 | Self::RS512 | Self::PS256 | Self::PS384 | Self::PS512 => {
                let Some((n, e)) = bytes("n").zip(bytes("e")) else {
                    return false;
                };
                RsaPublicKeyComponents { n, e }.verify(self.rsa(), message, signature)
            }
            Self::ES256 | Self::ES384 => {
                let (curve, length, algorithm) = match self {
                    Self::ES256 => ("P-256", 32, &signature::ECDSA_P256_SHA256_FIXED),
                    _ => ("P-384", 48, &signature::ECDSA_P384_SHA384_FIXED),
                };
                let coordinate = |name| bytes(name).filter(|bytes| bytes.len() == length);
                let Some((x, y)) = coordinate("x").zip(coordinate("y")).filter(|_| text("crv") == Some(curve)) else {
                    return false;
                };
                // An uncompressed point (SEC 1, 2.3.3).
                let point = [&[4], x.as_slice(), &y].concat();
                UnparsedPublicKey::new(algorithm, point).verify(message, signature)
            }
            Self::EdDSA => {
                let Some(x) = bytes("x").filter(|_| text("crv") == Some("Ed25519")) else {
                    return false;
                };
                UnparsedPublicKey::new(&signature::ED25519, x).verify(message, signature)
            }
        };
        verified.is_ok()
    }

    pub(crate) const fn key_type(self) -> &'static str {
        match self {
            Self::ES256 | Self::ES384 => "EC",
            Self::EdDSA => "OKP",
            _ => "RSA",
        }
    }

    /// Keys of fewer than 2048 bits are refused.
    fn rsa(self) -> &'static signature::RsaParameters {
        match self {
            Self::RS384 => &signature::RSA_PKCS1_2048_8192_SHA384,
            Self::RS512 => &signature::RSA_PKCS1_2048_8192_SHA512,
            Self::PS256 => &signature::RSA_PSS_2048_8192_SHA256,
            Self::PS384 => &signature::RSA_PSS_2048_8192_SHA384,
            Self::PS512 => &signature::RSA_PSS_2048_8192_SHA512,
            _ => &signature::RSA_PKCS1_2048_8192_SHA256,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Made by `jose`, which Better Auth verifies with.
    fn vectors() -> Vec<(Algorithm, Map<String, Value>, String)> {
        let vectors: Vec<Value> = serde_json::from_str(include_str!("vectors/jose.json")).unwrap();
        let read = |vector: &Value| {
            let text = |name: &str| vector[name].as_str().unwrap().to_owned();
            (Algorithm::parse(&text("alg")).unwrap(), vector["jwk"].as_object().unwrap().clone(), text("token"))
        };
        vectors.iter().map(read).collect()
    }

    fn verifies(algorithm: Algorithm, key: &Map<String, Value>, token: &str) -> bool {
        let (signed, signature) = token.rsplit_once('.').unwrap();
        algorithm.verifies(key, signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap())
    }

    #[test]
    fn every_algorithm_reads_what_jose_signed() {
        let vectors = vectors();
        assert_eq!(vectors.len(), Algorithm::ALL.len());
        for (algorithm, key, token) in &vectors {
            assert!(verifies(*algorithm, key, token), "{algorithm:?}");
        }
    }

    #[test]
    fn no_key_verifies_for_another_algorithm_text_or_purpose() {
        let vectors = vectors();
        for (algorithm, key, token) in &vectors {
            for other in Algorithm::ALL.into_iter().filter(|other| other != algorithm) {
                assert!(!verifies(other, key, token), "{algorithm:?} as {other:?}");
            }
            let changed = token.replacen('.', ".x", 1);
            assert!(!verifies(*algorithm, key, &changed), "{algorithm:?}");
            let with = |name: &str, value: Value| {
                let mut key = key.clone();
                key.insert(name.into(), value);
                key
            };
            assert!(!verifies(*algorithm, &with("use", json!("enc")), token), "{algorithm:?}");
            assert!(!verifies(*algorithm, &with("kty", json!("oct")), token), "{algorithm:?}");
        }
    }

    #[test]
    fn a_key_that_is_none_verifies_nothing() {
        for (algorithm, key, token) in vectors() {
            for field in ["n", "e", "x", "y", "crv"] {
                let mut key = key.clone();
                if key.insert(field.into(), json!("AA")).is_some() {
                    assert!(!verifies(algorithm, &key, &token), "{algorithm:?} {field}");
                }
            }
        }
    }
}
