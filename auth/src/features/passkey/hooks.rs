//! What is a function among Better Auth's options of passkeys.

use std::fmt;

use async_trait::async_trait;
use serde_json::{Map, Value};

use crate::{
    Auth, Cx,
    error::Result,
    wire::{DeviceType, Passkey},
};

/// Rules of the application about passkeys, handed to
/// [`AuthBuilder::passkey_hooks`](crate::AuthBuilder::passkey_hooks). Every method has a default that changes nothing.
#[async_trait]
pub trait PasskeyHooks: fmt::Debug + Send + Sync {
    /// Whose passkey is made where nobody is signed in and
    /// [`require_session`](crate::config::RegistrationConfig::require_session) is off. They need not have an account
    /// yet: [`PasskeyHooks::after_registration`] may make one. `context` comes from the client; it is for the
    /// application to know what it proves.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn resolve_user(&self, auth: &Auth, cx: &mut Cx, context: Option<&str>) -> Result<Option<PasskeyUser>> {
        let _ = (auth, cx, context);
        Ok(None)
    }

    /// After a new passkey was found to be right, before it is kept.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets; the passkey is not kept.
    async fn after_registration(
        &self,
        auth: &Auth,
        cx: &mut Cx,
        verified: &VerifiedRegistration,
    ) -> Result<RegistrationChanges> {
        let _ = (auth, cx, verified);
        Ok(RegistrationChanges::default())
    }

    /// After a passkey was found to be right, before it signs in.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets; nobody is signed in.
    async fn after_authentication(&self, auth: &Auth, cx: &mut Cx, verified: &VerifiedAuthentication) -> Result<()> {
        let _ = (auth, cx, verified);
        Ok(())
    }

    /// Extensions to ask for when a passkey is made, beside those of the configuration.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn registration_extensions(&self, auth: &Auth, cx: &mut Cx) -> Result<Map<String, Value>> {
        let _ = (auth, cx);
        Ok(Map::new())
    }

    /// Extensions to ask for when a passkey is used, beside those of the configuration.
    ///
    /// # Errors
    ///
    /// The refusal that the caller gets.
    async fn authentication_extensions(&self, auth: &Auth, cx: &mut Cx) -> Result<Map<String, Value>> {
        let _ = (auth, cx);
        Ok(Map::new())
    }
}

/// No rules.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoPasskeyHooks;

impl PasskeyHooks for NoPasskeyHooks {}

/// Whom a passkey is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PasskeyUser {
    /// The id that they have, or will have.
    pub id: String,
    /// What tells their account apart, for example the address.
    pub name: String,
    /// What they are called. Default: the name.
    pub display_name: Option<String>,
}

/// A new passkey that was found to be right.
#[derive(Debug)]
pub struct VerifiedRegistration {
    /// Whom it was made for.
    pub user: PasskeyUser,
    /// In Base64url.
    pub credential_id: String,
    /// The model of the authenticator; zeros where that is not told.
    pub aaguid: String,
    /// Whether it can be on several devices.
    pub device_type: DeviceType,
    /// Whether it is.
    pub backed_up: bool,
    /// Whether the device has asked for a PIN or a fingerprint.
    pub user_verified: bool,
    /// What the browser sent.
    pub response: Value,
    /// What the client said when it began.
    pub context: Option<String>,
}

/// What a rule changes about a new passkey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegistrationChanges {
    /// It belongs to this user instead.
    pub user_id: Option<String>,
    /// It is called this, unless its owner called it something.
    pub name: Option<String>,
}

/// A passkey that was found to be right.
#[derive(Debug)]
pub struct VerifiedAuthentication {
    /// The passkey, as it was before.
    pub passkey: Passkey,
    /// Signatures that the authenticator has made by now.
    pub counter: i64,
    /// Whether it is on several devices.
    pub backed_up: bool,
    /// Whether the device has asked for a PIN or a fingerprint.
    pub user_verified: bool,
    /// What the browser sent.
    pub response: Map<String, Value>,
}
