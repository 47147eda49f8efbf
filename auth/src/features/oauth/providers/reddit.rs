//! Reddit: <https://github.com/reddit-archive/reddit/wiki/OAuth2>. It gives no address.

use super::BuiltIn;
use crate::{
    features::oauth::{profile::placeholder_email, provider::ClientAuth},
    wire::ProviderUser,
};

pub(super) static REDDIT: BuiltIn = BuiltIn {
    user_info_endpoint: "https://oauth.reddit.com/api/v1/me",
    own_options: &["duration"],
    client_auth: ClientAuth::Header,
    scopes: &["identity"],
    pkce: |_| false,
    parameters: |options| {
        options.own("duration").map(|duration| ("duration", duration.to_owned())).into_iter().collect()
    },
    subject: &["/id"],
    user: |profile| {
        let image = profile.text("/icon_img");
        Some(ProviderUser {
            name: profile.text("/name"),
            email: Some(placeholder_email(&profile.text("/id")?, "reddit")),
            email_verified: false,
            // What stands behind the question mark is a signature that ends.
            image: image.and_then(|image| image.split('?').next().map(str::to_owned)),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new(
        "reddit",
        "Reddit",
        "https://www.reddit.com/api/v1/authorize",
        "https://www.reddit.com/api/v1/access_token",
    )
};
