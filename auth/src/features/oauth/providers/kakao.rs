//! Kakao: <https://developers.kakao.com/docs/latest/en/kakaologin/rest-api>.

use super::BuiltIn;
use crate::wire::ProviderUser;

pub(super) static KAKAO: BuiltIn = BuiltIn {
    user_info_endpoint: "https://kapi.kakao.com/v2/user/me",
    scopes: &["account_email", "profile_image", "profile_nickname"],
    pkce: |_| false,
    login_hint: true,
    subject: &["/id"],
    user: |profile| {
        let account = |name: &str| format!("/kakao_account/{name}");
        Some(ProviderUser {
            name: profile.first(&[&account("profile/nickname"), &account("name")]),
            email: profile.text(&account("email")),
            email_verified: profile.is_true(&account("is_email_valid"))
                && profile.is_true(&account("is_email_verified")),
            image: profile.first(&[&account("profile/profile_image_url"), &account("profile/thumbnail_image_url")]),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new("kakao", "Kakao", "https://kauth.kakao.com/oauth/authorize", "https://kauth.kakao.com/oauth/token")
};
