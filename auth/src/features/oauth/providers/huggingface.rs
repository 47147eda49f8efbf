//! Hugging Face: <https://huggingface.co/docs/hub/oauth>.

use super::BuiltIn;
use crate::wire::ProviderUser;

pub(super) static HUGGINGFACE: BuiltIn = BuiltIn {
    user_info_endpoint: "https://huggingface.co/oauth/userinfo",
    scopes: &["openid", "profile", "email"],
    user: |profile| Some(ProviderUser { name: profile.first(&["/name", "/preferred_username"]), ..profile.standard() }),
    ..BuiltIn::new(
        "huggingface",
        "Hugging Face",
        "https://huggingface.co/oauth/authorize",
        "https://huggingface.co/oauth/token",
    )
};
