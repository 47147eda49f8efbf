//! What a relying party has to look at in what an authenticator made (Web Authentication 7.1 and 7.2, Level 3). Nothing
//! here knows of requests, cookies or the database.

mod attestation;
mod authenticator_data;
mod client_data;
mod public_key;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use self::{
    authenticator_data::{AuthenticatorData, Flags},
    client_data::ClientData,
    public_key::PublicKey,
};
use crate::wire::{DeviceType, Passkey};

/// The kinds of keys that are asked for, in Better Auth's order: `EdDSA`, `ES256`, `RS256` (RFC 9053 2, RFC 8812 2).
pub(super) const OFFERED: [i32; 3] = [-8, -7, -257];

/// What has to be signed, and by whom.
#[derive(Debug)]
pub(super) struct Expected<'a> {
    /// In Base64url.
    pub(super) challenge: &'a str,
    /// The pages that may ask.
    pub(super) origins: &'a [String],
    /// The domain that the passkey is for.
    pub(super) rp_id: &'a str,
    /// Somebody has to be there.
    pub(super) user_presence: bool,
    /// The device has to ask for a PIN or a fingerprint.
    pub(super) user_verification: bool,
    /// Pages of other sites may ask from within a frame.
    pub(super) cross_origin: bool,
}

/// Why it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    /// It does not have the form.
    #[error("{0} cannot be read")]
    Malformed(&'static str),
    /// It says something else than it should.
    #[error("{0}")]
    Unfit(&'static str),
    /// Another key signed it, or something else was signed.
    #[error("the signature does not fit")]
    Signature,
}

/// A passkey that was made.
#[derive(Debug)]
pub(super) struct Made {
    /// In Base64url.
    pub(super) credential_id: String,
    /// A COSE key.
    pub(super) public_key: Vec<u8>,
    pub(super) counter: i64,
    pub(super) device_type: DeviceType,
    pub(super) backed_up: bool,
    pub(super) user_verified: bool,
    pub(super) transports: Vec<String>,
    pub(super) aaguid: String,
}

/// A passkey that was used.
#[derive(Debug)]
pub(super) struct Used {
    pub(super) counter: i64,
    pub(super) backed_up: bool,
    pub(super) user_verified: bool,
}

/// Looks at a new passkey (7.1).
pub(super) fn verify_registration(response: &Value, expected: &Expected<'_>) -> Result<Made, Fault> {
    let response = response.as_object().ok_or(Fault::Malformed("the response"))?;
    let (id, inner) = envelope(response)?;
    let client_data = bytes(inner, "clientDataJSON")?;
    ClientData::parse(&client_data)?.check("webauthn.create", expected)?;
    let object = attestation::parse(&bytes(inner, "attestationObject")?)?;
    let data = AuthenticatorData::parse(&object.authenticator_data)?;
    let (device_type, backed_up) = check(&data, expected)?;
    let Some(attested) = data.attested else {
        return Err(Fault::Unfit("the authenticator gave no key"));
    };
    if decoded(id) != Some(attested.credential_id.to_vec()) {
        return Err(Fault::Unfit("the id is not the one that the authenticator gave"));
    }
    let key = PublicKey::parse(attested.public_key)?;
    if !OFFERED.contains(&key.algorithm()) {
        return Err(Fault::Unfit("the key is of a kind that was not asked for"));
    }
    object.verify(&key, &signed(&object.authenticator_data, &client_data))?;
    let transports = inner.get("transports").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Ok(Made {
        credential_id: URL_SAFE_NO_PAD.encode(attested.credential_id),
        public_key: attested.public_key.to_vec(),
        counter: data.counter,
        device_type,
        backed_up,
        user_verified: data.flags.user_verified(),
        transports: transports
            .iter()
            .filter_map(Value::as_str)
            .filter(|word| is_word(word))
            .map(str::to_owned)
            .collect(),
        aaguid: attested.aaguid(),
    })
}

/// Looks at what a passkey signed (7.2). `user_handle` is the one that its authenticator was given, in Base64url, if
/// that is known.
pub(super) fn verify_authentication(
    response: &Map<String, Value>,
    expected: &Expected<'_>,
    passkey: &Passkey,
    user_handle: Option<&str>,
) -> Result<Used, Fault> {
    let (_, inner) = envelope(response)?;
    let client_data = bytes(inner, "clientDataJSON")?;
    ClientData::parse(&client_data)?.check("webauthn.get", expected)?;
    let authenticator_data = bytes(inner, "authenticatorData")?;
    let signature = bytes(inner, "signature")?;
    if let Some(given) = inner.get("userHandle").filter(|handle| !handle.is_null()) {
        let given = given.as_str().ok_or(Fault::Malformed("the user handle"))?;
        if !given.is_empty() && user_handle.is_some_and(|known| decoded(known) != decoded(given)) {
            return Err(Fault::Unfit("the passkey is for another account"));
        }
    }
    let data = AuthenticatorData::parse(&authenticator_data)?;
    let (device_type, backed_up) = check(&data, expected)?;
    if device_type != passkey.device_type {
        return Err(Fault::Unfit("a passkey does not become one that is synchronised, or cease to be one"));
    }
    // Two zeros: the authenticator does not count. Else a second one with the same key is in use (6.1.1).
    if (data.counter > 0 || passkey.counter > 0) && data.counter <= passkey.counter {
        return Err(Fault::Unfit("the counter did not go on"));
    }
    let key = base64::engine::general_purpose::STANDARD.decode(&passkey.public_key);
    let key = PublicKey::parse(&key.map_err(|_| Fault::Malformed("the stored key"))?)?;
    key.verify(&signed(&authenticator_data, &client_data), &signature)?;
    Ok(Used { counter: data.counter, backed_up, user_verified: data.flags.user_verified() })
}

/// The id and the inner part of a response.
fn envelope(response: &Map<String, Value>) -> Result<(&str, &Map<String, Value>), Fault> {
    let text = |name: &str| response.get(name).and_then(Value::as_str);
    let id = text("id").filter(|id| !id.is_empty()).ok_or(Fault::Malformed("the id"))?;
    if text("rawId") != Some(id) {
        return Err(Fault::Malformed("the id"));
    }
    if text("type") != Some("public-key") {
        return Err(Fault::Unfit("it is no public key"));
    }
    let inner = response.get("response").and_then(Value::as_object).ok_or(Fault::Malformed("the response"))?;
    Ok((id, inner))
}

/// What both ceremonies look at in the data of the authenticator.
fn check(data: &AuthenticatorData<'_>, expected: &Expected<'_>) -> Result<(DeviceType, bool), Fault> {
    if data.rp_id_hash != Sha256::digest(expected.rp_id).as_slice() {
        return Err(Fault::Unfit("the passkey is for another site"));
    }
    if expected.user_presence && !data.flags.user_present() {
        return Err(Fault::Unfit("nobody was there"));
    }
    if expected.user_verification && !data.flags.user_verified() {
        return Err(Fault::Unfit("the person was not verified"));
    }
    backup(data.flags)
}

/// Whether the passkey can be on several devices, and is (6.1.3).
fn backup(flags: Flags) -> Result<(DeviceType, bool), Fault> {
    match (flags.backup_eligible(), flags.backed_up()) {
        (false, true) => Err(Fault::Unfit("what stays on one device cannot be backed up")),
        (true, backed_up) => Ok((DeviceType::MultiDevice, backed_up)),
        (false, false) => Ok((DeviceType::SingleDevice, false)),
    }
}

/// What is signed in both ceremonies.
fn signed(authenticator_data: &[u8], client_data: &[u8]) -> Vec<u8> {
    [authenticator_data, Sha256::digest(client_data).as_slice()].concat()
}

/// A field that holds bytes as Base64url.
fn bytes(fields: &Map<String, Value>, name: &'static str) -> Result<Vec<u8>, Fault> {
    fields.get(name).and_then(Value::as_str).and_then(decoded).ok_or(Fault::Malformed(name))
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}

/// Ways to reach an authenticator are stored comma-joined, so each has to be a word.
fn is_word(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
