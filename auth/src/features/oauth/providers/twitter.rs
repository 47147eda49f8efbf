//! X, formerly Twitter: <https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code>.

use serde_json::Value;

use super::BuiltIn;
use crate::{
    features::oauth::{
        profile::{Answer, Inquiry, ProfileSource, placeholder_email},
        provider::ClientAuth,
    },
    wire::ProviderUser,
};

pub(super) static TWITTER: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.x.com/2/users/me",
    client_auth: ClientAuth::Header,
    scopes: &["users.read", "tweet.read", "offline.access", "users.email"],
    profile: ProfileSource::Own(profile),
    subject: &["/data/id"],
    user: |profile| {
        let confirmed = profile.text("/data/confirmed_email");
        let id = profile.text("/data/id")?;
        Some(ProviderUser {
            name: profile.text("/data/name"),
            email_verified: confirmed.is_some(),
            email: confirmed.or_else(|| Some(placeholder_email(&id, "twitter"))),
            image: profile.text("/data/profile_image_url"),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new("twitter", "X", "https://x.com/i/oauth2/authorize", "https://api.x.com/2/oauth2/token")
};

/// The address is given only to applications that X has allowed to ask, and asking refuses everything otherwise.
fn profile(inquiry: Inquiry<'_>) -> Answer<'_> {
    Box::pin(async move {
        let address = inquiry.endpoint()?;
        let mut profile = inquiry.get(&format!("{address}?user.fields=profile_image_url"), &[]).await?;
        let email = inquiry.get(&format!("{address}?user.fields=confirmed_email"), &[]).await;
        let email = email.ok().and_then(|answer| answer.pointer("/data/confirmed_email").cloned());
        if let (Some(Value::Object(data)), Some(email)) = (profile.get_mut("data"), email) {
            data.insert("confirmed_email".into(), email);
        }
        Ok(profile)
    })
}
