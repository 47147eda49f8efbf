//! Railway: <https://docs.railway.com/integrations/oauth>.

use super::BuiltIn;
use crate::{features::oauth::provider::ClientAuth, wire::ProviderUser};

pub(super) static RAILWAY: BuiltIn = BuiltIn {
    user_info_endpoint: "https://backboard.railway.com/oauth/me",
    client_auth: ClientAuth::Header,
    scopes: &["openid", "email", "profile"],
    user: |profile| Some(ProviderUser { email_verified: false, ..profile.standard() }),
    ..BuiltIn::new(
        "railway",
        "Railway",
        "https://backboard.railway.com/oauth/auth",
        "https://backboard.railway.com/oauth/token",
    )
};
