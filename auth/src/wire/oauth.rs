use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Fields, Timestamp, User};

/// The body of `POST /sign-in/social`: starts signing in at a provider, or signs in by an ID token of one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInSocial {
    /// The provider, for example `google`.
    pub provider: String,
    /// Where the person goes afterwards.
    #[serde(rename = "callbackURL", default, skip_serializing_if = "Option::is_none")]
    pub callback_url: Option<String>,
    /// Where somebody goes who was not known before.
    #[serde(rename = "newUserCallbackURL", default, skip_serializing_if = "Option::is_none")]
    pub new_user_callback_url: Option<String>,
    /// Where the person goes when it does not work; gets `?error=`.
    #[serde(rename = "errorCallbackURL", default, skip_serializing_if = "Option::is_none")]
    pub error_callback_url: Option<String>,
    /// Answer the address without a redirect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disable_redirect: Option<bool>,
    /// An ID token that the client got from the provider itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token: Option<IdTokenInput>,
    /// Asked for besides the configured scopes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// The person wants an account, where signing in alone makes none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_sign_up: Option<bool>,
    /// Who wants to sign in, for the provider's form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login_hint: Option<String>,
    /// Further parameters of the address at the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional_params: Option<BTreeMap<String, String>>,
    /// Comes back with the state; for the application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional_data: Option<BTreeMap<String, Value>>,
}

/// An ID token that a client got from a provider.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdTokenInput {
    /// The token.
    pub token: String,
    /// The nonce that it was asked for with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// The access token that came with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// The refresh token that came with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// When the access token ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<f64>,
    /// What Apple says of a person at their first sign-in, beside the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<AppleUser>,
}

/// Tokens stay out of logs.
impl fmt::Debug for IdTokenInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdTokenInput(…)")
    }
}

/// What Apple says of a person at their first sign-in. It stands beside the token and nobody has signed it, so
/// only the name is taken from it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppleUser {
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<AppleName>,
}

/// A name in two parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppleName {
    /// Given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
}

/// What `POST /sign-in/social` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInSocialOutput {
    /// Whether the client should go to `url`.
    pub redirect: bool,
    /// The address at the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The token of the new session, for an ID token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Who signed in, for an ID token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
}

/// The body of `POST /link-social`: links an account at a provider to the caller.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkSocial {
    /// The provider, for example `google`.
    pub provider: String,
    /// Where the person goes afterwards.
    #[serde(rename = "callbackURL", default, skip_serializing_if = "Option::is_none")]
    pub callback_url: Option<String>,
    /// Where the person goes when it does not work; gets `?error=`.
    #[serde(rename = "errorCallbackURL", default, skip_serializing_if = "Option::is_none")]
    pub error_callback_url: Option<String>,
    /// Answer the address without a redirect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disable_redirect: Option<bool>,
    /// An ID token that the client got from the provider itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token: Option<IdTokenInput>,
    /// Asked for besides the configured scopes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scopes: Option<Vec<String>>,
    /// Taken and without effect here, as upstream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_sign_up: Option<bool>,
    /// Whose account it is, for the provider's form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login_hint: Option<String>,
    /// Further parameters of the address at the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional_params: Option<BTreeMap<String, String>>,
    /// Comes back with the state; for the application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional_data: Option<BTreeMap<String, Value>>,
}

/// What `POST /link-social` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSocialOutput {
    /// Whether the client should go to `url`.
    pub redirect: bool,
    /// The address at the provider; empty where an ID token has linked already.
    pub url: String,
    /// Whether it is linked already, by an ID token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<bool>,
}

/// What a provider sends a browser back with: the query of `GET /callback/{id}`, or the form of its POST.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderCallback {
    /// Becomes tokens, once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Why there is no code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// VK names the device that a code is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<String>,
    /// A sentence about the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
    /// The state that the browser was sent with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// What Apple says of a person at their first sign-in, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Who answers (RFC 9207).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iss: Option<String>,
}

/// Codes stay out of logs.
impl fmt::Debug for ProviderCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderCallback").field("error", &self.error).finish_non_exhaustive()
    }
}

/// An account of the caller, as `GET /list-accounts` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkedAccount {
    /// Row id; names the account in other operations.
    pub id: String,
    /// `credential` for a password, else the provider.
    pub provider_id: String,
    /// The person's id at the provider.
    pub account_id: String,
    /// Whose account it is.
    pub user_id: String,
    /// What the provider was asked for and granted.
    pub scopes: Vec<String>,
    /// When it was linked.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// The body of `POST /unlink-account`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnlinkAccount {
    /// Row id of the account.
    pub account_id: String,
}

/// Names an account: by its row id, or the one in the account cookie.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SelectAccount {
    /// Row id of the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The account that the account cookie holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_account_cookie: Option<bool>,
    /// Whose account it is; for trusted code alone, a browser's session decides for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

/// What `POST /get-access-token` answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessToken {
    /// Opens the provider's interfaces.
    pub access_token: String,
    /// When it ends, if the provider said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token_expires_at: Option<Timestamp>,
    /// What it is good for.
    pub scopes: Vec<String>,
    /// The ID token that came with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
}

/// What `POST /refresh-token` answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefreshedTokens {
    /// The new access token.
    pub access_token: String,
    /// The refresh token from now on.
    pub refresh_token: String,
    /// When the access token ends, if the provider said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_token_expires_at: Option<Timestamp>,
    /// When the refresh token ends, if the provider said so.
    pub refresh_token_expires_at: Option<Timestamp>,
    /// What the tokens are good for, comma-joined as in the database.
    pub scope: Option<String>,
    /// The ID token.
    pub id_token: Option<String>,
    /// The provider.
    pub provider_id: String,
    /// Row id of the account.
    pub account_id: String,
}

/// Tokens stay out of logs.
impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

/// Tokens stay out of logs.
impl fmt::Debug for RefreshedTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshedTokens").field("provider_id", &self.provider_id).finish_non_exhaustive()
    }
}

/// What is taken over from the profile of a provider.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProviderUser {
    /// The name to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The address, in whatever case the provider has it.
    pub email: Option<String>,
    /// Whether the provider says that the address was proven. Only the word of the provider itself counts.
    pub email_verified: bool,
    /// Address of a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Further fields of the user; only a `ProfileMapper` of the application fills them.
    #[serde(flatten)]
    pub fields: Fields,
}

/// What `GET /account-info` answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountInfo {
    /// What would be taken over.
    pub user: ProviderUser,
    /// The provider's own answer.
    pub data: Value,
    /// The account.
    pub account: AccountKey,
}

/// Names an account here and at its provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountKey {
    /// Row id.
    pub id: String,
    /// The provider.
    pub provider_id: String,
    /// The person's id at the provider.
    pub account_id: String,
}
