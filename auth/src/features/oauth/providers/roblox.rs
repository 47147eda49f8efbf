//! Roblox: <https://create.roblox.com/docs/cloud/auth/oauth2-reference>. It gives no address.

use super::{BuiltIn, Prompt};
use crate::{features::oauth::profile::placeholder_email, wire::ProviderUser};

pub(super) static ROBLOX: BuiltIn = BuiltIn {
    user_info_endpoint: "https://apis.roblox.com/oauth/v1/userinfo",
    scopes: &["openid", "profile"],
    pkce: |_| false,
    prompt: Prompt::Default("select_account consent"),
    user: |profile| {
        Some(ProviderUser {
            name: profile.first(&["/nickname", "/preferred_username"]),
            email: Some(placeholder_email(&profile.text("/sub")?, "roblox")),
            email_verified: false,
            image: profile.text("/picture"),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new(
        "roblox",
        "Roblox",
        "https://apis.roblox.com/oauth/v1/authorize",
        "https://apis.roblox.com/oauth/v1/token",
    )
};
