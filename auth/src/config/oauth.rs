//! Options of social sign-in: providers that come with the core, providers that the configuration describes, and what
//! becomes of the accounts.

use std::{collections::BTreeMap, fmt, sync::Arc, time::Duration};

use ipnet::IpNet;
use serde_json::Value;

use super::AuthConfig;
use crate::{crypto::Secret, schema::ModelConfig, wire::ProviderUser};

/// One of the providers that come with the core, switched on by a client id: `[social_providers.NAME]`.
#[derive(Debug, Clone, Default)]
pub struct SocialProvider {
    /// The id that the provider gave the application. The first one asks for codes; ID tokens may be for any.
    pub client_id: Vec<String>,
    /// The secret that the provider gave.
    pub client_secret: Option<Secret>,
    /// Asked for besides the provider's default scopes.
    pub scope: Vec<String>,
    /// Do not ask for the default scopes. Default `false`.
    pub disable_default_scope: bool,
    /// Where the provider sends people back to. Default `{base}/callback/NAME`.
    pub redirect_uri: Option<String>,
    /// What the provider is to ask a person: `select_account`, `consent`, `login`, `none`.
    pub prompt: Option<String>,
    /// `offline`: ask for a refresh token.
    pub access_type: Option<String>,
    /// Endpoints in place of the provider's own.
    pub endpoints: EndpointOverrides,
    /// Rules of signing up and in.
    pub policy: ProviderPolicy,
    /// Changes what is taken over from a profile.
    pub map_profile_to_user: Option<ProfileMapper>,
    /// Options that only this provider has, by their names: see `docs/providers.md`.
    pub own: BTreeMap<String, Vec<String>>,
}

impl SocialProvider {
    /// An option of this provider, if it is set and not empty.
    pub fn own(&self, name: &str) -> Option<&str> {
        self.own_list(name).first().map(String::as_str).filter(|value| !value.is_empty())
    }

    /// An option of this provider that is a list.
    pub fn own_list(&self, name: &str) -> &[String] {
        self.own.get(name).map_or(&[], Vec::as_slice)
    }
}

impl AuthConfig {
    /// The options of a provider that comes with the core, if it is switched on.
    pub fn social_provider(&self, id: &str) -> Option<&SocialProvider> {
        self.social_providers.iter().find(|(other, _)| other == id).map(|(_, options)| options)
    }

    /// Switches a provider that comes with the core on, or gives it other options.
    pub fn set_social_provider(&mut self, id: impl Into<String>, options: SocialProvider) {
        let id = id.into();
        match self.social_providers.iter_mut().find(|(other, _)| *other == id) {
            Some((_, place)) => *place = options,
            None => self.social_providers.push((id, options)),
        }
    }

    /// The networks that requests to providers may go to although they are not public: those of
    /// `advanced.allow_private_outbound` and, unless real people depend on it, the machine itself.
    pub(crate) fn reachable_networks(&self) -> Vec<IpNet> {
        let loopback = ["127.0.0.0/8", "::1/128"].into_iter().filter_map(|network| network.parse().ok());
        let loopback = loopback.filter(|_| !self.production);
        self.advanced.allow_private_outbound.iter().copied().chain(loopback).collect()
    }
}

/// Endpoints in place of a provider's own, for an installation of one's own and for tests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndpointOverrides {
    /// Where people are sent.
    pub authorization: Option<String>,
    /// Where codes become tokens.
    pub token: Option<String>,
    /// Where the profile is.
    pub user_info: Option<String>,
    /// Where the addresses are, with providers that keep them apart.
    pub user_emails: Option<String>,
    /// Where the keys of ID tokens are.
    pub jwks: Option<String>,
}

/// What a provider may do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProviderPolicy {
    /// Nobody signs up by it. Default `false`.
    pub disable_sign_up: bool,
    /// Nobody signs up by it who did not ask to (`requestSignUp`). Default `false`.
    pub disable_implicit_sign_up: bool,
    /// Every sign-in takes over name, picture and address. Default `false`.
    pub override_user_info: bool,
    /// Nobody signs in whose address is not verified. Default `false`.
    pub require_email_verification: bool,
    /// No ID tokens from clients. Default `false`.
    pub disable_id_token_sign_in: bool,
}

/// A provider that the configuration describes: `[[generic_oauth]]`.
#[derive(Debug, Clone, Default)]
pub struct GenericOauth {
    /// Its name in addresses and in the database.
    pub provider_id: String,
    /// Its name for people. Default: the id.
    pub name: Option<String>,
    /// The id that the provider gave the application.
    pub client_id: String,
    /// The secret that the provider gave; public clients have none.
    pub client_secret: Option<Secret>,
    /// Address of its `openid-configuration`; what it says is used where nothing is set here.
    pub discovery_url: Option<String>,
    /// Headers of the request for that document.
    pub discovery_headers: Vec<(String, String)>,
    /// Where people are sent.
    pub authorization_url: Option<String>,
    /// Where codes become tokens.
    pub token_url: Option<String>,
    /// Where the profile is.
    pub user_info_url: Option<String>,
    /// Where people sign out of the provider.
    pub end_session_endpoint: Option<String>,
    /// What is asked for.
    pub scopes: Vec<String>,
    /// Prove with PKCE that the code was asked for here. Default `true`; upstream too, for a provider with it off
    /// nothing else binds the code to the browser but the state.
    pub pkce: bool,
    /// The id and secret stand in the `Authorization` header and not in the body. Default `false`.
    pub basic_authentication: bool,
    /// What the provider is to ask a person.
    pub prompt: Option<String>,
    /// `offline`: ask for a refresh token.
    pub access_type: Option<String>,
    /// Default `code`.
    pub response_type: Option<String>,
    /// How the provider sends the code: `query` or `form_post`.
    pub response_mode: Option<String>,
    /// Where the provider sends people back to. Default `{base}/callback/ID`.
    pub redirect_uri: Option<String>,
    /// Further parameters of the address that people are sent to.
    pub authorization_url_params: Vec<(String, String)>,
    /// Further parameters of the request for tokens.
    pub token_url_params: Vec<(String, String)>,
    /// Headers of the request for tokens.
    pub authorization_headers: Vec<(String, String)>,
    /// How long an access token lives whose answer does not say.
    pub access_token_expires_in: Option<Duration>,
    /// Refuse a provider whose ID tokens cannot be verified. Default `false`.
    pub require_id_token_verification: bool,
    /// Do not bind ID tokens to the browser by a nonce. Default `false`.
    pub disable_id_token_nonce_binding: bool,
    /// Take a code that nobody here asked for as a wish to sign in, and ask for one. Default `false`.
    pub allow_idp_initiated: bool,
    /// Signing out here does not sign out there. Default `false`.
    pub disable_provider_logout: bool,
    /// Where the provider sends people after signing out.
    pub post_logout_redirect_uri: Option<String>,
    /// Rules of signing up and in.
    pub policy: ProviderPolicy,
    /// Changes what is taken over from a profile.
    pub map_profile_to_user: Option<ProfileMapper>,
}

impl GenericOauth {
    /// A provider with defaults.
    pub fn new(provider_id: impl Into<String>, client_id: impl Into<String>) -> Self {
        Self { provider_id: provider_id.into(), client_id: client_id.into(), pkce: true, ..Self::default() }
    }
}

/// Changes what is taken over from the profile of a provider: `map_profile_to_user` of Better Auth.
#[derive(Clone)]
pub struct ProfileMapper(Arc<MapProfile>);

type MapProfile = dyn Fn(&Value, ProviderUser) -> ProviderUser + Send + Sync;

impl ProfileMapper {
    /// A function of the provider's own answer and of what would be taken over from it.
    pub fn new(map: impl Fn(&Value, ProviderUser) -> ProviderUser + Send + Sync + 'static) -> Self {
        Self(Arc::new(map))
    }

    pub(crate) fn map(&self, profile: &Value, user: ProviderUser) -> ProviderUser {
        (self.0)(profile, user)
    }
}

impl fmt::Debug for ProfileMapper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProfileMapper")
    }
}

/// Options of accounts: the ways to sign in of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountConfig {
    /// Access and refresh tokens are encrypted in the database. Default `false`, as upstream.
    pub encrypt_oauth_tokens: bool,
    /// Signing in renews the tokens in the database. Default `true`.
    pub update_account_on_sign_in: bool,
    /// The account of a sign-in is kept in an encrypted cookie too, for five minutes. Default `false`.
    pub store_account_cookie: bool,
    /// Where the state of a sign-in waits while the person is at the provider.
    pub store_state_strategy: StateStrategy,
    /// Several accounts of one person.
    pub linking: AccountLinking,
    /// Table, columns and further fields.
    pub model: ModelConfig,
}

impl Default for AccountConfig {
    fn default() -> Self {
        Self {
            encrypt_oauth_tokens: false,
            update_account_on_sign_in: true,
            store_account_cookie: false,
            store_state_strategy: StateStrategy::Database,
            linking: AccountLinking::default(),
            model: ModelConfig::default(),
        }
    }
}

/// Where the state of a sign-in waits while the person is at the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateStrategy {
    /// In the table `verification`; a signed cookie names it.
    Database,
    /// Encrypted in a cookie.
    Cookie,
}

/// Options of linking several accounts to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLinking {
    /// Default `true`.
    pub enabled: bool,
    /// Do not link at sign-in, only from the settings. Default `false`.
    pub disable_implicit_linking: bool,
    /// Providers whose addresses count as verified even where they do not say so.
    pub trusted_providers: Vec<String>,
    /// Link accounts with other addresses too. Default `false`.
    pub allow_different_emails: bool,
    /// The last account may be unlinked. Default `false`.
    pub allow_unlinking_all: bool,
    /// Linking takes over name and picture. Default `false`.
    pub update_user_info_on_link: bool,
    /// Link at sign-in only to people whose address is verified here too. Default `true`.
    pub require_local_email_verified: bool,
}

impl Default for AccountLinking {
    fn default() -> Self {
        Self {
            enabled: true,
            disable_implicit_linking: false,
            trusted_providers: Vec::new(),
            allow_different_emails: false,
            allow_unlinking_all: false,
            update_user_info_on_link: false,
            require_local_email_verified: true,
        }
    }
}
