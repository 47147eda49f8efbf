use std::{collections::BTreeMap, fmt, time::Duration};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{ErrorBody, SortDirection, Timestamp};

/// What an API key may do: actions by resource. What they mean is for the application to say.
pub type KeyPermissions = BTreeMap<String, Vec<String>>;

/// An API key without its secret, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiKey {
    /// Row id.
    pub id: String,
    /// Which kind of key it is.
    pub config_id: String,
    /// What its owner calls it.
    pub name: Option<String>,
    /// Its first letters, the prefix among them.
    pub start: Option<String>,
    /// Whose it is: the id of a user or of an organization.
    pub reference_id: String,
    /// What it begins with.
    pub prefix: Option<String>,
    /// Milliseconds after which it is filled up.
    pub refill_interval: Option<i64>,
    /// To how many uses it is filled up.
    pub refill_amount: Option<i64>,
    /// When it was last filled up.
    pub last_refill_at: Option<Timestamp>,
    /// Whether it works.
    pub enabled: bool,
    /// Whether its uses are limited by `rate_limit_max`.
    pub rate_limit_enabled: bool,
    /// Milliseconds without a use after which counting begins anew.
    pub rate_limit_time_window: Option<i64>,
    /// Uses until then.
    pub rate_limit_max: Option<i64>,
    /// Uses so far.
    pub request_count: i64,
    /// Uses that are left over all; `None` for no end.
    pub remaining: Option<i64>,
    /// When it was last used.
    pub last_request: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed or used.
    pub updated_at: Timestamp,
    /// What it may do.
    pub permissions: Option<KeyPermissions>,
    /// Data of its owner's.
    pub metadata: Option<Value>,
}

/// An API key that was just made, with its secret, which nobody sees again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatedApiKey {
    /// The key without its secret.
    #[serde(flatten)]
    pub api_key: ApiKey,
    /// The whole key.
    pub key: String,
}

/// The secret stays out of logs.
impl fmt::Debug for CreatedApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreatedApiKey").field("id", &self.api_key.id).finish_non_exhaustive()
    }
}

/// The body of `POST /api-key/create`. From `remaining` to `permissions`, and `user_id`, are for trusted code alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreateApiKey {
    /// Which kind of key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config_id: Option<String>,
    /// What to call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Seconds until it ends; at least one.
    #[serde(default, deserialize_with = "whole_seconds", skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
    /// What it begins with: letters, digits, `_` and `-`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Data to keep beside it, an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Uses over all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining: Option<i64>,
    /// To how many uses it is filled up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refill_amount: Option<i64>,
    /// Milliseconds after which it is filled up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refill_interval: Option<i64>,
    /// Milliseconds without a use after which counting begins anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit_time_window: Option<i64>,
    /// Uses until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit_max: Option<i64>,
    /// Whether uses are counted for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit_enabled: Option<bool>,
    /// What it may do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<KeyPermissions>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Which organization's it is, where keys are those of organizations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
}

/// The body of `POST /api-key/update`. What is absent stays. From `remaining` to `permissions`, and `user_id`, are for
/// trusted code alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateApiKey {
    /// Which kind of key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config_id: Option<String>,
    /// Which key.
    pub key_id: String,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// What to call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Seconds until it ends; `null` for never.
    #[serde(default, deserialize_with = "present_seconds", skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<Option<i64>>,
    /// Data to keep beside it, an object or `null`.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Uses that are left over all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining: Option<i64>,
    /// To how many uses it is filled up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refill_amount: Option<i64>,
    /// Milliseconds after which it is filled up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refill_interval: Option<i64>,
    /// Whether uses are limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit_enabled: Option<bool>,
    /// Milliseconds without a use after which counting begins anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit_time_window: Option<i64>,
    /// Uses until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit_max: Option<i64>,
    /// What it may do; `null` for nothing in particular.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Option<KeyPermissions>>,
}

/// Seconds, of which clients compute fractions; these are cut off.
fn whole_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let seconds = Option::<f64>::deserialize(deserializer)?;
    let whole = |seconds: f64| {
        let beyond = if seconds > 0.0 { u64::MAX } else { 0 };
        Duration::try_from_secs_f64(seconds).map_or(beyond, |duration| duration.as_secs())
    };
    Ok(seconds.map(|seconds| i64::try_from(whole(seconds)).unwrap_or(i64::MAX)))
}

/// The same, and tells `null` from what is not there.
#[expect(clippy::option_option, reason = "JSON has three cases: absent, null, a number")]
fn present_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<i64>>, D::Error> {
    whole_seconds(deserializer).map(Some)
}

/// Tells `null` from what is not there.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// How `GET /api-key/get` is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetApiKey {
    /// Which kind of key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config_id: Option<String>,
    /// Which key.
    pub id: String,
}

/// The body of `POST /api-key/delete`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteApiKey {
    /// Which kind of key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config_id: Option<String>,
    /// Which key.
    pub key_id: String,
}

/// How `GET /api-key/list` is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListApiKeys {
    /// Only this kind of keys.
    pub config_id: Option<String>,
    /// The keys of this organization instead of the caller's.
    pub organization_id: Option<String>,
    /// At most so many. Default 100, as upstream.
    pub limit: Option<usize>,
    /// Without so many at the beginning.
    pub offset: Option<usize>,
    /// A field of [`ApiKey`] by its name on the wire. Default: when they were made.
    pub sort_by: Option<String>,
    /// Default ascending.
    pub sort_direction: SortDirection,
}

/// What `GET /api-key/list` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListApiKeysOutput {
    /// The keys of this page.
    pub api_keys: Vec<ApiKey>,
    /// How many there are over all pages.
    pub total: usize,
    /// As it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// As it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<usize>,
}

/// How trusted code asks whether a key works.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyApiKey {
    /// It has to be of this kind. Default: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config_id: Option<String>,
    /// The whole key.
    pub key: String,
    /// What it has to be allowed to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<KeyPermissions>,
}

/// The secret stays out of logs.
impl fmt::Debug for VerifyApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyApiKey").field("permissions", &self.permissions).finish_non_exhaustive()
    }
}

/// What trusted code is told of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyApiKeyOutput {
    /// Whether it works.
    pub valid: bool,
    /// Why it does not.
    pub error: Option<ErrorBody>,
    /// The key as it is after this use, if it works.
    pub key: Option<ApiKey>,
}
