//! Dropbox: <https://developers.dropbox.com/oauth-guide>.

use super::BuiltIn;
use crate::{features::oauth::profile::ProfileSource, wire::ProviderUser};

pub(super) static DROPBOX: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.dropboxapi.com/2/users/get_current_account",
    scopes: &["account_info.read"],
    parameters: |options| {
        options.access_type.clone().map(|access_type| ("token_access_type", access_type)).into_iter().collect()
    },
    profile: ProfileSource::PostEndpoint,
    subject: &["/account_id"],
    user: |profile| {
        Some(ProviderUser {
            name: profile.text("/name/display_name"),
            image: profile.text("/profile_photo_url"),
            ..profile.standard()
        })
    },
    ..BuiltIn::new(
        "dropbox",
        "Dropbox",
        "https://www.dropbox.com/oauth2/authorize",
        "https://api.dropboxapi.com/oauth2/token",
    )
};
