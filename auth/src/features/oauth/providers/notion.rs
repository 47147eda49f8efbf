//! Notion: <https://developers.notion.com/docs/authorization>.

use super::BuiltIn;
use crate::{
    features::oauth::{profile::ProfileSource, provider::ClientAuth},
    wire::ProviderUser,
};

pub(super) static NOTION: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.notion.com/v1/users/me",
    client_auth: ClientAuth::Header,
    pkce: |_| false,
    login_hint: true,
    parameters: |_| vec![("owner", "user".into())],
    profile: ProfileSource::Endpoint(&[("notion-version", "2022-06-28")]),
    root: "/bot/owner/user",
    subject: &["/id"],
    user: |profile| {
        Some(ProviderUser {
            name: profile.text("/name"),
            email: profile.text("/person/email"),
            email_verified: false,
            image: profile.text("/avatar_url"),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new(
        "notion",
        "Notion",
        "https://api.notion.com/v1/oauth/authorize",
        "https://api.notion.com/v1/oauth/token",
    )
};
