//! Salesforce: <https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm>.

use super::BuiltIn;
use crate::wire::ProviderUser;

pub(super) static SALESFORCE: BuiltIn = BuiltIn {
    user_info_endpoint: "https://{host}/services/oauth2/userinfo",
    places: |options| {
        let sandbox = options.own("environment") == Some("sandbox");
        let usual = if sandbox { "test.salesforce.com" } else { "login.salesforce.com" };
        vec![("{host}", options.own("login_url").unwrap_or(usual).to_owned())]
    },
    own_options: &["environment", "login_url"],
    scopes: &["openid", "email", "profile"],
    subject: &["/user_id"],
    user: |profile| {
        let image = profile.first(&["/photos/picture", "/photos/thumbnail"]);
        Some(ProviderUser { image, ..profile.standard() })
    },
    ..BuiltIn::new(
        "salesforce",
        "Salesforce",
        "https://{host}/services/oauth2/authorize",
        "https://{host}/services/oauth2/token",
    )
};
