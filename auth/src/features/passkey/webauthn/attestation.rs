use ciborium::Value;

use super::{Fault, PublicKey};

/// What an authenticator hands out with a new key (Web Authentication 6.5.4).
#[derive(Debug)]
pub(super) struct AttestationObject {
    format: String,
    statement: Vec<(Value, Value)>,
    pub(super) authenticator_data: Vec<u8>,
}

pub(super) fn parse(bytes: &[u8]) -> Result<AttestationObject, Fault> {
    read(bytes).ok_or(Fault::Malformed("attestationObject"))
}

fn read(bytes: &[u8]) -> Option<AttestationObject> {
    let Value::Map(fields) = ciborium::from_reader(bytes).ok()? else {
        return None;
    };
    let (mut format, mut statement, mut authenticator_data) = (None, None, None);
    for (key, value) in fields {
        match (key.as_text()?, value) {
            ("fmt", Value::Text(text)) => format = Some(text),
            ("attStmt", Value::Map(fields)) => statement = Some(fields),
            ("authData", Value::Bytes(bytes)) => authenticator_data = Some(bytes),
            ("fmt" | "attStmt" | "authData", _) => return None,
            _ => {}
        }
    }
    Some(AttestationObject { format: format?, statement: statement?, authenticator_data: authenticator_data? })
}

impl AttestationObject {
    /// We ask for no attestation, and decide nothing by the model of an authenticator. What an authenticator attests
    /// with its own new key is looked at all the same (8.2); statements of manufacturers, which browsers take out where
    /// none was asked for, are left alone.
    pub(super) fn verify(&self, key: &PublicKey, signed: &[u8]) -> Result<(), Fault> {
        let field =
            |name: &str| self.statement.iter().find(|(key, _)| key.as_text() == Some(name)).map(|(_, value)| value);
        match self.format.as_str() {
            "none" if self.statement.is_empty() => Ok(()),
            "none" => Err(Fault::Unfit("an attestation that is none says something")),
            "packed" if field("x5c").is_none() => {
                let signature = field("sig").and_then(Value::as_bytes).ok_or(Fault::Malformed("the attestation"))?;
                key.verify(signed, signature)
            }
            "packed" | "fido-u2f" | "tpm" | "android-key" | "android-safetynet" | "apple" => Ok(()),
            _ => Err(Fault::Unfit("the attestation is of an unknown kind")),
        }
    }
}
