use hkdf::Hkdf;
use sha2::Sha256;

use super::{Secret, Secrets, hex};

impl Secrets {
    /// Secrets for one purpose of social sign-in, in Better Auth's way: the hex of HKDF-SHA256 stands in place of the
    /// secret, so that what was encrypted for one purpose is not read for another.
    pub(crate) fn for_purpose(&self, purpose: &str) -> Self {
        let derive = |secret: &Secret| {
            let mut key = [0; 32];
            let info = format!("better-auth:{purpose}:v1");
            let expanded = Hkdf::<Sha256>::new(Some(b"better-auth:oauth-encryption:v1"), secret.as_bytes())
                .expand(info.as_bytes(), &mut key);
            debug_assert!(expanded.is_ok(), "32 bytes are far below HKDF's limit of 8160");
            Secret::new(hex::encode(&key))
        };
        let mut derived = self.iter().map(derive);
        let current = derived.next().unwrap_or_else(|| derive(self.current()));
        Self::new(current, derived.collect())
    }

    /// Secrets for one purpose of our own: the hex of [`Secret::derive`] stands in place of the secret.
    pub(crate) fn derived(&self, purpose: &str) -> Self {
        let derive = |secret: &Secret| Secret::new(hex::encode(&secret.derive(purpose)));
        Self::new(derive(self.current()), self.iter().skip(1).map(derive).collect())
    }
}
