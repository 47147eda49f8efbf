use std::collections::BTreeMap;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ciborium::Value as Cbor;
use ring::{
    rand::{SecureRandom as _, SystemRandom},
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::ORIGIN;

/// Somebody was there.
pub(crate) const PRESENT: u8 = 1;
/// The device has asked for a PIN or a fingerprint.
pub(crate) const VERIFIED: u8 = 1 << 2;
/// The passkey can be on several devices.
pub(crate) const SYNCHRONISED: u8 = 1 << 3;
/// It is.
pub(crate) const BACKED_UP: u8 = 1 << 4;
const NEW_KEY: u8 = 1 << 6;

/// A browser with an authenticator in it, as Web Authentication describes them, which says something else where
/// a test wants it to.
pub(crate) struct Authenticator {
    pub(crate) credentials: Vec<Credential>,
    pub(crate) flags: u8,
    pub(crate) aaguid: [u8; 16],
    /// New keys are of this COSE algorithm: -7, or -8.
    pub(crate) algorithm: i32,
    pub(crate) lie: Lie,
}

/// What it says instead of the truth.
#[derive(Default)]
pub(crate) struct Lie {
    pub(crate) kind: Option<&'static str>,
    pub(crate) origin: Option<String>,
    pub(crate) challenge: Option<String>,
    pub(crate) rp_id: Option<&'static str>,
    pub(crate) counter: Option<u32>,
    pub(crate) user_handle: Option<String>,
    /// More fields of the client data.
    pub(crate) client_data: BTreeMap<&'static str, Value>,
    /// The id of another passkey.
    pub(crate) credential_id: Option<String>,
    /// The COSE key says that it is of this algorithm.
    pub(crate) algorithm: Option<i32>,
}

pub(crate) struct Credential {
    id: Vec<u8>,
    user_handle: Vec<u8>,
    counter: u32,
    key: Key,
}

enum Key {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

impl Default for Authenticator {
    /// It verifies people, counts, and keeps its passkeys for itself.
    fn default() -> Self {
        let flags = PRESENT | VERIFIED;
        Self { credentials: Vec::new(), flags, aaguid: [0; 16], algorithm: -7, lie: Lie::default() }
    }
}

impl Authenticator {
    /// Says something else from now on.
    pub(crate) fn lying(mut self, lie: Lie) -> Self {
        self.lie = lie;
        self
    }

    /// Makes a passkey (`navigator.credentials.create`).
    pub(crate) fn register(&mut self, options: &Value) -> Value {
        let mut id = vec![0; 32];
        SystemRandom::new().fill(&mut id).unwrap();
        if let Some(other) = &self.lie.credential_id {
            id = decoded(other);
        }
        let key = Key::new(self.algorithm);
        let client_data = self.client_data("webauthn.create", options);
        let length = u16::try_from(id.len()).unwrap().to_be_bytes();
        let cose = key.cose(self.lie.algorithm);
        let attested = [self.aaguid.as_slice(), &length, &id, &cose].concat();
        let rp_id = options["rp"]["id"].as_str().unwrap();
        let data = self.data(rp_id, NEW_KEY, self.lie.counter.unwrap_or(0), &attested);
        let object = Cbor::Map(vec![
            ("fmt".into(), "none".into()),
            ("attStmt".into(), Cbor::Map(Vec::new())),
            ("authData".into(), Cbor::Bytes(data)),
        ]);
        let text = URL_SAFE_NO_PAD.encode(&id);
        let user_handle = decoded(options["user"]["id"].as_str().unwrap());
        self.credentials.push(Credential { id, user_handle, counter: 0, key });
        json!({
            "id": text,
            "rawId": text,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
                "attestationObject": URL_SAFE_NO_PAD.encode(encoded(&object)),
                "transports": ["internal", "hybrid"],
            },
        })
    }

    /// Uses the latest passkey (`navigator.credentials.get`).
    pub(crate) fn authenticate(&mut self, options: &Value) -> Value {
        let client_data = self.client_data("webauthn.get", options);
        let credential = self.credentials.last_mut().expect("there is a passkey");
        credential.counter += 1;
        let counter = self.lie.counter.unwrap_or(credential.counter);
        let (credential, rp_id) = (self.credentials.last().unwrap(), options["rpId"].as_str().unwrap());
        let data = self.data(rp_id, 0, counter, &[]);
        let signature = credential.key.sign(&[data.as_slice(), &Sha256::digest(&client_data)].concat());
        let id = self.lie.credential_id.clone().unwrap_or_else(|| URL_SAFE_NO_PAD.encode(&credential.id));
        let handle = self.lie.user_handle.clone().unwrap_or_else(|| URL_SAFE_NO_PAD.encode(&credential.user_handle));
        json!({
            "id": id,
            "rawId": id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
                "authenticatorData": URL_SAFE_NO_PAD.encode(data),
                "signature": URL_SAFE_NO_PAD.encode(signature),
                "userHandle": handle,
            },
        })
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let mut data = json!({
            "type": self.lie.kind.unwrap_or(kind),
            "challenge": self.lie.challenge.as_deref().unwrap_or(options["challenge"].as_str().unwrap()),
            "origin": self.lie.origin.as_deref().unwrap_or(ORIGIN),
            "crossOrigin": false,
        });
        for (name, value) in &self.lie.client_data {
            data[name] = value.clone();
        }
        serde_json::to_vec(&data).unwrap()
    }

    fn data(&self, rp_id: &str, flags: u8, counter: u32, attested: &[u8]) -> Vec<u8> {
        let hash = Sha256::digest(self.lie.rp_id.unwrap_or(rp_id));
        [hash.as_slice(), &[self.flags | flags], &counter.to_be_bytes(), attested].concat()
    }
}

impl Key {
    fn new(algorithm: i32) -> Self {
        let random = SystemRandom::new();
        if algorithm == -8 {
            let document = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
            return Self::EdDsa(Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap());
        }
        let kind = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(kind, &random).unwrap();
        Self::Es256(EcdsaKeyPair::from_pkcs8(kind, document.as_ref(), &random).unwrap())
    }

    fn cose(&self, algorithm: Option<i32>) -> Vec<u8> {
        let number = |number: i32| Cbor::from(number);
        let bytes = |bytes: &[u8]| Cbor::Bytes(bytes.to_vec());
        let fields = match self {
            Self::Es256(pair) => {
                let point = pair.public_key().as_ref();
                vec![
                    (number(1), number(2)),
                    (number(3), number(algorithm.unwrap_or(-7))),
                    (number(-1), number(1)),
                    (number(-2), bytes(&point[1..33])),
                    (number(-3), bytes(&point[33..])),
                ]
            }
            Self::EdDsa(pair) => vec![
                (number(1), number(1)),
                (number(3), number(algorithm.unwrap_or(-8))),
                (number(-1), number(6)),
                (number(-2), bytes(pair.public_key().as_ref())),
            ],
        };
        encoded(&Cbor::Map(fields))
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Es256(pair) => pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec(),
            Self::EdDsa(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }
}

fn encoded(value: &Cbor) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    bytes
}

fn decoded(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}
