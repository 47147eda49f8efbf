//! GitHub: <https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps>.

use serde_json::Value;

use super::{BuiltIn, Prompt};
use crate::{
    features::oauth::profile::{Answer, Inquiry, ProfileError, ProfileSource},
    wire::ProviderUser,
};

pub(super) static GITHUB: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.github.com/user",
    user_emails_endpoint: "https://api.github.com/user/emails",
    scopes: &["read:user", "user:email"],
    login_hint: true,
    prompt: Prompt::AsConfigured,
    profile: ProfileSource::Own(profile),
    subject: &["/id"],
    user: |profile| {
        Some(ProviderUser {
            name: profile.first(&["/name", "/login"]),
            image: profile.text("/avatar_url"),
            ..profile.standard()
        })
    },
    ..BuiltIn::new(
        "github",
        "GitHub",
        "https://github.com/login/oauth/authorize",
        "https://github.com/login/oauth/access_token",
    )
};

/// The profile shows the public address, or none; which addresses are verified is in a list of its own.
fn profile(inquiry: Inquiry<'_>) -> Answer<'_> {
    Box::pin(async move {
        let mut profile = inquiry.get(inquiry.endpoint()?, &[]).await?;
        let emails = match inquiry.provider.endpoints.user_emails.as_deref() {
            // The list needs a scope of its own, and without it there is no verified address.
            Some(url) => inquiry.get(url, &[]).await.unwrap_or_default(),
            None => Value::Null,
        };
        let emails = emails.as_array().map_or(&[][..], Vec::as_slice);
        let is_true = |email: &&Value, name: &str| email.get(name) == Some(&Value::Bool(true));
        let address = |email: &Value| email.get("email").cloned();
        let shown = profile.get("email").filter(|email| email.as_str().is_some_and(|email| !email.is_empty())).cloned();
        let primary = || emails.iter().find(|email| is_true(email, "primary")).or(emails.first()).and_then(address);
        let email = shown.or_else(primary).unwrap_or_default();
        let verified = emails.iter().any(|known| known.get("email") == Some(&email) && is_true(&known, "verified"));
        let fields = profile.as_object_mut().ok_or(ProfileError::Missing("profile in the answer"))?;
        fields.insert("email".into(), email);
        fields.insert("email_verified".into(), verified.into());
        Ok(profile)
    })
}
