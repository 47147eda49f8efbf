//! Atlassian: <https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/>.

use super::{BuiltIn, Prompt};
use crate::wire::ProviderUser;

pub(super) static ATLASSIAN: BuiltIn = BuiltIn {
    user_info_endpoint: "https://api.atlassian.com/me",
    scopes: &["read:jira-user", "offline_access"],
    prompt: Prompt::AsConfigured,
    parameters: |_| vec![("audience", "api.atlassian.com".into())],
    subject: &["/account_id"],
    user: |profile| Some(ProviderUser { email_verified: false, ..profile.standard() }),
    ..BuiltIn::new(
        "atlassian",
        "Atlassian",
        "https://auth.atlassian.com/authorize",
        "https://auth.atlassian.com/oauth/token",
    )
};
