//! Cloudflare: <https://developers.cloudflare.com/fundamentals/oauth/>.

use super::BuiltIn;
use crate::{features::oauth::provider::ClientAuth, wire::ProviderUser};

pub(super) static CLOUDFLARE: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.cloudflare.com/client/v4/user",
    client_auth: ClientAuth::Header,
    scopes: &["user-details.read"],
    root: "/result",
    subject: &["/id"],
    user: |profile| {
        let names: Vec<_> = ["/first_name", "/last_name"].into_iter().filter_map(|name| profile.text(name)).collect();
        let email = profile.text("/email");
        let name = if names.is_empty() { email.clone() } else { Some(names.join(" ")) };
        Some(ProviderUser { name, email, email_verified: false, image: None, ..ProviderUser::default() })
    },
    ..BuiltIn::new(
        "cloudflare",
        "Cloudflare",
        "https://dash.cloudflare.com/oauth2/auth",
        "https://dash.cloudflare.com/oauth2/token",
    )
};
