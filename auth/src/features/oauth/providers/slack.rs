//! Slack: <https://docs.slack.dev/authentication/sign-in-with-slack/>.

use super::BuiltIn;
use crate::wire::ProviderUser;

pub(super) static SLACK: BuiltIn = BuiltIn {
    user_info_endpoint: "https://slack.com/api/openid.connect.userInfo",
    scopes: &["openid", "profile", "email"],
    pkce: |_| false,
    subject: &["/https:~1~1slack.com~1user_id"],
    user: |profile| {
        let image = profile.first(&["/picture", "/https:~1~1slack.com~1user_image_512"]);
        Some(ProviderUser { image, ..profile.standard() })
    },
    ..BuiltIn::new(
        "slack",
        "Slack",
        "https://slack.com/openid/connect/authorize",
        "https://slack.com/api/openid.connect.token",
    )
};
