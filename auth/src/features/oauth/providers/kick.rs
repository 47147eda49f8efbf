//! Kick: <https://docs.kick.com/getting-started/generating-tokens-oauth2-flow>.

use super::BuiltIn;
use crate::wire::ProviderUser;

pub(super) static KICK: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.kick.com/public/v1/users",
    scopes: &["user:read"],
    root: "/data/0",
    subject: &["/user_id"],
    user: |profile| {
        let image = profile.text("/profile_picture");
        Some(ProviderUser { email_verified: false, image, ..profile.standard() })
    },
    ..BuiltIn::new("kick", "Kick", "https://id.kick.com/oauth/authorize", "https://id.kick.com/oauth/token")
};
