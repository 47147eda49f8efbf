//! `LinkedIn`: <https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2>.

use super::BuiltIn;

pub(super) static LINKEDIN: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.linkedin.com/v2/userinfo",
    scopes: &["profile", "email", "openid"],
    pkce: |_| false,
    login_hint: true,
    ..BuiltIn::new(
        "linkedin",
        "LinkedIn",
        "https://www.linkedin.com/oauth/v2/authorization",
        "https://www.linkedin.com/oauth/v2/accessToken",
    )
};
