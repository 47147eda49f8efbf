//! Facebook: <https://developers.facebook.com/docs/facebook-login>.

use serde_json::Value;

use super::{BuiltIn, IdToken, Keys};
use crate::{
    features::oauth::profile::{Answer, Inquiry, ProfileError, ProfileSource},
    wire::ProviderUser,
};

pub(super) static FACEBOOK: BuiltIn = BuiltIn {
    user_info_endpoint: "https://graph.facebook.com/me",
    own_options: &["config_id", "fields"],
    scopes: &["email", "public_profile"],
    pkce: |_| false,
    login_hint: true,
    parameters: |options| options.own("config_id").map(|config| ("config_id", config.to_owned())).into_iter().collect(),
    // Apps of Limited Login get an ID token, others an access token in its place.
    id_token: IdToken::Keys(Keys {
        max_age: None,
        opaque: true,
        ..Keys::new("https://limited.facebook.com/.well-known/oauth/openid/jwks/", &["https://www.facebook.com"])
    }),
    profile: ProfileSource::Own(profile),
    subject: &["/sub", "/id"],
    user: |profile| {
        // An ID token of Facebook says nothing of the address being verified.
        let from_token = profile.text("/sub").is_some();
        Some(ProviderUser {
            email_verified: !from_token && profile.is_true("/email_verified"),
            image: profile.first(&["/picture/data/url", "/picture"]),
            ..profile.standard()
        })
    },
    ..BuiltIn::new(
        "facebook",
        "Facebook",
        "https://www.facebook.com/v24.0/dialog/oauth",
        "https://graph.facebook.com/v24.0/oauth/access_token",
    )
};

/// An access token opens the profile whichever application it was made for, so it is asked for which one.
fn profile(inquiry: Inquiry<'_>) -> Answer<'_> {
    Box::pin(async move {
        if let Some(claims) = inquiry.claims {
            return Ok(Value::Object(claims.clone()));
        }
        let client = &inquiry.provider.client;
        let token = inquiry.access_token()?;
        let secret = client.secret.as_ref().ok_or(ProfileError::Missing("client secret"))?;
        let ours = client.ids.first().ok_or(ProfileError::Missing("client id"))?;
        let who_asks = format!("{ours}|{}", secret.expose());
        let address = "https://graph.facebook.com/debug_token";
        let about = inquiry.get_with(address, &[("input_token", token), ("access_token", &who_asks)]).await?;
        let text = |name: &str| about.pointer(&format!("/data/{name}")).and_then(Value::as_str);
        let ours = text("app_id").is_some_and(|app| client.ids.iter().any(|id| id == app));
        if about.pointer("/data/is_valid") != Some(&Value::Bool(true)) || !ours {
            return Err(ProfileError::Refused("the access token is not for us"));
        }

        let fields = ["id", "name", "email", "picture"].into_iter().map(str::to_owned);
        let fields: Vec<_> = fields.chain(inquiry.provider.options.own_list("fields").iter().cloned()).collect();
        let profile = inquiry.get(&format!("{}?fields={}", inquiry.endpoint()?, fields.join(",")), &[]).await?;
        if profile.get("id").and_then(Value::as_str) != text("user_id") {
            return Err(ProfileError::Refused("the access token is for somebody else"));
        }
        Ok(profile)
    })
}
