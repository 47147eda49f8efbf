//! Providers that the configuration describes, by hand or by the address of their discovery document (OpenID Connect
//! Discovery 1.0).

use http::{Request, header};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::{
    id_token::{Algorithm, IdTokenRules},
    profile::{Answer, Inquiry, Profile, ProfileError, ProfileSource, names_address},
    provider::{
        AuthorizationRequest, Client, ClientAuth, ClientNames, Endpoints, IdTokenCheck, ProfileRules, Provider,
        TokenRequest,
    },
};
use crate::{
    config::{GenericOauth, SocialProvider},
    outbound::{Outbound, OutboundError},
};

/// Where a discovery document is, below the issuer.
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// What we read of a discovery document.
#[derive(Debug, Clone, Default, Deserialize)]
struct Discovered {
    issuer: Option<String>,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    userinfo_endpoint: Option<String>,
    jwks_uri: Option<String>,
    end_session_endpoint: Option<String>,
    #[serde(default)]
    id_token_signing_alg_values_supported: Vec<String>,
}

/// Why a provider cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum DiscoveryError {
    /// The document was not read.
    #[error("the discovery document was not read")]
    Outbound(#[source] OutboundError),
    /// The document is not one.
    #[error("the discovery document is not understood")]
    Document(#[source] serde_json::Error),
    /// The document speaks for another issuer than the one that was asked, so that its tokens would be somebody
    /// else's.
    #[error("the discovery document is of the issuer `{0}`, which is not the one it was read from")]
    Issuer(String),
    /// Something that is needed is nowhere.
    #[error("there is no {0}")]
    Missing(&'static str),
}

/// A provider under its configuration, after its discovery document was read if it has one.
pub(super) async fn provider(config: &GenericOauth, outbound: &Outbound) -> Result<Provider, DiscoveryError> {
    let document = match &config.discovery_url {
        Some(url) => discover(url, &config.discovery_headers, outbound).await?,
        None => Discovered::default(),
    };
    build(config, document)
}

async fn discover(url: &str, headers: &[(String, String)], outbound: &Outbound) -> Result<Discovered, DiscoveryError> {
    let request = Request::get(url).header(header::ACCEPT, "application/json");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
    let request = request.body(Vec::new());
    let request = request.map_err(|error| DiscoveryError::Outbound(OutboundError::Failed(error.into())))?;
    let document = outbound.json(request).await.map_err(DiscoveryError::Outbound)?;
    let document: Discovered = serde_json::from_value(document).map_err(DiscoveryError::Document)?;
    check_issuer(url, document.issuer.as_deref())?;
    Ok(document)
}

/// OpenID Connect Discovery 4.3: the issuer is what the address begins with.
fn check_issuer(url: &str, issuer: Option<&str>) -> Result<(), DiscoveryError> {
    let (Some(expected), Some(issuer)) = (url.strip_suffix(WELL_KNOWN), issuer) else {
        return Ok(());
    };
    if issuer.trim_end_matches('/') == expected.trim_end_matches('/') {
        Ok(())
    } else {
        Err(DiscoveryError::Issuer(issuer.to_owned()))
    }
}

fn build(config: &GenericOauth, document: Discovered) -> Result<Provider, DiscoveryError> {
    let or = |own: &Option<String>, discovered: Option<String>| own.clone().or(discovered);
    let authorization = or(&config.authorization_url, document.authorization_endpoint);
    let token = or(&config.token_url, document.token_endpoint);
    let is_oidc = !document.id_token_signing_alg_values_supported.is_empty();
    let id_token = match (document.jwks_uri, &document.issuer) {
        (Some(jwks_uri), Some(issuer)) => {
            // The address may be given in short.
            let base = config.discovery_url.as_deref().and_then(|url| Url::parse(url).ok());
            let jwks_uri = base.and_then(|base| base.join(&jwks_uri).ok()).map_or(jwks_uri, String::from);
            let named = document.id_token_signing_alg_values_supported.iter();
            let algorithms = if is_oidc {
                named.filter_map(|name| Algorithm::parse(name)).collect()
            } else {
                Algorithm::ALL.to_vec()
            };
            let rules = IdTokenRules {
                jwks_uri,
                issuers: vec![issuer.clone()],
                audiences: vec![config.client_id.clone()],
                algorithms,
                max_age: None,
                hashed_nonce: false,
                opaque: false,
            };
            IdTokenCheck::Keys(rules, |_, _| true)
        }
        _ if config.require_id_token_verification => return Err(DiscoveryError::Missing("key for ID tokens")),
        _ => IdTokenCheck::None,
    };
    let verified = matches!(id_token, IdTokenCheck::Keys(..));
    let mut scopes = config.scopes.clone();
    if is_oidc && !scopes.iter().any(|scope| scope == "openid") {
        scopes.insert(0, "openid".into());
    }
    let optional =
        [("prompt", &config.prompt), ("access_type", &config.access_type), ("response_mode", &config.response_mode)];
    let optional = optional.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
    Ok(Provider {
        id: config.provider_id.clone(),
        name: config.name.clone().unwrap_or_else(|| config.provider_id.clone()),
        client: Client {
            ids: vec![config.client_id.clone()],
            secret: config.client_secret.clone(),
            auth: if config.basic_authentication { ClientAuth::Header } else { ClientAuth::Body },
            names: ClientNames::STANDARD,
        },
        endpoints: Endpoints {
            authorization: authorization.ok_or(DiscoveryError::Missing("authorization endpoint"))?,
            token: token.ok_or(DiscoveryError::Missing("token endpoint"))?,
            refresh: None,
            user_info: or(&config.user_info_url, document.userinfo_endpoint),
            user_emails: None,
            end_session: or(&config.end_session_endpoint, document.end_session_endpoint)
                .filter(|_| !config.disable_provider_logout),
        },
        request: AuthorizationRequest {
            scopes,
            scope_separator: " ",
            pkce: config.pkce,
            nonce: verified && !config.disable_id_token_nonce_binding,
            login_hint: true,
            response_type: config.response_type.clone().unwrap_or_else(|| "code".into()),
            redirect_uri: config.redirect_uri.clone(),
            parameters: optional.chain(config.authorization_url_params.iter().cloned()).collect(),
            fragment: None,
        },
        tokens: TokenRequest {
            parameters: config.token_url_params.clone(),
            headers: config.authorization_headers.clone(),
            refresh: true,
            refresh_parameters: Vec::new(),
            lifetime: config.access_token_expires_in,
        },
        id_token,
        profile: ProfileRules {
            source: ProfileSource::Own(profile),
            root: "",
            // What is no OpenID Connect has no `sub`.
            subject: if is_oidc { &["/sub"] } else { &["/id"] },
            user: |profile| Some(profile.standard()),
            mapper: config.map_profile_to_user.clone(),
        },
        policy: config.policy.clone(),
        issuer: document.issuer,
        allow_idp_initiated: config.allow_idp_initiated,
        post_logout_redirect_uri: config.post_logout_redirect_uri.clone(),
        options: SocialProvider::default(),
    })
}

/// The claims where they name an address, else the profile endpoint, which has to speak of the same person.
fn profile(inquiry: Inquiry<'_>) -> Answer<'_> {
    Box::pin(async move {
        if let Some(claims) = inquiry.claims.filter(|claims| names_address(claims)) {
            let profile = Profile(Value::Object(claims.clone()));
            let mut answer = claims.clone();
            // Better Auth answers these names too.
            for (name, value) in [
                ("id", claims.get("sub").cloned()),
                ("emailVerified", Some(profile.is_true("/email_verified").into())),
                ("image", claims.get("picture").cloned()),
            ] {
                answer.entry(name).or_insert(value.unwrap_or_default());
            }
            return Ok(Value::Object(answer));
        }
        let mut answer = inquiry.get(inquiry.endpoint()?, &[]).await?;
        if let Some(claims) = inquiry.claims
            && Profile(answer.clone()).text("/sub") != claims.get("sub").and_then(Value::as_str).map(str::to_owned)
        {
            return Err(ProfileError::Refused("the profile is of somebody else"));
        }
        let verified = Profile(answer.clone()).is_true("/email_verified");
        if let Some(fields) = answer.as_object_mut() {
            fields.insert("emailVerified".into(), verified.into());
            let picture = fields.get("picture").cloned().unwrap_or_default();
            fields.insert("image".into(), picture);
        }
        Ok(answer)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // OAUTH-026
    #[test]
    fn a_document_of_another_issuer_is_refused() {
        let url = "https://op.example/tenant/.well-known/openid-configuration";
        for issuer in ["https://op.example/tenant", "https://op.example/tenant/"] {
            assert!(check_issuer(url, Some(issuer)).is_ok(), "{issuer}");
        }
        for issuer in ["https://op.example", "https://op.example/other", "https://op.example.evil/tenant"] {
            assert!(check_issuer(url, Some(issuer)).is_err(), "{issuer}");
        }
    }
}
