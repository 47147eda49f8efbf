//! Spotify: <https://developer.spotify.com/documentation/web-api/tutorials/code-flow>.

use super::BuiltIn;
use crate::wire::ProviderUser;

pub(super) static SPOTIFY: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.spotify.com/v1/me",
    scopes: &["user-read-email"],
    subject: &["/id"],
    user: |profile| {
        Some(ProviderUser {
            name: profile.text("/display_name"),
            email: profile.text("/email"),
            // Spotify's own words: there is no proof that it belongs to the person.
            email_verified: false,
            image: profile.text("/images/0/url"),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new(
        "spotify",
        "Spotify",
        "https://accounts.spotify.com/authorize",
        "https://accounts.spotify.com/api/token",
    )
};
