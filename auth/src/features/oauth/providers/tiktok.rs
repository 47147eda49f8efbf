//! `TikTok`: <https://developers.tiktok.com/doc/login-kit-web>. It has a key in place of an id and gives no address.

use super::BuiltIn;
use crate::{
    features::oauth::{profile::placeholder_email, provider::ClientNames},
    wire::ProviderUser,
};

pub(super) static TIKTOK: BuiltIn = BuiltIn {
    user_info_endpoint: "https://open.tiktokapis.com/v2/user/info/?fields=open_id,avatar_large_url,display_name,username",
    own_options: &["client_key"],
    required_options: &["client_key"],
    client_names: ClientNames { id: "client_key", ..ClientNames::STANDARD },
    scopes: &["user.info.profile"],
    scope_separator: ",",
    pkce: |_| false,
    subject: &["/data/user/open_id"],
    user: |profile| {
        let id = profile.text("/data/user/open_id")?;
        Some(ProviderUser {
            name: profile.first(&["/data/user/display_name", "/data/user/username"]),
            email: profile.text("/data/user/email").or_else(|| Some(placeholder_email(&id, "tiktok"))),
            email_verified: false,
            image: profile.text("/data/user/avatar_large_url"),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new(
        "tiktok",
        "TikTok",
        "https://www.tiktok.com/v2/auth/authorize",
        "https://open.tiktokapis.com/v2/oauth/token/",
    )
};
