use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{SessionWithUser, SignInOutcome, Timestamp};

/// A passkey of a user, as its owner sees it. Nothing of it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Passkey {
    /// Row id.
    pub id: String,
    /// What its owner calls it.
    pub name: Option<String>,
    /// The COSE key (RFC 9052 7) in Base64.
    pub public_key: String,
    /// Whose passkey it is.
    pub user_id: String,
    /// The id that the authenticator knows it by, in Base64url.
    #[serde(rename = "credentialID")]
    pub credential_id: String,
    /// Signatures that the authenticator says it has made; always zero of many.
    pub counter: i64,
    /// Whether it can be on several devices.
    pub device_type: DeviceType,
    /// Whether it was on several devices, or backed up, when it was last used.
    pub backed_up: bool,
    /// How the authenticator is reached, comma-joined: `internal,hybrid`.
    pub transports: Option<String>,
    /// When it was added.
    pub created_at: Option<Timestamp>,
    /// The model of the authenticator; zeros where that is not told.
    pub aaguid: Option<String>,
}

/// Whether a passkey can be on several devices: the flag `BE` of its authenticator (Web Authentication 6.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeviceType {
    /// It stays where it was made.
    SingleDevice,
    /// It is synchronised.
    MultiDevice,
}

impl DeviceType {
    /// The text of the wire and of the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SingleDevice => "singleDevice",
            Self::MultiDevice => "multiDevice",
        }
    }

    /// The type with this text, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::SingleDevice, Self::MultiDevice].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// How `GET /passkey/generate-register-options` is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GenerateRegisterOptions {
    /// Only authenticators of this kind.
    pub authenticator_attachment: Option<AuthenticatorAttachment>,
    /// What the authenticator shows as the account. Default: the address.
    pub name: Option<String>,
    /// Comes back to the application's hooks.
    pub context: Option<String>,
    /// The browser makes it without asking, after a sign-in by a password that it has filled in. Ours: `mediation` in the
    /// query, with the word of Web Authentication.
    pub conditional: bool,
}

/// Where an authenticator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthenticatorAttachment {
    /// In the device.
    Platform,
    /// A security key, or a phone beside the device.
    CrossPlatform,
}

impl AuthenticatorAttachment {
    /// The word of the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::CrossPlatform => "cross-platform",
        }
    }

    /// The kind with this word, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Platform, Self::CrossPlatform].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What a browser needs to make a passkey: `PublicKeyCredentialCreationOptionsJSON` of Web Authentication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RegisterOptions {
    /// What is to be signed, in Base64url.
    pub challenge: String,
    /// For which site.
    pub rp: RelyingParty,
    /// For whom.
    pub user: PasskeyOwner,
    /// The kinds of keys that are taken, the best first.
    pub pub_key_cred_params: Vec<KeyKind>,
    /// How long the browser should wait, in milliseconds.
    pub timeout: u32,
    /// Always `none`: which model it is said to be is not proved.
    pub attestation: String,
    /// The passkeys that the user has.
    pub exclude_credentials: Vec<CredentialDescriptor>,
    /// Which authenticators are wanted.
    pub authenticator_selection: Map<String, Value>,
    /// Extensions.
    pub extensions: Map<String, Value>,
    /// None.
    pub hints: Vec<String>,
}

/// The site that a passkey is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelyingParty {
    /// What people are shown.
    pub name: String,
    /// The domain.
    pub id: String,
}

/// The account that a passkey is for, as the authenticator knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyOwner {
    /// The user handle in Base64url; it says nothing about the person.
    pub id: String,
    /// What tells accounts apart.
    pub name: String,
    /// What people are called.
    pub display_name: String,
}

/// A kind of keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyKind {
    /// A COSE algorithm.
    pub alg: i32,
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// A passkey by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialDescriptor {
    /// In Base64url.
    pub id: String,
    /// How its authenticator is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transports: Option<Vec<String>>,
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: String,
}

/// What a browser needs to use a passkey: `PublicKeyCredentialRequestOptionsJSON` of Web Authentication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticateOptions {
    /// For which site.
    pub rp_id: String,
    /// What is to be signed, in Base64url.
    pub challenge: String,
    /// The passkeys that will do; absent: any that the browser finds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_credentials: Option<Vec<CredentialDescriptor>>,
    /// How long the browser should wait, in milliseconds.
    pub timeout: u32,
    /// Whether the device asks for a PIN or a fingerprint.
    pub user_verification: String,
    /// Extensions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extensions: Option<Map<String, Value>>,
}

/// The body of `POST /passkey/verify-registration`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyRegistration {
    /// What the browser made: `RegistrationResponseJSON`.
    #[serde(default)]
    pub response: Value,
    /// What its owner calls it.
    pub name: Option<String>,
    /// Sign in too.
    pub create_session: Option<bool>,
}

/// What `POST /passkey/verify-registration` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyRegistrationOutput {
    /// The new passkey.
    #[serde(flatten)]
    pub passkey: Passkey,
    /// What signing in came to, if it was asked for.
    #[serde(flatten)]
    pub sign_in: Option<SignInOutcome<SessionWithUser>>,
}

/// The body of `POST /passkey/verify-authentication`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyAuthentication {
    /// What the browser made: `AuthenticationResponseJSON`.
    pub response: Map<String, Value>,
}

/// The body of `POST /passkey/update-passkey`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdatePasskey {
    /// Which one.
    pub id: String,
    /// What it is called from now on.
    pub name: String,
}

/// What `POST /passkey/update-passkey` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdatePasskeyOutput {
    /// The passkey as it is now.
    pub passkey: Passkey,
}

/// The body of `POST /passkey/delete-passkey`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletePasskey {
    /// Which one.
    pub id: String,
}
