//! Figma: <https://www.figma.com/developers/api#oauth2>.

use super::BuiltIn;
use crate::{features::oauth::provider::ClientAuth, wire::ProviderUser};

pub(super) static FIGMA: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.figma.com/v1/me",
    client_auth: ClientAuth::Header,
    scopes: &["current_user:read"],
    subject: &["/id"],
    user: |profile| {
        Some(ProviderUser {
            name: profile.text("/handle"),
            email: profile.text("/email"),
            email_verified: false,
            image: profile.text("/img_url"),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new("figma", "Figma", "https://www.figma.com/oauth", "https://api.figma.com/v1/oauth/token")
};
