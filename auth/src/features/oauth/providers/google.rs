//! Google: <https://developers.google.com/identity/openid-connect/openid-connect>.

use super::{BuiltIn, IdToken, Keys, Prompt};
use crate::{
    config::SocialProvider,
    features::oauth::profile::{Profile, ProfileSource},
};

pub(super) static GOOGLE: BuiltIn = BuiltIn {
    own_options: &["display", "hd", "include_granted_scopes"],
    scopes: &["email", "profile", "openid"],
    nonce: true,
    login_hint: true,
    prompt: Prompt::AsConfigured,
    parameters: |options| {
        let own = |name: &'static str| options.own(name).map(|value| (name, value.to_owned()));
        let access_type = options.access_type.clone().map(|access_type| ("access_type", access_type));
        let granted = options.own("include_granted_scopes") != Some("false");
        let granted = granted.then(|| ("include_granted_scopes", "true".to_owned()));
        [access_type, own("display"), own("hd"), granted].into_iter().flatten().collect()
    },
    id_token: IdToken::Keys(Keys {
        check: is_of_domain,
        ..Keys::new(
            "https://www.googleapis.com/oauth2/v3/certs",
            &["https://accounts.google.com", "accounts.google.com"],
        )
    }),
    profile: ProfileSource::IdToken,
    ..BuiltIn::new(
        "google",
        "Google",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
    )
};

/// `hd` in the address is a wish; only the claim says whose domain it is. `*` takes every organisation.
fn is_of_domain(claims: &Profile, options: &SocialProvider) -> bool {
    match (options.own("hd"), claims.text("/hd")) {
        (None, _) | (Some("*"), Some(_)) => true,
        (Some(wanted), Some(domain)) => wanted == domain,
        (Some(_), None) => false,
    }
}
