//! The code flow (RFC 6749 4.1) with PKCE (RFC 7636), by the `oauth2` crate over our own client.

use std::{fmt, future::Future, pin::Pin, time::Duration};

use http::{HeaderName, HeaderValue, Method, Uri, header};
use oauth2::{
    AccessToken, AsyncHttpClient, AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RefreshToken, RequestTokenError, ResponseType, Scope, StandardRevocableToken, TokenResponse, TokenUrl,
    basic::{BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::{Url, form_urlencoded};

use super::provider::{ClientAuth, ClientNames, Provider};
use crate::{
    outbound::{Outbound, OutboundError},
    wire::Timestamp,
};

/// What a request may not set anew: it would undo what binds the answer to the browser.
pub(super) const RESERVED: [&str; 8] = [
    "state",
    "client_id",
    "redirect_uri",
    "response_type",
    "code_challenge",
    "code_challenge_method",
    "nonce",
    "scope",
];

/// What a provider gave for a code.
#[derive(Clone, Default)]
pub(crate) struct Tokens {
    pub(crate) access_token: Option<String>,
    pub(crate) refresh_token: Option<String>,
    pub(crate) id_token: Option<String>,
    pub(crate) access_token_expires_at: Option<Timestamp>,
    pub(crate) refresh_token_expires_at: Option<Timestamp>,
    pub(crate) scopes: Vec<String>,
    /// The answer as it came, for what only one provider has in it.
    pub(crate) raw: Map<String, Value>,
}

/// Tokens stay out of logs.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

/// Why there are no tokens.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TokenError {
    /// An address of the provider is none.
    #[error("an address of the provider is not understood")]
    Address(#[from] url::ParseError),
    /// The provider gave none.
    #[error("the provider gave no tokens: {0}")]
    Refused(String),
    /// The provider was not reached.
    #[error("the provider did not answer")]
    Outbound(#[source] OutboundError),
}

/// One way to a provider.
#[derive(Debug, Clone, Default)]
pub(super) struct Departure<'a> {
    pub(super) state: &'a str,
    pub(super) code_verifier: &'a str,
    pub(super) nonce: Option<&'a str>,
    pub(super) redirect_uri: &'a str,
    pub(super) scopes: &'a [String],
    pub(super) login_hint: Option<&'a str>,
    pub(super) additional: Vec<(&'a str, &'a str)>,
}

type Client = oauth2::Client<
    BasicErrorResponse,
    TokenAnswer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

impl Provider {
    /// Where the provider sends people back to, unless the configuration says otherwise.
    pub(super) fn redirect_uri(&self, api: &str) -> String {
        self.request.redirect_uri.clone().unwrap_or_else(|| format!("{api}/callback/{}", self.id))
    }

    /// The address that a person is sent to.
    pub(super) fn authorization_url(&self, departure: &Departure<'_>) -> Result<Url, TokenError> {
        let request = &self.request;
        let mut endpoint = Url::parse(&self.endpoints.authorization)?;
        let own_query = endpoint.query().map(str::to_owned);
        endpoint.set_query(None);

        // Later ones replace earlier ones of the same name.
        let mut parameters: Vec<(&str, &str)> = Vec::new();
        let mut set = |name, value| {
            parameters.retain(|(other, _)| *other != name);
            parameters.push((name, value));
        };
        if let Some(nonce) = departure.nonce {
            set("nonce", nonce);
        }
        if let Some(hint) = departure.login_hint.filter(|_| request.login_hint) {
            set("login_hint", hint);
        }
        request.parameters.iter().for_each(|(name, value)| set(name, value));
        let allowed =
            departure.additional.iter().filter(|(name, _)| !RESERVED.contains(name) && *name != self.client.names.id);
        allowed.for_each(|(name, value)| set(name, value));

        let mut scopes: Vec<&str> = Vec::new();
        for scope in request.scopes.iter().chain(departure.scopes) {
            if !scopes.contains(&scope.as_str()) {
                scopes.push(scope);
            }
        }
        let scope = scopes.join(request.scope_separator);

        let client = self.oauth_client(endpoint.as_str(), departure.redirect_uri)?;
        let mut authorization = client
            .authorize_url(|| CsrfToken::new(departure.state.to_owned()))
            .set_response_type(&ResponseType::new(request.response_type.clone()));
        if request.pkce {
            let verifier = PkceCodeVerifier::new(departure.code_verifier.to_owned());
            authorization = authorization.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        }
        if !scope.is_empty() {
            authorization = authorization.add_scope(Scope::new(scope));
        }
        for (name, value) in parameters {
            authorization = authorization.add_extra_param(name, value);
        }
        let (mut url, _) = authorization.url();
        url.set_query(Some(&self.query(&url, own_query.as_deref())));
        url.set_fragment(request.fragment);
        Ok(url)
    }

    /// The query under the names of the provider, behind what its endpoint has in it already. A space is `%20`,
    /// because Cognito takes a plus for a plus; the endpoint's own text stays as it is, because some are signed.
    fn query(&self, url: &Url, own: Option<&str>) -> String {
        let names = self.client.names;
        let pairs = url.query_pairs().map(|(name, value)| (names.of(&name).to_owned(), value.into_owned()));
        let pairs: Vec<_> = pairs.collect();
        let mut parts: Vec<String> = Vec::new();
        for own in own.unwrap_or_default().split('&').filter(|own| !own.is_empty()) {
            let replaced =
                form_urlencoded::parse(own.as_bytes()).any(|(name, _)| pairs.iter().any(|(set, _)| *set == name));
            if !replaced {
                parts.push(own.to_owned());
            }
        }
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        parts.push(query.replace('+', "%20"));
        parts.join("&")
    }

    /// Exchanges a code.
    pub(super) async fn exchange_code(
        &self,
        outbound: &Outbound,
        code: &str,
        code_verifier: &str,
        redirect_uri: &str,
        device_id: Option<&str>,
        now: Timestamp,
    ) -> Result<Tokens, TokenError> {
        let client = self.oauth_client(&self.endpoints.authorization, redirect_uri)?;
        let mut request = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        if self.request.pkce {
            request = request.set_pkce_verifier(PkceCodeVerifier::new(code_verifier.to_owned()));
        }
        if let Some(device_id) = device_id {
            request = request.add_extra_param("device_id", device_id);
        }
        for (name, value) in &self.tokens.parameters {
            request = request.add_extra_param(name, value);
        }
        let line = Line { outbound, provider: self, endpoint: None };
        let answer = request.request_async(&line).await.map_err(TokenError::of_request)?;
        Ok(self.tokens_of(answer, now))
    }

    /// New tokens for a refresh token.
    pub(super) async fn refresh(
        &self,
        outbound: &Outbound,
        refresh_token: &str,
        now: Timestamp,
    ) -> Result<Tokens, TokenError> {
        let client = self.oauth_client(&self.endpoints.authorization, "http://localhost")?;
        let refresh_token = RefreshToken::new(refresh_token.to_owned());
        let mut request = client.exchange_refresh_token(&refresh_token);
        for (name, value) in &self.tokens.refresh_parameters {
            request = request.add_extra_param(name, value);
        }
        let line = Line { outbound, provider: self, endpoint: self.endpoints.refresh.as_deref() };
        let answer = request.request_async(&line).await.map_err(TokenError::of_request)?;
        Ok(self.tokens_of(answer, now))
    }

    fn oauth_client(&self, authorization: &str, redirect_uri: &str) -> Result<Client, TokenError> {
        let id = self.client.ids.first().cloned().unwrap_or_default();
        let mut client = oauth2::Client::new(ClientId::new(id))
            .set_auth_uri(AuthUrl::new(authorization.to_owned())?)
            .set_token_uri(TokenUrl::new(self.endpoints.token.clone())?)
            .set_redirect_uri(RedirectUrl::new(redirect_uri.to_owned())?)
            .set_auth_type(match self.client.auth {
                ClientAuth::Body => AuthType::RequestBody,
                ClientAuth::Header => AuthType::BasicAuth,
            });
        if let Some(secret) = &self.client.secret {
            client = client.set_client_secret(ClientSecret::new(secret.expose().to_owned()));
        }
        Ok(client)
    }

    fn tokens_of(&self, answer: TokenAnswer, now: Timestamp) -> Tokens {
        let fields = answer.fields;
        let text = |name: &str| fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let lifetime = |name: &str| seconds(fields.get(name)).map(Duration::from_secs);
        Tokens {
            access_token: text("access_token").map(str::to_owned),
            refresh_token: text("refresh_token").map(str::to_owned),
            id_token: text("id_token").map(str::to_owned),
            access_token_expires_at: lifetime("expires_in").or(self.tokens.lifetime).map(|lifetime| now + lifetime),
            refresh_token_expires_at: lifetime("refresh_token_expires_in").map(|lifetime| now + lifetime),
            scopes: scopes(fields.get("scope")),
            raw: fields,
        }
    }
}

impl ClientNames {
    /// What this provider calls a parameter of the standard.
    fn of(self, name: &str) -> &str {
        match name {
            "client_id" => self.id,
            "client_secret" => self.secret,
            name => name,
        }
    }
}

/// Some providers write the number as text, and zero for one that does not end.
fn seconds(value: Option<&Value>) -> Option<u64> {
    let seconds = match value? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    };
    seconds.filter(|seconds| *seconds > 0)
}

/// A text with spaces in the standard, a list with some providers.
fn scopes(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => text.split_whitespace().map(str::to_owned).collect(),
        Some(Value::Array(list)) => list.iter().filter_map(|scope| scope.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// The answer of a token endpoint. Providers leave out what the standard wants, so nothing is asked but that there is a
/// token; what is in it is read by [`Provider::tokens_of`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>", into = "Map<String, Value>")]
struct TokenAnswer {
    access_token: AccessToken,
    fields: Map<String, Value>,
}

impl TryFrom<Map<String, Value>> for TokenAnswer {
    type Error = &'static str;

    fn try_from(fields: Map<String, Value>) -> Result<Self, Self::Error> {
        let text = |name| fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        if text("access_token").or(text("id_token")).is_none() {
            return Err("the answer holds no token");
        }
        Ok(Self { access_token: AccessToken::new(text("access_token").unwrap_or_default().to_owned()), fields })
    }
}

impl From<TokenAnswer> for Map<String, Value> {
    fn from(answer: TokenAnswer) -> Self {
        answer.fields
    }
}

/// Tokens stay out of logs.
impl fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenAnswer(…)")
    }
}

impl TokenResponse for TokenAnswer {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &BasicTokenType::Bearer
    }

    fn expires_in(&self) -> Option<Duration> {
        seconds(self.fields.get("expires_in")).map(Duration::from_secs)
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

impl TokenError {
    fn of_request(error: RequestTokenError<OutboundError, BasicErrorResponse>) -> Self {
        match error {
            RequestTokenError::Request(error) => Self::Outbound(error),
            RequestTokenError::ServerResponse(answer) => Self::Refused(answer.to_string()),
            // These hold the whole answer, which may hold tokens.
            RequestTokenError::Parse(error, _) => Self::Refused(error.to_string()),
            RequestTokenError::Other(error) => Self::Refused(error),
        }
    }
}

/// Our client, as the `oauth2` crate calls it, with what a provider does its own way.
struct Line<'a> {
    outbound: &'a Outbound,
    provider: &'a Provider,
    /// Another address than the token endpoint.
    endpoint: Option<&'a str>,
}

impl<'c> AsyncHttpClient<'c> for Line<'_> {
    type Error = OutboundError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, OutboundError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let mut response = self.outbound.send(self.own_way(request)?).await?;
            // The crate reads nothing but JSON; WeChat calls its JSON plain text.
            response.headers_mut().remove(header::CONTENT_TYPE);
            Ok(response)
        })
    }
}

impl Line<'_> {
    fn own_way(&self, mut request: HttpRequest) -> Result<HttpRequest, OutboundError> {
        let failed = |error: http::Error| OutboundError::Failed(error.into());
        let names = self.provider.client.names;
        if names != ClientNames::STANDARD {
            let pairs = form_urlencoded::parse(request.body());
            let pairs = pairs.map(|(name, value)| (names.of(&name).to_owned(), value.into_owned()));
            let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            *request.body_mut() = form.into_bytes();
        }
        if let Some(endpoint) = self.endpoint {
            *request.uri_mut() = endpoint.parse::<Uri>().map_err(|error| failed(error.into()))?;
        }
        if names.get {
            let query = String::from_utf8(std::mem::take(request.body_mut())).unwrap_or_default();
            *request.method_mut() = Method::GET;
            *request.uri_mut() =
                format!("{}?{query}", request.uri()).parse::<Uri>().map_err(|error| failed(error.into()))?;
        }
        for (name, value) in &self.provider.tokens.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| failed(error.into()))?;
            let value = HeaderValue::from_str(value).map_err(|error| failed(error.into()))?;
            request.headers_mut().insert(name, value);
        }
        Ok(request)
    }
}
