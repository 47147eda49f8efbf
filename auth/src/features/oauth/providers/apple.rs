//! Apple: <https://developer.apple.com/documentation/signinwithapple>. The secret is a token that is signed with a key
//! of the developer account and lives six months at most.

use serde_json::Value;

use super::{BuiltIn, IdToken, Keys};
use crate::features::oauth::profile::{Answer, Inquiry, ProfileError, ProfileSource};

pub(super) static APPLE: BuiltIn = BuiltIn {
    scopes: &["email", "name"],
    own_options: &["app_bundle_identifier", "audience"],
    nonce: true,
    response_type: "code id_token",
    parameters: |_| vec![("response_mode", "form_post".into())],
    id_token: IdToken::Keys(Keys {
        hashed_nonce: true,
        ..Keys::new("https://appleid.apple.com/auth/keys", &["https://appleid.apple.com"])
    }),
    profile: ProfileSource::Own(profile),
    ..BuiltIn::new("apple", "Apple", "https://appleid.apple.com/auth/authorize", "https://appleid.apple.com/auth/token")
};

/// Apple says the name once, at the first sign-in, and beside the token.
fn profile(inquiry: Inquiry<'_>) -> Answer<'_> {
    Box::pin(async move {
        let mut claims = inquiry.claims.cloned().ok_or(ProfileError::Missing("ID token"))?;
        if let Some(name) = inquiry.beside.and_then(|user| user.name.as_ref()) {
            let parts = [name.first_name.as_deref(), name.last_name.as_deref()];
            let name = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            claims.insert("name".into(), Value::String(name));
        }
        Ok(Value::Object(claims))
    })
}
