use std::fmt::Write as _;

use ciborium::Value;

use super::Fault;

/// The most bytes of an id (Web Authentication 4).
const MAX_CREDENTIAL_ID: usize = 1023;

/// What the authenticator says of the ceremony (Web Authentication 6.1).
#[derive(Debug)]
pub(super) struct AuthenticatorData<'a> {
    pub(super) rp_id_hash: &'a [u8],
    pub(super) flags: Flags,
    pub(super) counter: i64,
    /// The new key; of a registration.
    pub(super) attested: Option<Attested<'a>>,
}

/// A new key (6.5.1).
#[derive(Debug)]
pub(super) struct Attested<'a> {
    aaguid: &'a [u8; 16],
    pub(super) credential_id: &'a [u8],
    /// A COSE key.
    pub(super) public_key: &'a [u8],
}

/// The flags of the authenticator data.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flags(u8);

impl Flags {
    pub(super) const fn user_present(self) -> bool {
        self.0 & 1 != 0
    }

    pub(super) const fn user_verified(self) -> bool {
        self.0 & (1 << 2) != 0
    }

    pub(super) const fn backup_eligible(self) -> bool {
        self.0 & (1 << 3) != 0
    }

    pub(super) const fn backed_up(self) -> bool {
        self.0 & (1 << 4) != 0
    }

    const fn has_attested(self) -> bool {
        self.0 & (1 << 6) != 0
    }

    const fn has_extensions(self) -> bool {
        self.0 & (1 << 7) != 0
    }
}

impl<'a> AuthenticatorData<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, Fault> {
        const FAULT: Fault = Fault::Malformed("the authenticator data");
        let mut rest = bytes;
        let rp_id_hash = take(&mut rest, 32).ok_or(FAULT)?;
        let flags = Flags(take(&mut rest, 1).ok_or(FAULT)?[0]);
        let counter = rest.split_first_chunk().map(|(counter, after)| {
            rest = after;
            u32::from_be_bytes(*counter)
        });
        // The column holds 31 bits; nobody signs as often.
        let counter = i64::from(counter.ok_or(FAULT)?.min(i32::MAX.unsigned_abs()));
        let attested = if flags.has_attested() { Some(Attested::take(&mut rest).ok_or(FAULT)?) } else { None };
        if flags.has_extensions() {
            take_cbor(&mut rest).ok_or(FAULT)?;
        }
        if rest.is_empty() { Ok(Self { rp_id_hash, flags, counter, attested }) } else { Err(FAULT) }
    }
}

impl<'a> Attested<'a> {
    fn take(rest: &mut &'a [u8]) -> Option<Self> {
        let aaguid = take(rest, 16)?.first_chunk()?;
        let length = usize::from(u16::from_be_bytes(*take(rest, 2)?.first_chunk()?));
        if length > MAX_CREDENTIAL_ID {
            return None;
        }
        let credential_id = take(rest, length)?;
        let public_key = take_cbor(rest)?;
        Some(Self { aaguid, credential_id, public_key })
    }

    /// The model of the authenticator, as UUIDs are written (RFC 9562 4).
    pub(super) fn aaguid(&self) -> String {
        let mut text = String::with_capacity(36);
        for (index, byte) in self.aaguid.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            let written = write!(text, "{byte:02x}");
            debug_assert!(written.is_ok(), "writing to a String does not fail");
        }
        text
    }
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

/// The bytes of the next value of CBOR.
fn take_cbor<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let all = *rest;
    let mut after = all;
    ciborium::from_reader::<Value, _>(&mut after).ok()?;
    *rest = after;
    all.get(..all.len() - after.len())
}
