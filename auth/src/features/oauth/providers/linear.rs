//! Linear: <https://linear.app/developers/oauth-2-0-authentication>.

use http::Method;

use super::BuiltIn;
use crate::{
    features::oauth::profile::{Answer, Inquiry, ProfileSource},
    wire::ProviderUser,
};

pub(super) static LINEAR: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.linear.app/graphql",
    scopes: &["read"],
    pkce: |_| false,
    login_hint: true,
    profile: ProfileSource::Own(profile),
    root: "/data/viewer",
    subject: &["/id"],
    user: |profile| {
        Some(ProviderUser { email_verified: false, image: profile.text("/avatarUrl"), ..profile.standard() })
    },
    ..BuiltIn::new("linear", "Linear", "https://linear.app/oauth/authorize", "https://api.linear.app/oauth/token")
};

/// Linear has no profile endpoint, only GraphQL.
fn profile(inquiry: Inquiry<'_>) -> Answer<'_> {
    Box::pin(async move {
        let query = br#"{"query":"{ viewer { id name email avatarUrl active createdAt updatedAt } }"}"#;
        let headers = [("content-type", "application/json")];
        inquiry.request(Method::POST, inquiry.endpoint()?, &headers, query.to_vec()).await
    })
}
