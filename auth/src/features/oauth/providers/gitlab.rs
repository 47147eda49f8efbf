//! GitLab: <https://docs.gitlab.com/api/oauth2/>. `issuer` names an installation of one's own.

use super::BuiltIn;
use crate::wire::ProviderUser;

pub(super) static GITLAB: BuiltIn = BuiltIn {
    user_info_endpoint: "{issuer}/api/v4/user",
    places: |options| {
        vec![("{issuer}", options.own("issuer").unwrap_or("https://gitlab.com").trim_end_matches('/').to_owned())]
    },
    own_options: &["issuer"],
    scopes: &["read_user"],
    login_hint: true,
    subject: &["/id"],
    user: |profile| {
        // People who are blocked there do not come in here.
        let active = profile.text("/state").as_deref() == Some("active") && !profile.is_true("/locked");
        active.then(|| ProviderUser {
            name: profile.first(&["/name", "/username"]),
            image: profile.text("/avatar_url"),
            ..profile.standard()
        })
    },
    ..BuiltIn::new("gitlab", "GitLab", "{issuer}/oauth/authorize", "{issuer}/oauth/token")
};
