//! Polar: <https://polar.sh/docs/integrate/oauth2/introduction>.

use super::{BuiltIn, Prompt};
use crate::wire::ProviderUser;

pub(super) static POLAR: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.polar.sh/v1/oauth2/userinfo",
    scopes: &["openid", "profile", "email"],
    prompt: Prompt::AsConfigured,
    subject: &["/id"],
    user: |profile| {
        Some(ProviderUser {
            name: profile.first(&["/public_name", "/username"]),
            image: profile.text("/avatar_url"),
            ..profile.standard()
        })
    },
    ..BuiltIn::new("polar", "Polar", "https://polar.sh/oauth2/authorize", "https://api.polar.sh/v1/oauth2/token")
};
