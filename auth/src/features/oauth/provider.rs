//! A provider as the flow sees it, whether it comes with the core or from the configuration.

use super::{
    id_token::IdTokenRules,
    profile::{Profile, ProfileSource},
};
use crate::{
    config::{ProfileMapper, ProviderPolicy, SocialProvider},
    crypto::Secret,
    wire::ProviderUser,
};

/// Everything that is known of a provider.
#[derive(Debug, Clone)]
pub(crate) struct Provider {
    /// In addresses and in the database.
    pub(crate) id: String,
    /// For people.
    pub(crate) name: String,
    pub(crate) client: Client,
    pub(crate) endpoints: Endpoints,
    pub(crate) request: AuthorizationRequest,
    pub(crate) tokens: TokenRequest,
    pub(crate) id_token: IdTokenCheck,
    pub(crate) profile: ProfileRules,
    pub(crate) policy: ProviderPolicy,
    /// Who answers, where the provider says so (RFC 9207).
    pub(crate) issuer: Option<String>,
    /// Asks for a code itself when one comes that nobody here asked for.
    pub(crate) allow_idp_initiated: bool,
    /// Where people go after signing out of the provider.
    pub(crate) post_logout_redirect_uri: Option<String>,
    /// The options as configured, for what only this provider has.
    pub(crate) options: SocialProvider,
}

/// Who we are at the provider.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    /// The first one asks for codes, ID tokens may be for any.
    pub(crate) ids: Vec<String>,
    pub(crate) secret: Option<Secret>,
    pub(crate) auth: ClientAuth,
    pub(crate) names: ClientNames,
}

/// How the id and secret are sent to the token endpoint (RFC 6749 2.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClientAuth {
    /// In the body.
    Body,
    /// In the `Authorization` header.
    Header,
}

/// What a provider calls the id and the secret. Nearly all keep to the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClientNames {
    /// `client_id` in the standard.
    pub(crate) id: &'static str,
    /// `client_secret` in the standard.
    pub(crate) secret: &'static str,
    /// Tokens are asked for with GET, in the query.
    pub(crate) get: bool,
}

impl ClientNames {
    /// The names of the standard.
    pub(crate) const STANDARD: Self = Self { id: "client_id", secret: "client_secret", get: false };
}

/// Where things are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Endpoints {
    pub(crate) authorization: String,
    pub(crate) token: String,
    /// Where tokens are renewed, if not at the token endpoint.
    pub(crate) refresh: Option<String>,
    pub(crate) user_info: Option<String>,
    pub(crate) user_emails: Option<String>,
    pub(crate) end_session: Option<String>,
}

/// What stands in the address that people are sent to.
#[derive(Debug, Clone)]
pub(crate) struct AuthorizationRequest {
    pub(crate) scopes: Vec<String>,
    pub(crate) scope_separator: &'static str,
    pub(crate) pkce: bool,
    /// Bind the ID token to this sign-in.
    pub(crate) nonce: bool,
    pub(crate) login_hint: bool,
    pub(crate) response_type: String,
    pub(crate) redirect_uri: Option<String>,
    pub(crate) parameters: Vec<(String, String)>,
    /// After `#`.
    pub(crate) fragment: Option<&'static str>,
}

/// What stands in requests for tokens beside the standard.
#[derive(Debug, Clone, Default)]
pub(crate) struct TokenRequest {
    pub(crate) parameters: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    /// Whether the provider renews access tokens.
    pub(crate) refresh: bool,
    pub(crate) refresh_parameters: Vec<(String, String)>,
    /// How long an access token lives whose answer does not say.
    pub(crate) lifetime: Option<std::time::Duration>,
}

/// What is asked of ID tokens.
#[derive(Debug, Clone)]
pub(crate) enum IdTokenCheck {
    /// The provider gives none that we use.
    None,
    /// It is good because it came from the token endpoint, whose certificate TLS has checked (OpenID Connect Core
    /// 3.1.3.7, 6). None are taken from clients.
    FromTokenEndpoint,
    /// Signature and claims.
    Keys(IdTokenRules, fn(&Profile, &SocialProvider) -> bool),
    /// The provider looks at it and answers with its claims.
    Endpoint(String),
}

/// What becomes of a profile.
#[derive(Debug, Clone)]
pub(crate) struct ProfileRules {
    pub(crate) source: ProfileSource,
    /// Which part of the answer is the profile, as a JSON pointer.
    pub(crate) root: &'static str,
    /// Where the id of the person is, as JSON pointers; the first that is there counts.
    pub(crate) subject: &'static [&'static str],
    pub(crate) user: fn(&Profile) -> Option<ProviderUser>,
    pub(crate) mapper: Option<ProfileMapper>,
}

impl Provider {
    /// Whether clients may hand in ID tokens of this provider.
    pub(crate) fn takes_id_tokens(&self) -> bool {
        let checked = matches!(self.id_token, IdTokenCheck::Keys(..) | IdTokenCheck::Endpoint(_));
        checked && !self.policy.disable_id_token_sign_in
    }

    /// From now on ID tokens are for these ids of ours.
    pub(in crate::features) fn take_tokens_for(&mut self, ids: &[String]) {
        ids.clone_into(&mut self.client.ids);
        if let IdTokenCheck::Keys(rules, _) = &mut self.id_token {
            ids.clone_into(&mut rules.audiences);
        }
    }
}
