use ciborium::Value;
use ring::signature::{self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm};

use super::Fault;

/// A key in the form of COSE (RFC 9052 7, RFC 9053 7, RFC 8230 4).
///
/// Rows of Better Auth may hold keys that are not offered now, so all that both sides know are read. SHA-1 is not among
/// them.
pub(super) struct PublicKey {
    algorithm: i32,
    key: Key,
}

enum Key {
    /// An algorithm of ring, and the key in its form.
    Plain(&'static dyn VerificationAlgorithm, Vec<u8>),
    Rsa(&'static RsaParameters, RsaPublicKeyComponents<Vec<u8>>),
}

impl PublicKey {
    pub(super) fn parse(cose: &[u8]) -> Result<Self, Fault> {
        Self::read(cose).ok_or(Fault::Malformed("the key"))
    }

    fn read(cose: &[u8]) -> Option<Self> {
        let mut rest = cose;
        let Value::Map(fields) = ciborium::from_reader(&mut rest).ok()? else {
            return None;
        };
        if !rest.is_empty() {
            return None;
        }
        let field = |label: i32| fields.iter().find(|(key, _)| integer(key) == Some(label)).map(|(_, value)| value);
        let number = |label| field(label).and_then(integer);
        let bytes = |label| field(label).and_then(Value::as_bytes).cloned();
        let algorithm = number(3)?;
        let key = match (number(1)?, algorithm) {
            (1, -8) if number(-1)? == 6 => Key::Plain(&signature::ED25519, bytes(-2).filter(|x| x.len() == 32)?),
            (2, -7) if number(-1)? == 1 => {
                Key::Plain(&signature::ECDSA_P256_SHA256_ASN1, point(bytes(-2)?, bytes(-3)?, 32)?)
            }
            (2, -35) if number(-1)? == 2 => {
                Key::Plain(&signature::ECDSA_P384_SHA384_ASN1, point(bytes(-2)?, bytes(-3)?, 48)?)
            }
            (3, algorithm) => Key::Rsa(rsa(algorithm)?, RsaPublicKeyComponents { n: bytes(-1)?, e: bytes(-2)? }),
            _ => return None,
        };
        Some(Self { algorithm, key })
    }

    /// The COSE algorithm.
    pub(super) const fn algorithm(&self) -> i32 {
        self.algorithm
    }

    /// Whether the key signed this.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Fault> {
        let verified = match &self.key {
            Key::Plain(algorithm, key) => UnparsedPublicKey::new(*algorithm, key).verify(message, signature),
            Key::Rsa(parameters, key) => key.verify(parameters, message, signature),
        };
        verified.map_err(|_| Fault::Signature)
    }
}

fn integer(value: &Value) -> Option<i32> {
    i128::from(value.as_integer()?).try_into().ok()
}

/// An uncompressed point (SEC 1, 2.3.3).
fn point(x: Vec<u8>, y: Vec<u8>, length: usize) -> Option<Vec<u8>> {
    (x.len() == length && y.len() == length).then(|| [vec![4], x, y].concat())
}

/// Keys of fewer than 2048 bits are refused.
fn rsa(algorithm: i32) -> Option<&'static RsaParameters> {
    Some(match algorithm {
        -257 => &signature::RSA_PKCS1_2048_8192_SHA256,
        -258 => &signature::RSA_PKCS1_2048_8192_SHA384,
        -259 => &signature::RSA_PKCS1_2048_8192_SHA512,
        -37 => &signature::RSA_PSS_2048_8192_SHA256,
        -38 => &signature::RSA_PSS_2048_8192_SHA384,
        -39 => &signature::RSA_PSS_2048_8192_SHA512,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use serde_json::Value as Json;

    use super::*;

    /// An algorithm, a key and a signature.
    type Signed = (i32, Vec<u8>, Vec<u8>);

    /// Keys in the form of COSE with signatures, made by Node and found right by the library of Better Auth.
    fn vectors() -> (Vec<u8>, Vec<Signed>) {
        let vectors: Json = serde_json::from_str(include_str!("vectors/cose.json")).unwrap();
        let bytes = |value: &Json| STANDARD.decode(value.as_str().unwrap()).unwrap();
        let read = |key: &Json| {
            let algorithm = i32::try_from(key["alg"].as_i64().unwrap()).unwrap();
            (algorithm, bytes(&key["key"]), bytes(&key["signature"]))
        };
        let keys = vectors["keys"].as_array().unwrap().iter().map(read).collect();
        (vectors["message"].as_str().unwrap().as_bytes().to_vec(), keys)
    }

    #[test]
    fn every_kind_of_key_verifies_what_it_signed_and_nothing_else() {
        let (message, keys) = vectors();
        assert_eq!(keys.len(), 9);
        for (algorithm, cose, signature) in &keys {
            let key = PublicKey::parse(cose).unwrap();
            assert_eq!(key.algorithm(), *algorithm);
            assert_eq!(key.verify(&message, signature), Ok(()), "{algorithm}");
            assert_eq!(key.verify(b"something else", signature), Err(Fault::Signature), "{algorithm}");
            assert_eq!(key.verify(&message, &signature[1..]), Err(Fault::Signature), "{algorithm}");
            for (other, cose, _) in keys.iter().filter(|(other, ..)| other != algorithm) {
                let other_key = PublicKey::parse(cose).unwrap();
                assert_eq!(other_key.verify(&message, signature), Err(Fault::Signature), "{algorithm} by {other}");
            }
        }
    }

    #[test]
    fn what_is_no_whole_key_is_none() {
        for (algorithm, cose, _) in vectors().1 {
            for end in 0..cose.len() {
                assert!(PublicKey::parse(&cose[..end]).is_err(), "{algorithm} cut at {end}");
            }
            assert!(PublicKey::parse(&[cose.as_slice(), &[0]].concat()).is_err(), "{algorithm} and more");
            let mut other = cose.clone();
            // The type of the key is the first field.
            other[2] = 4;
            assert!(PublicKey::parse(&other).is_err(), "{algorithm} of another type");
        }
    }
}
