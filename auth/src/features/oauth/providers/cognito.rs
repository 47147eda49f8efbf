//! Amazon Cognito: <https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html>.

use super::{BuiltIn, IdToken, Keys, Prompt};
use crate::{features::oauth::profile::ProfileSource, wire::ProviderUser};

pub(super) static COGNITO: BuiltIn = BuiltIn {
    user_info_endpoint: "https://{domain}/oauth2/userInfo",
    places: |options| {
        let domain = options.own("domain").unwrap_or_default();
        let domain = domain.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        let own = |name| options.own(name).unwrap_or_default().to_owned();
        vec![("{domain}", domain.to_owned()), ("{region}", own("region")), ("{pool}", own("user_pool_id"))]
    },
    own_options: &["domain", "region", "user_pool_id", "identity_provider"],
    required_options: &["domain", "region", "user_pool_id"],
    scopes: &["openid", "profile", "email"],
    nonce: true,
    prompt: Prompt::AsConfigured,
    parameters: |options| {
        let provider = options.own("identity_provider").map(str::to_owned);
        provider.map(|provider| ("identity_provider", provider)).into_iter().collect()
    },
    id_token: IdToken::Keys(Keys::new(
        "https://cognito-idp.{region}.amazonaws.com/{pool}/.well-known/jwks.json",
        &["https://cognito-idp.{region}.amazonaws.com/{pool}"],
    )),
    profile: ProfileSource::IdTokenOrEndpoint,
    user: |profile| {
        Some(ProviderUser { name: profile.first(&["/name", "/given_name", "/username"]), ..profile.standard() })
    },
    ..BuiltIn::new("cognito", "Cognito", "https://{domain}/oauth2/authorize", "https://{domain}/oauth2/token")
};
