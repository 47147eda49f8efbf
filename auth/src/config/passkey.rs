use serde_json::{Map, Value};
use toml::Value as Toml;

use super::{load::set, reader::Reader};
use crate::wire::AuthenticatorAttachment;

/// Options of passkeys. What is a function in Better Auth is in [`crate::features::passkey::PasskeyHooks`].
#[derive(Debug, Clone, PartialEq)]
pub struct PasskeyConfig {
    /// Default `true`.
    pub enabled: bool,
    /// The domain that passkeys are for; those of another one are of no use. Default: the host of the base URL.
    pub rp_id: Option<String>,
    /// What people are shown for it. Default: the name of the application.
    pub rp_name: Option<String>,
    /// The pages that may ask for passkeys, without a slash at the end. Default: the one that a request comes from.
    pub origin: Vec<String>,
    /// Which authenticators are wanted for new passkeys.
    pub authenticator_selection: AuthenticatorSelection,
    /// The short name of the cookie that holds a ceremony. Default `better-auth-passkey`.
    pub web_authn_challenge_cookie: String,
    /// Making passkeys.
    pub registration: RegistrationConfig,
    /// Extensions that are asked for when a passkey is used.
    pub authentication_extensions: Map<String, Value>,
    /// Pages of other sites may use passkeys from within a frame. Ours; default `false`.
    pub allow_cross_origin: bool,
    /// A passkey is a second factor too, after another first one, for users who have switched one on. Ours; default
    /// `false`: clients of Better Auth do not know the method.
    pub second_factor: bool,
}

/// Options of making passkeys.
#[derive(Debug, Clone, PartialEq)]
pub struct RegistrationConfig {
    /// Only somebody who is signed in can add one. Default `true`; otherwise the application's hooks say whose it is.
    pub require_session: bool,
    /// Extensions that are asked for.
    pub extensions: Map<String, Value>,
}

/// Which authenticators are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticatorSelection {
    /// Only one of this kind. Default: any.
    pub authenticator_attachment: Option<AuthenticatorAttachment>,
    /// The passkey is found without an address. Default preferred.
    pub resident_key: Requirement,
    /// The device asks for a PIN or a fingerprint. Default preferred; where it is required, passkeys that do without are
    /// refused.
    pub user_verification: Requirement,
}

/// How much something is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Requirement {
    /// Nothing else will do.
    Required,
    /// If it is possible.
    Preferred,
    /// Rather not.
    Discouraged,
}

impl Requirement {
    /// The word of Web Authentication.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Preferred => "preferred",
            Self::Discouraged => "discouraged",
        }
    }
}

impl Default for PasskeyConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            rp_id: None,
            rp_name: None,
            origin: Vec::new(),
            authenticator_selection: AuthenticatorSelection {
                authenticator_attachment: None,
                resident_key: Requirement::Preferred,
                user_verification: Requirement::Preferred,
            },
            web_authn_challenge_cookie: "better-auth-passkey".into(),
            registration: RegistrationConfig { require_session: true, extensions: Map::new() },
            authentication_extensions: Map::new(),
            allow_cross_origin: false,
            second_factor: false,
        }
    }
}

impl PasskeyConfig {
    pub(super) fn read(&mut self, section: Reader<'_>) {
        set(&mut self.enabled, section.bool("enabled"));
        set(&mut self.rp_id, section.text("rp_id").map(Some));
        set(&mut self.rp_name, section.text("rp_name").map(Some));
        set(&mut self.origin, section.text_or_texts("origin"));
        set(&mut self.allow_cross_origin, section.bool("allow_cross_origin"));
        set(&mut self.second_factor, section.bool("second_factor"));
        if self.rp_id.as_deref().is_some_and(|rp_id| rp_id.contains(['/', ':'])) {
            section.problem("rp_id", "is no domain", "for example example.com, without https:// and port");
        }
        if self.origin.iter().any(|origin| origin.ends_with('/')) {
            section.problem("origin", "ends in a slash", "for example https://app.example.com");
        }

        let selection = section.section("authenticator_selection");
        self.authenticator_selection.read(&selection);
        selection.finish();

        let advanced = section.section("advanced");
        set(&mut self.web_authn_challenge_cookie, advanced.text("web_authn_challenge_cookie"));
        advanced.finish();

        let registration = section.section("registration");
        set(&mut self.registration.require_session, registration.bool("require_session"));
        set(&mut self.registration.extensions, read_extensions(&registration));
        registration.finish();

        let authentication = section.section("authentication");
        set(&mut self.authentication_extensions, read_extensions(&authentication));
        authentication.finish();
        section.finish();
    }
}

impl AuthenticatorSelection {
    fn read(&mut self, section: &Reader<'_>) {
        let attachments = [AuthenticatorAttachment::Platform, AuthenticatorAttachment::CrossPlatform]
            .map(|attachment| (attachment.as_str(), Some(attachment)));
        let requirements = [Requirement::Required, Requirement::Preferred, Requirement::Discouraged]
            .map(|requirement| (requirement.as_str(), requirement));
        set(&mut self.authenticator_attachment, section.choice("authenticator_attachment", &attachments));
        set(&mut self.resident_key, section.choice("resident_key", &requirements));
        set(&mut self.user_verification, section.choice("user_verification", &requirements));
        // It follows from `resident_key`.
        section.known(&["require_resident_key"]);
    }

    /// `AuthenticatorSelectionCriteria` of Web Authentication.
    pub(crate) fn criteria(&self, attachment: Option<AuthenticatorAttachment>) -> Map<String, Value> {
        let mut criteria = Map::new();
        let attachment = attachment.or(self.authenticator_attachment);
        criteria.extend(attachment.map(|kind| ("authenticatorAttachment".to_owned(), kind.as_str().into())));
        criteria.insert("residentKey".into(), self.resident_key.as_str().into());
        criteria.insert("requireResidentKey".into(), (self.resident_key == Requirement::Required).into());
        criteria.insert("userVerification".into(), self.user_verification.as_str().into());
        criteria
    }
}

/// Extensions have names in camelCase, and keys of a file are in `snake_case`.
fn read_extensions(section: &Reader<'_>) -> Option<Map<String, Value>> {
    let Toml::Table(table) = section.any("extensions")? else {
        section.problem("extensions", "are not a table", "for example extensions = { cred_props = true }");
        return None;
    };
    let Ok(Value::Object(extensions)) = serde_json::to_value(table) else {
        return None;
    };
    Some(extensions.into_iter().map(|(name, value)| (camel_case(&name), value)).collect())
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}
