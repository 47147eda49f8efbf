//! `PayPal`: <https://developer.paypal.com/docs/log-in-with-paypal/>. What it gives is decided where the application is
//! registered, so it takes no scopes. `environment` is `sandbox` unless it says `live`, as upstream.

use serde_json::Value;

use super::{BuiltIn, IdToken, Prompt};
use crate::features::oauth::{
    profile::{Answer, Inquiry, ProfileError, ProfileSource},
    provider::ClientAuth,
};

pub(super) static PAYPAL: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api-m.{sandbox}paypal.com/v1/identity/oauth2/userinfo?schema=paypalv1.1",
    places: |options| {
        let sandbox = options.own("environment").unwrap_or("sandbox") == "sandbox";
        vec![("{sandbox}", if sandbox { "sandbox." } else { "" }.to_owned())]
    },
    own_options: &["environment"],
    client_auth: ClientAuth::Header,
    prompt: Prompt::AsConfigured,
    id_token: IdToken::FromTokenEndpoint,
    profile: ProfileSource::Own(profile),
    subject: &["/user_id"],
    ..BuiltIn::new(
        "paypal",
        "PayPal",
        "https://www.{sandbox}paypal.com/signin/authorize",
        "https://api-m.{sandbox}paypal.com/v1/oauth2/token",
    )
};

/// The profile and the ID token have to be of one person.
fn profile(inquiry: Inquiry<'_>) -> Answer<'_> {
    Box::pin(async move {
        let profile = inquiry.get(inquiry.endpoint()?, &[]).await?;
        if let Some(claims) = inquiry.claims {
            let subject = profile.get("sub").or_else(|| profile.get("user_id")).and_then(Value::as_str);
            if subject.is_none() || subject != claims.get("sub").and_then(Value::as_str) {
                return Err(ProfileError::Refused("the ID token is for somebody else"));
            }
        }
        Ok(profile)
    })
}
