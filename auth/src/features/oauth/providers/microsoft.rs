//! Microsoft Entra ID: <https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc>.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;

use super::{BuiltIn, IdToken, Keys, Prompt};
use crate::{
    config::SocialProvider,
    features::oauth::profile::{Answer, Inquiry, Profile, ProfileError, ProfileSource},
    wire::ProviderUser,
};

pub(super) static MICROSOFT: BuiltIn = BuiltIn {
    places: |options| vec![("{authority}", authority(options).to_owned()), ("{tenant}", tenant(options).to_owned())],
    own_options: &["tenant_id", "authority", "profile_photo_size", "disable_profile_photo"],
    scopes: &["openid", "profile", "email", "User.Read", "offline_access"],
    nonce: true,
    login_hint: true,
    prompt: Prompt::AsConfigured,
    refresh_names_scopes: true,
    id_token: IdToken::Keys(Keys {
        check: is_of_tenant,
        // Every tenant is an issuer of its own.
        ..Keys::new("{authority}/{tenant}/discovery/v2.0/keys", &[])
    }),
    profile: ProfileSource::Own(profile),
    // `sub` differs from application to application, `oid` stays.
    subject: &["/oid"],
    user: |profile| {
        let email = profile.text("/email");
        let listed = |email: &str| {
            profile.lists("/verified_primary_email", email) || profile.lists("/verified_secondary_email", email)
        };
        // The address is whatever an administrator of any tenant has typed, so it counts only when Microsoft says
        // that it was verified.
        let email_verified = match profile.0.get("email_verified") {
            Some(_) => profile.is_true("/email_verified"),
            None => email.as_deref().is_some_and(listed),
        };
        Some(ProviderUser { email, email_verified, ..profile.standard() })
    },
    ..BuiltIn::new(
        "microsoft",
        "Microsoft",
        "{authority}/{tenant}/oauth2/v2.0/authorize",
        "{authority}/{tenant}/oauth2/v2.0/token",
    )
};

/// The tenant of personal accounts.
const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

fn authority(options: &SocialProvider) -> &str {
    options.own("authority").unwrap_or("https://login.microsoftonline.com").trim_end_matches('/')
}

fn tenant(options: &SocialProvider) -> &str {
    options.own("tenant_id").unwrap_or("common")
}

fn is_of_tenant(claims: &Profile, options: &SocialProvider) -> bool {
    let Some(issued_by) = claims.text("/tid") else {
        return false;
    };
    let issuer = format!("{}/{issued_by}/v2.0", authority(options));
    let wanted = match tenant(options) {
        "common" => true,
        "organizations" => issued_by != CONSUMERS,
        "consumers" => issued_by == CONSUMERS,
        tenant => issued_by == tenant,
    };
    wanted && claims.text("/iss") == Some(issuer)
}

/// The picture is behind an access token, so it is taken over as it is.
fn profile(inquiry: Inquiry<'_>) -> Answer<'_> {
    Box::pin(async move {
        let mut claims = inquiry.claims.cloned().ok_or(ProfileError::Missing("ID token"))?;
        let options = &inquiry.provider.options;
        let wanted = options.own("disable_profile_photo") != Some("true") && inquiry.tokens.access_token.is_some();
        let size = options.own("profile_photo_size").unwrap_or("48");
        let photo = format!("https://graph.microsoft.com/v1.0/me/photos/{size}x{size}/$value");
        // Many people have none, and nobody is turned away for it.
        if wanted && let Ok(photo) = inquiry.bytes(&photo).await {
            let picture = format!("data:image/jpeg;base64,{}", STANDARD.encode(photo));
            claims.insert("picture".into(), Value::String(picture));
        }
        Ok(Value::Object(claims))
    })
}
