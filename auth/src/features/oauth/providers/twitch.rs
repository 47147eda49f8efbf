//! Twitch: <https://dev.twitch.tv/docs/authentication/getting-tokens-oidc/>.

use serde_json::{Map, Value, json};

use super::{BuiltIn, IdToken};
use crate::{features::oauth::profile::ProfileSource, wire::ProviderUser};

pub(super) static TWITCH: BuiltIn = BuiltIn {
    own_options: &["claims"],
    scopes: &["user:read:email", "openid"],
    pkce: |_| false,
    nonce: true,
    parameters: |options| {
        let configured: Vec<_> = options.own_list("claims").iter().map(String::as_str).collect();
        let usual = ["preferred_username", "picture"];
        let asked = if configured.is_empty() { &usual[..] } else { &configured };
        let claims: Map<_, _> =
            ["email", "email_verified"].iter().chain(asked).map(|claim| ((*claim).to_owned(), Value::Null)).collect();
        vec![("claims", json!({ "id_token": claims }).to_string())]
    },
    id_token: IdToken::FromTokenEndpoint,
    profile: ProfileSource::IdToken,
    user: |profile| Some(ProviderUser { name: profile.text("/preferred_username"), ..profile.standard() }),
    ..BuiltIn::new("twitch", "Twitch", "https://id.twitch.tv/oauth2/authorize", "https://id.twitch.tv/oauth2/token")
};
