//! `WeChat`: <https://developers.weixin.qq.com/doc/oplatform/en/Website_App/WeChat_Login/Wechat_Login.html>. It has
//! names of its own for nearly everything and gives no address.

use serde_json::Value;

use super::BuiltIn;
use crate::{
    features::oauth::{
        profile::{Answer, Inquiry, ProfileError, ProfileSource, placeholder_email},
        provider::ClientNames,
    },
    wire::ProviderUser,
};

pub(super) static WECHAT: BuiltIn = BuiltIn {
    refresh_endpoint: "https://api.weixin.qq.com/sns/oauth2/refresh_token",
    user_info_endpoint: "https://api.weixin.qq.com/sns/userinfo",
    own_options: &["lang"],
    client_names: ClientNames { id: "appid", secret: "secret", get: true },
    scopes: &["snsapi_login"],
    scope_separator: ",",
    pkce: |_| false,
    parameters: |options| vec![("lang", options.own("lang").unwrap_or("cn").to_owned())],
    fragment: Some("wechat_redirect"),
    profile: ProfileSource::Own(profile),
    subject: &["/unionid", "/openid"],
    user: |profile| {
        let id = profile.first(&["/unionid", "/openid"])?;
        Some(ProviderUser {
            name: profile.text("/nickname"),
            email: profile.text("/email").or_else(|| Some(placeholder_email(&id, "wechat"))),
            email_verified: false,
            image: profile.text("/headimgurl"),
            ..ProviderUser::default()
        })
    },
    ..BuiltIn::new(
        "wechat",
        "WeChat",
        "https://open.weixin.qq.com/connect/qrconnect",
        "https://api.weixin.qq.com/sns/oauth2/access_token",
    )
};

/// Whose profile it is to be stands beside the token.
fn profile(inquiry: Inquiry<'_>) -> Answer<'_> {
    Box::pin(async move {
        let person = inquiry.tokens.raw.get("openid").and_then(Value::as_str).ok_or(ProfileError::Missing("openid"))?;
        let parameters = [("access_token", inquiry.access_token()?), ("openid", person), ("lang", "zh_CN")];
        let profile = inquiry.get_with(inquiry.endpoint()?, &parameters).await?;
        if profile.get("errcode").is_some_and(|code| code.as_i64() != Some(0)) {
            return Err(ProfileError::Refused("WeChat answered with an error"));
        }
        Ok(profile)
    })
}
