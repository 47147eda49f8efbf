//! How the application stands.

use auth::wire::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::forms::Refusal;

/// The days of the chart.
pub const DAYS: u32 = 30;

/// How things stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// Accounts.
    pub users: u64,
    /// Accounts whose address is confirmed.
    pub verified: u64,
    /// Banned accounts.
    pub banned: u64,
    /// Sessions that have not ended.
    pub sessions: u64,
    /// The last days, the oldest first.
    pub days: Vec<DayCount>,
}

/// What was made on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayCount {
    /// When it began (UTC).
    pub begins: Timestamp,
    /// New accounts.
    pub sign_ups: u64,
    /// Sessions that began then; without an audit log, those that are kept.
    pub sign_ins: u64,
}

/// How things stand.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who does not administer.
#[server(prefix = "/api/app", endpoint = "admin-overview")]
pub async fn admin_overview() -> Result<Overview, Refusal> {
    let mut door = crate::api::Door::open_admin().await?;
    let overview = door.auth.admin_overview(&mut door.cx, DAYS).await;
    let overview = door.answer(overview)?;
    let day = |day: &auth::features::admin::Day| DayCount {
        begins: day.begins,
        sign_ups: day.made.users,
        sign_ins: day.made.sessions,
    };
    Ok(Overview {
        users: overview.counts.users,
        verified: overview.counts.verified,
        banned: overview.counts.banned,
        sessions: overview.counts.sessions,
        days: overview.days.iter().map(day).collect(),
    })
}

/// What runs here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct System {
    /// Version of the application.
    pub version: String,
    /// Tables and columns that the database lacks; none after `latchkey migrate`.
    pub lacks: Vec<String>,
    /// The effective configuration without secrets: keys as in the file, and values.
    pub configuration: Vec<(String, String)>,
    /// Mails that wait to leave.
    pub mails_waiting: u64,
    /// Of those, the mails that did not leave at the first try.
    pub mails_retried: u64,
    /// Address of the connection of this request.
    pub peer: Option<String>,
    /// The address by which the server knows the caller.
    pub client: Option<String>,
}

/// What runs here.
///
/// # Errors
///
/// 401 for a caller who is not signed in; 403 for one who does not administer.
#[server(prefix = "/api/app", endpoint = "admin-system")]
pub async fn admin_system() -> Result<System, Refusal> {
    let mut door = crate::api::Door::open_admin().await?;
    let overview = door.auth.admin_overview(&mut door.cx, 0).await;
    let counts = door.answer(overview)?.counts;
    let lacks = door.auth.store().lacks().await.map_err(auth::Error::from);
    let lacks = door.answer(lacks)?;
    let peer = door.cx.facts().and_then(|facts| facts.peer);
    Ok(System {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        lacks: lacks.iter().map(ToString::to_string).collect(),
        configuration: configuration::shown(door.auth.config()),
        mails_waiting: counts.mails_waiting,
        mails_retried: counts.mails_retried,
        peer: peer.map(|peer| peer.to_string()),
        client: door.auth.client_ip(&door.cx),
    })
}

#[cfg(feature = "ssr")]
mod configuration {
    use auth::AuthConfig;

    /// What may be shown: of secrets, that they are there.
    pub(super) fn shown(config: &AuthConfig) -> Vec<(String, String)> {
        let seconds = |time: std::time::Duration| format!("{} s", time.as_secs());
        let list = |items: &[String]| if items.is_empty() { "–".to_owned() } else { items.join(", ") };
        let providers: Vec<_> = config.social_providers.iter().map(|(id, _)| id.clone()).collect();
        let headers = &config.advanced.ip_address.ip_address_headers;
        let proxies: Vec<_> = config.advanced.ip_address.trusted_proxies.iter().map(ToString::to_string).collect();
        let pairs = [
            ("app_name", config.app_name.clone()),
            ("base_url", config.base_url.clone()),
            ("base_path", config.base_path.clone()),
            ("production", config.production.to_string()),
            ("secret", format!("{} characters", config.secrets.current().length())),
            ("trusted_origins", list(&config.trusted_origins)),
            ("disabled_paths", list(&config.disabled_paths)),
            ("shared_database", config.shared_database.to_string()),
            ("email_and_password.enabled", config.email_and_password.enabled.to_string()),
            ("email_and_password.disable_sign_up", config.email_and_password.disable_sign_up.to_string()),
            (
                "email_and_password.require_email_verification",
                config.email_and_password.require_email_verification.to_string(),
            ),
            ("session.expires_in", seconds(config.session.expires_in)),
            ("session.cookie_cache.enabled", config.session.cookie_cache.enabled.to_string()),
            ("secondary_storage", if config.secondary_storage.is_some() { "yes" } else { "no" }.to_owned()),
            ("two_factor.enabled", config.two_factor.enabled.to_string()),
            ("admin.admin_roles", list(&config.admin.admin_roles)),
            ("admin.admin_user_ids", config.admin.admin_user_ids.len().to_string()),
            ("rate_limit.enabled", config.rate_limit.enabled.to_string()),
            ("advanced.ip_address.ip_address_headers", list(headers)),
            ("advanced.ip_address.trusted_proxies", list(&proxies)),
            ("email.smtp_url", if config.email.smtp_url.is_some() { "set" } else { "not set" }.to_owned()),
            ("email.from", config.email.from.clone().unwrap_or_else(|| "–".into())),
            ("social_providers", list(&providers)),
        ];
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }
}
