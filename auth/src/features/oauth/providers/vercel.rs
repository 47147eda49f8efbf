//! Vercel: <https://vercel.com/docs/sign-in-with-vercel>.

use super::BuiltIn;
use crate::wire::ProviderUser;

pub(super) static VERCEL: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.vercel.com/login/oauth/userinfo",
    refresh: false,
    user: |profile| Some(ProviderUser { name: profile.first(&["/name", "/preferred_username"]), ..profile.standard() }),
    ..BuiltIn::new("vercel", "Vercel", "https://vercel.com/oauth/authorize", "https://api.vercel.com/login/oauth/token")
};
