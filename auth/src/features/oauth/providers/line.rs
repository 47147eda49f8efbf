//! LINE: <https://developers.line.biz/en/docs/line-login/integrate-line-login/>. Its ID tokens are signed with the
//! secret or with a key, depending on who asked, so LINE itself is asked.

use super::{BuiltIn, IdToken};
use crate::{features::oauth::profile::ProfileSource, wire::ProviderUser};

pub(super) static LINE: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.line.me/oauth2/v2.1/userinfo",
    scopes: &["openid", "profile", "email"],
    nonce: true,
    login_hint: true,
    id_token: IdToken::Endpoint("https://api.line.me/oauth2/v2.1/verify"),
    profile: ProfileSource::IdTokenOrEndpoint,
    user: |profile| Some(ProviderUser { email_verified: false, ..profile.standard() }),
    ..BuiltIn::new(
        "line",
        "LINE",
        "https://access.line.me/oauth2/v2.1/authorize",
        "https://api.line.me/oauth2/v2.1/token",
    )
};
