use std::time::Duration;

use crate::{
    config::SocialProvider,
    features::oauth::{
        id_token::{Algorithm, IdTokenRules},
        profile::{Profile, ProfileSource},
        provider::{
            AuthorizationRequest, Client, ClientAuth, ClientNames, Endpoints, IdTokenCheck, ProfileRules, Provider,
            TokenRequest,
        },
    },
    wire::ProviderUser,
};

/// A provider that comes with the core, as data. What a file of a provider does not say is as [`BuiltIn::new`] says.
pub(crate) struct BuiltIn {
    /// In addresses, in the configuration and in the database.
    pub(crate) id: &'static str,
    /// For people.
    pub(crate) name: &'static str,
    pub(crate) authorization_endpoint: &'static str,
    pub(crate) token_endpoint: &'static str,
    /// Where tokens are renewed, if not at the token endpoint.
    pub(crate) refresh_endpoint: &'static str,
    /// Where the profile is; empty where the ID token has it all.
    pub(crate) user_info_endpoint: &'static str,
    /// Where the addresses are, with providers that keep them apart.
    pub(crate) user_emails_endpoint: &'static str,
    /// What stands for `{…}` in endpoints and issuers.
    pub(crate) places: fn(&SocialProvider) -> Vec<(&'static str, String)>,
    /// Options that only this provider has.
    pub(crate) own_options: &'static [&'static str],
    /// Those of them that have to be set.
    pub(crate) required_options: &'static [&'static str],
    pub(crate) client_auth: ClientAuth,
    pub(crate) client_names: ClientNames,
    pub(crate) scopes: &'static [&'static str],
    pub(crate) scope_separator: &'static str,
    pub(crate) pkce: fn(&SocialProvider) -> bool,
    /// Whether ID tokens hold the nonce of the request.
    pub(crate) nonce: bool,
    pub(crate) login_hint: bool,
    pub(crate) prompt: Prompt,
    pub(crate) response_type: &'static str,
    /// Further parameters of the address that people are sent to.
    pub(crate) parameters: fn(&SocialProvider) -> Vec<(&'static str, String)>,
    pub(crate) fragment: Option<&'static str>,
    /// Whether the provider renews access tokens.
    pub(crate) refresh: bool,
    /// Whether renewing names the scopes again.
    pub(crate) refresh_names_scopes: bool,
    pub(crate) id_token: IdToken,
    pub(crate) profile: ProfileSource,
    /// Which part of the answer is the profile, as a JSON pointer.
    pub(crate) root: &'static str,
    /// Where the id of the person is, as JSON pointers.
    pub(crate) subject: &'static [&'static str],
    /// What is taken over; `None` refuses the person.
    pub(crate) user: fn(&Profile) -> Option<ProviderUser>,
}

/// What is asked of ID tokens.
pub(crate) enum IdToken {
    /// There are none, or we do not use them.
    None,
    /// Good because they came from the token endpoint; none are taken from clients.
    FromTokenEndpoint,
    /// Signature and claims.
    Keys(Keys),
    /// The provider looks at them, at this address.
    Endpoint(&'static str),
}

/// What verifies ID tokens.
pub(crate) struct Keys {
    pub(crate) jwks: &'static str,
    /// Empty where it depends on the token; then `check` decides.
    pub(crate) issuers: &'static [&'static str],
    pub(crate) algorithms: &'static [Algorithm],
    pub(crate) max_age: Option<Duration>,
    /// Whether the token may hold the SHA-256 of the nonce.
    pub(crate) hashed_nonce: bool,
    /// Whether something else than a signed token may stand in its place: an access token that is then looked at.
    pub(crate) opaque: bool,
    /// What else has to hold.
    pub(crate) check: fn(&Profile, &SocialProvider) -> bool,
}

impl Keys {
    /// RSA signatures of one issuer, an hour old at most.
    pub(crate) const fn new(jwks: &'static str, issuers: &'static [&'static str]) -> Self {
        Self {
            jwks,
            issuers,
            algorithms: &[Algorithm::RS256],
            max_age: Some(Duration::from_hours(1)),
            hashed_nonce: false,
            opaque: false,
            check: |_, _| true,
        }
    }
}

/// What becomes of the option `prompt`.
pub(crate) enum Prompt {
    /// The provider knows none.
    Unknown,
    /// It is sent when it is set.
    AsConfigured,
    /// It is sent, and this where it is not set.
    Default(&'static str),
}

impl BuiltIn {
    /// A provider that keeps to the standard: PKCE, secrets in the body, a profile of OpenID Connect at an endpoint.
    pub(crate) const fn new(
        id: &'static str,
        name: &'static str,
        authorization_endpoint: &'static str,
        token_endpoint: &'static str,
    ) -> Self {
        Self {
            id,
            name,
            authorization_endpoint,
            token_endpoint,
            refresh_endpoint: "",
            user_info_endpoint: "",
            user_emails_endpoint: "",
            places: |_| Vec::new(),
            own_options: &[],
            required_options: &[],
            client_auth: ClientAuth::Body,
            client_names: ClientNames::STANDARD,
            scopes: &[],
            scope_separator: " ",
            pkce: |_| true,
            nonce: false,
            login_hint: false,
            prompt: Prompt::Unknown,
            response_type: "code",
            parameters: |_| Vec::new(),
            fragment: None,
            refresh: true,
            refresh_names_scopes: false,
            id_token: IdToken::None,
            profile: ProfileSource::Endpoint(&[]),
            root: "",
            subject: &["/sub"],
            user: |profile| Some(profile.standard()),
        }
    }

    /// The provider under the options of the configuration.
    pub(crate) fn provider(&self, options: &SocialProvider) -> Provider {
        let places = (self.places)(options);
        let filled =
            |text: &str| places.iter().fold(text.to_owned(), |text, (place, value)| text.replace(place, value));
        let or_own = |own: Option<&String>, built_in: &str| {
            own.cloned().or_else(|| Some(filled(built_in)).filter(|endpoint| !endpoint.is_empty()))
        };
        let endpoints = &options.endpoints;
        let default_scopes = if options.disable_default_scope { &[] } else { self.scopes };
        let scopes: Vec<_> =
            default_scopes.iter().map(|scope| (*scope).to_owned()).chain(options.scope.iter().cloned()).collect();
        let refresh_parameters = if self.refresh_names_scopes {
            vec![("scope".to_owned(), scopes.join(self.scope_separator))]
        } else {
            Vec::new()
        };
        let prompt = match self.prompt {
            Prompt::Unknown => None,
            Prompt::AsConfigured => options.prompt.clone(),
            Prompt::Default(default) => options.prompt.clone().or_else(|| Some(default.into())),
        };
        let own_parameters = (self.parameters)(options).into_iter().map(|(name, value)| (name.to_owned(), value));
        Provider {
            id: self.id.into(),
            name: self.name.into(),
            client: Client {
                ids: self.client_ids(options),
                secret: options.client_secret.clone(),
                auth: self.client_auth,
                names: self.client_names,
            },
            endpoints: Endpoints {
                authorization: or_own(endpoints.authorization.as_ref(), self.authorization_endpoint)
                    .unwrap_or_default(),
                token: or_own(endpoints.token.as_ref(), self.token_endpoint).unwrap_or_default(),
                refresh: or_own(endpoints.token.as_ref(), self.refresh_endpoint),
                user_info: or_own(endpoints.user_info.as_ref(), self.user_info_endpoint),
                user_emails: or_own(endpoints.user_emails.as_ref(), self.user_emails_endpoint),
                end_session: None,
            },
            request: AuthorizationRequest {
                scopes,
                scope_separator: self.scope_separator,
                pkce: (self.pkce)(options),
                nonce: self.nonce,
                login_hint: self.login_hint,
                response_type: self.response_type.into(),
                redirect_uri: options.redirect_uri.clone(),
                parameters: prompt
                    .map(|prompt| ("prompt".to_owned(), prompt))
                    .into_iter()
                    .chain(own_parameters)
                    .collect(),
                fragment: self.fragment,
            },
            tokens: TokenRequest { refresh: self.refresh, refresh_parameters, ..TokenRequest::default() },
            id_token: self.id_token_check(options, filled),
            profile: ProfileRules {
                source: self.profile,
                root: self.root,
                subject: self.subject,
                user: self.user,
                mapper: options.map_profile_to_user.clone(),
            },
            policy: options.policy.clone(),
            issuer: None,
            allow_idp_initiated: false,
            post_logout_redirect_uri: None,
            options: options.clone(),
        }
    }

    /// What the provider calls our id; `TikTok` has a key in its place.
    pub(crate) fn client_ids(&self, options: &SocialProvider) -> Vec<String> {
        match options.own(self.client_names.id) {
            Some(key) => vec![key.to_owned()],
            None => options.client_id.clone(),
        }
    }

    fn id_token_check(&self, options: &SocialProvider, filled: impl Fn(&str) -> String) -> IdTokenCheck {
        match &self.id_token {
            IdToken::None => IdTokenCheck::None,
            IdToken::FromTokenEndpoint => IdTokenCheck::FromTokenEndpoint,
            IdToken::Endpoint(url) => IdTokenCheck::Endpoint((*url).to_owned()),
            IdToken::Keys(keys) => {
                let audiences = match (options.own_list("audience"), options.own("app_bundle_identifier")) {
                    ([], None) => options.client_id.clone(),
                    ([], Some(bundle)) => vec![bundle.to_owned()],
                    (audiences, _) => audiences.to_vec(),
                };
                let rules = IdTokenRules {
                    jwks_uri: options.endpoints.jwks.clone().unwrap_or_else(|| filled(keys.jwks)),
                    issuers: keys.issuers.iter().map(|issuer| filled(issuer)).collect(),
                    audiences,
                    algorithms: keys.algorithms.to_vec(),
                    max_age: keys.max_age,
                    hashed_nonce: keys.hashed_nonce,
                    opaque: keys.opaque,
                };
                IdTokenCheck::Keys(rules, keys.check)
            }
        }
    }
}
