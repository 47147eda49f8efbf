use std::fmt;

use hkdf::Hkdf;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// A root secret of the installation, as configured.
///
/// Cookies are signed with its text as it is, because Better Auth does so; every key of our own is derived
/// from it for one purpose (HKDF), so that no two purposes share a key.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Wraps the configured text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// The key of Better Auth's own formats: the text as UTF-8.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }

    /// The text itself, for the one place that hands it on (a driver, a mail server).
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Number of characters, for checks of the configuration.
    pub fn length(&self) -> usize {
        self.0.expose_secret().chars().count()
    }

    /// A key for one purpose: HKDF-SHA256 (RFC 5869) with the purpose as `info`.
    pub(crate) fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        let expanded = Hkdf::<Sha256>::new(Some(b"latchkey"), self.as_bytes()).expand(purpose.as_bytes(), &mut key);
        debug_assert!(expanded.is_ok(), "32 bytes are far below HKDF's limit of 8160");
        key
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The secrets in force: the first one signs, all of them verify, so that a secret can be replaced
/// without signing everybody out.
#[derive(Debug, Clone)]
pub struct Secrets {
    current: Secret,
    previous: Vec<Secret>,
}

impl Secrets {
    /// `current` signs; `previous` still verify.
    pub fn new(current: Secret, previous: Vec<Secret>) -> Self {
        Self { current, previous }
    }

    /// The secret that signs.
    pub fn current(&self) -> &Secret {
        &self.current
    }

    /// All secrets that verify, the current one first.
    pub fn iter(&self) -> impl Iterator<Item = &Secret> {
        std::iter::once(&self.current).chain(&self.previous)
    }
}
