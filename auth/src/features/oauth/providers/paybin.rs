//! Paybin: <https://idp.paybin.io>.

use super::{BuiltIn, IdToken, Prompt};
use crate::{features::oauth::profile::ProfileSource, wire::ProviderUser};

pub(super) static PAYBIN: BuiltIn = BuiltIn {
    places: |options| vec![("{issuer}", options.own("issuer").unwrap_or("https://idp.paybin.io").to_owned())],
    own_options: &["issuer"],
    scopes: &["openid", "email", "profile"],
    login_hint: true,
    prompt: Prompt::AsConfigured,
    id_token: IdToken::FromTokenEndpoint,
    profile: ProfileSource::IdToken,
    user: |profile| Some(ProviderUser { name: profile.first(&["/name", "/preferred_username"]), ..profile.standard() }),
    ..BuiltIn::new("paybin", "Paybin", "{issuer}/oauth2/authorize", "{issuer}/oauth2/token")
};
