//! Naver: <https://developers.naver.com/docs/login/api/api.md>.

use super::BuiltIn;
use crate::wire::ProviderUser;

pub(super) static NAVER: BuiltIn = BuiltIn {
    user_info_endpoint: "https://openapi.naver.com/v1/nid/me",
    scopes: &["profile", "email"],
    pkce: |_| false,
    subject: &["/response/id"],
    user: |profile| {
        (profile.text("/resultcode").as_deref() == Some("00")).then(|| ProviderUser {
            name: profile.first(&["/response/name", "/response/nickname"]),
            email: profile.text("/response/email"),
            email_verified: false,
            image: profile.text("/response/profile_image"),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new("naver", "Naver", "https://nid.naver.com/oauth2.0/authorize", "https://nid.naver.com/oauth2.0/token")
};
