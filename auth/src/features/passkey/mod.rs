//! Passkeys (Web Authentication, Level 3): making, using and managing them.
//!
//! A ceremony has two requests. The first hands out a challenge and keeps it under a random name, which is in a signed
//! cookie (`ceremony`). The second brings what the authenticator made of it: the challenge is used up first, and then
//! everything is looked at (`webauthn`). A passkey is a first factor like the others, and counts as two if the device
//! has verified the person.

mod authentication;
mod ceremony;
mod hooks;
mod manage;
mod registration;
mod routes;
mod webauthn;

pub use self::ceremony::user_handle;
pub use self::hooks::{
    NoPasskeyHooks, PasskeyHooks, PasskeyUser, RegistrationChanges, VerifiedAuthentication, VerifiedRegistration,
};
pub(super) use routes::ROUTES;
pub use routes::{
    DELETE_PASSKEY, GENERATE_AUTHENTICATE_OPTIONS, GENERATE_REGISTER_OPTIONS, LIST_USER_PASSKEYS, UPDATE_PASSKEY,
    VERIFY_AUTHENTICATION, VERIFY_REGISTRATION,
};

use url::Url;

use crate::{
    Auth, Cx,
    wire::{CredentialDescriptor, Passkey},
};

/// How long browsers should wait for a person, in milliseconds, as upstream.
const TIMEOUT: u32 = 60_000;

impl Auth {
    /// The domain that passkeys are for.
    pub fn passkey_rp_id(&self) -> String {
        let config = self.config();
        let host = || Url::parse(&config.base_url).ok()?.host_str().map(str::to_owned);
        config.passkey.rp_id.clone().or_else(host).unwrap_or_else(|| "localhost".into())
    }

    /// The pages that may ask for passkeys; without any configured it is the one that the request comes from, which
    /// was checked when the request was let in.
    fn passkey_origins(&self, cx: &Cx) -> Vec<String> {
        let configured = &self.config().passkey.origin;
        if !configured.is_empty() {
            return configured.clone();
        }
        let origin = cx.facts().and_then(|facts| facts.header("origin")).filter(|origin| !origin.is_empty());
        origin.map(str::to_owned).into_iter().collect()
    }
}

impl CredentialDescriptor {
    fn of(passkey: &Passkey) -> Self {
        let transports = passkey.transports.as_deref().filter(|transports| !transports.is_empty());
        Self {
            id: passkey.credential_id.trim_end_matches('=').to_owned(),
            transports: transports.map(|transports| transports.split(',').map(str::to_owned).collect()),
            kind: "public-key".into(),
        }
    }
}
