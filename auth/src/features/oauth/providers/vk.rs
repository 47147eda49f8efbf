//! VK: <https://id.vk.com/about/business/go/docs/en/vkid/latest/vk-id/connection/api-description>.

use super::BuiltIn;
use crate::{
    features::oauth::profile::{Answer, Inquiry, ProfileError, ProfileSource},
    wire::ProviderUser,
};

pub(super) static VK: BuiltIn = BuiltIn {
    user_info_endpoint: "https://id.vk.com/oauth2/user_info",
    scopes: &["email", "phone"],
    profile: ProfileSource::Own(profile),
    subject: &["/user/user_id"],
    user: |profile| {
        let names: Vec<_> =
            ["/user/first_name", "/user/last_name"].into_iter().filter_map(|name| profile.text(name)).collect();
        Some(ProviderUser {
            name: Some(names.join(" ")),
            email: profile.text("/user/email"),
            email_verified: false,
            image: profile.text("/user/avatar"),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new("vk", "VK", "https://id.vk.com/authorize", "https://id.vk.com/oauth2/auth")
};

/// The token is a field of a form here.
fn profile(inquiry: Inquiry<'_>) -> Answer<'_> {
    Box::pin(async move {
        let ours = inquiry.provider.client.ids.first().ok_or(ProfileError::Missing("client id"))?;
        let fields = [("access_token", inquiry.access_token()?), ("client_id", ours)];
        inquiry.post_form(inquiry.endpoint()?, &fields).await
    })
}
