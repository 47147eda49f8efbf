//! Zoom: <https://developers.zoom.us/docs/integrations/oauth/>. What it gives is decided where the application is
//! registered.

use super::BuiltIn;
use crate::wire::ProviderUser;

pub(super) static ZOOM: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.zoom.us/v2/users/me",
    own_options: &["pkce"],
    pkce: |options| options.own("pkce") != Some("false"),
    subject: &["/id"],
    user: |profile| {
        Some(ProviderUser {
            name: profile.text("/display_name"),
            email: profile.text("/email"),
            // A number: which kind of check there was, none being 0.
            email_verified: profile.is_true("/verified") || profile.text("/verified").is_some_and(|kind| kind != "0"),
            image: profile.text("/pic_url"),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new("zoom", "Zoom", "https://zoom.us/oauth/authorize", "https://zoom.us/oauth/token")
};
