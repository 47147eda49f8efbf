//! The keys that somebody has.

use std::{cmp::Ordering, time::Duration};

use serde_json::{Map, Value};

use super::{
    ApiKeyAction, DELETE_API_KEY, GET_API_KEY, LIST_API_KEYS, UPDATE_API_KEY, check_lifetime, check_metadata,
    check_number,
};
use crate::{
    Auth, Cx,
    config::{ApiKeyConfiguration, KeyOwner},
    error::{Error, Result},
    store::ApiKeyChanges,
    wire::{
        ApiKey, AuditAction, DeleteApiKey, ErrorCode, GetApiKey, GetSession, ListApiKeys, ListApiKeysOutput,
        SortDirection, SuccessOutput, Timestamp, UpdateApiKey,
    },
};

/// So many keys are listed where nothing else is said, as upstream.
const PAGE: usize = 100;

impl UpdateApiKey {
    fn check(&self) -> Result<()> {
        check_lifetime(self.expires_in.flatten())?;
        check_number("remaining", self.remaining, 1)?;
        check_number("refillAmount", self.refill_amount, 0)?;
        check_number("refillInterval", self.refill_interval, 0)?;
        check_number("rateLimitTimeWindow", self.rate_limit_time_window, 0)?;
        check_number("rateLimitMax", self.rate_limit_max, 0)
    }

    /// Whether it says something that only trusted code may say.
    const fn limits_itself(&self) -> bool {
        self.remaining.is_some()
            || self.refill_amount.is_some()
            || self.refill_interval.is_some()
            || self.rate_limit_time_window.is_some()
            || self.rate_limit_max.is_some()
            || self.rate_limit_enabled.is_some()
            || self.permissions.is_some()
    }
}

impl Auth {
    /// A key of the caller, without its secret. `GET /api-key/get`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 404 for a key that is not theirs.
    pub async fn get_api_key(&self, cx: &mut Cx, input: GetApiKey) -> Result<ApiKey> {
        self.perform(cx, &GET_API_KEY, input, async |cx, input| {
            let user = self.require_session(cx).await?.user;
            let (key, _) =
                self.own_api_key(&user.id, input.config_id.as_deref(), &input.id, ApiKeyAction::Read).await?;
            self.sweep_api_keys().await?;
            Ok(key)
        })
        .await
    }

    /// The keys of the caller, or of an organization, without their secrets. `GET /api-key/list`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 403 for an organization where the caller may not see them; 400 for a field to sort by that
    /// there is not.
    pub async fn list_api_keys(&self, cx: &mut Cx, input: ListApiKeys) -> Result<ListApiKeysOutput> {
        self.perform(cx, &LIST_API_KEYS, input, async |cx, input| {
            let user = self.require_session(cx).await?.user;
            let options = &self.config().api_key;
            let (reference_id, owner) = match &input.organization_id {
                Some(organization) => {
                    self.require_key_permission(&user.id, organization, ApiKeyAction::Read).await?;
                    (organization, KeyOwner::Organization)
                }
                None => (&user.id, KeyOwner::User),
            };
            let wanted = input.config_id.as_deref().filter(|id| !id.is_empty());
            if wanted.is_some() {
                options.resolve(wanted)?;
            }
            self.sweep_api_keys().await?;
            let mut keys = self.store().list_api_keys(reference_id).await?;
            let known = |key: &ApiKey| options.configurations.iter().find(|kind| key.is_of(kind.id()));
            keys.retain(|key| {
                let is_theirs = known(key).map_or(KeyOwner::User, |kind| kind.references) == owner;
                is_theirs && wanted.is_none_or(|id| key.is_of(id))
            });
            if let Some(field) = input.sort_by.as_deref().filter(|field| !field.is_empty()) {
                keys = sorted(keys, field, input.sort_direction)?;
            }
            let total = keys.len();
            let page = keys.into_iter().skip(input.offset.unwrap_or_default()).take(input.limit.unwrap_or(PAGE));
            let api_keys = page.collect();
            Ok(ListApiKeysOutput { api_keys, total, limit: input.limit, offset: input.offset })
        })
        .await
    }

    /// Changes a key of the caller, or of the user whom trusted code names. `POST /api-key/update`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 404 for a key that is not theirs; 400 for what only trusted code may change, for a value out
    /// of bounds, and when there is nothing to change; 403 for somebody who impersonates, or who comes with an API key.
    pub async fn update_api_key(&self, cx: &mut Cx, input: UpdateApiKey) -> Result<ApiKey> {
        self.perform(cx, &UPDATE_API_KEY, input, async |cx, input| {
            input.check()?;
            let fresh = GetSession { disable_cookie_cache: true, ..GetSession::default() };
            let caller = self.current_session(cx, fresh).await?;
            let outside = cx.facts().is_some();
            let user_id = match (&caller, &input.user_id) {
                (Some(caller), Some(named)) if caller.user.id != *named => None,
                (Some(caller), _) => Some(caller.user.id.clone()),
                (None, named) => named.clone().filter(|_| !outside),
            };
            let user_id = user_id.ok_or(ErrorCode::UnauthorizedSession)?;
            if let Some(caller) = &caller {
                caller.session.require_own()?;
            }
            if outside && input.limits_itself() {
                return Err(ErrorCode::ServerOnlyProperty.into());
            }
            let (key, configuration) =
                self.own_api_key(&user_id, input.config_id.as_deref(), &input.key_id, ApiKeyAction::Update).await?;
            let changes = configuration.changes(input, self.now())?;
            if changes == ApiKeyChanges::default() {
                return Err(ErrorCode::NoValuesToUpdate.into());
            }
            let updated = self.store().update_api_key(&key.reference_id, &key.id, &changes, self.now()).await?;
            let updated = updated.ok_or(ErrorCode::KeyNotFound)?;
            cx.note(configuration.note(AuditAction::ApiKeyUpdated, &key));
            self.sweep_api_keys().await?;
            Ok(updated)
        })
        .await
    }

    /// Ends a key of the caller. `POST /api-key/delete`.
    ///
    /// # Errors
    ///
    /// 401 without a session; 404 for a key that is not theirs; 403 for somebody who impersonates, or who comes with an API
    /// key.
    pub async fn delete_api_key(&self, cx: &mut Cx, input: DeleteApiKey) -> Result<SuccessOutput> {
        self.perform(cx, &DELETE_API_KEY, input, async |cx, input| {
            let user = self.require_own_session(cx).await?.user;
            let (key, configuration) =
                self.own_api_key(&user.id, input.config_id.as_deref(), &input.key_id, ApiKeyAction::Delete).await?;
            if !self.store().delete_api_key(&key.reference_id, &key.id).await? {
                return Err(ErrorCode::KeyNotFound.into());
            }
            cx.note(configuration.note(AuditAction::ApiKeyDeleted, &key));
            self.sweep_api_keys().await?;
            Ok(SuccessOutput { success: true })
        })
        .await
    }
}

impl ApiKeyConfiguration {
    fn changes(&self, input: UpdateApiKey, now: Timestamp) -> Result<ApiKeyChanges> {
        if let Some(name) = &input.name {
            self.check_name(name)?;
        }
        let expires_at = match input.expires_in {
            None => None,
            Some(_) if self.key_expiration.disable_custom_expires_time => {
                return Err(ErrorCode::KeyDisabledExpiration.into());
            }
            Some(None) => Some(None),
            Some(Some(seconds)) => {
                self.check_expiry(seconds)?;
                Some(Some(now + Duration::from_secs(u64::try_from(seconds).unwrap_or_default())))
            }
        };
        let metadata = input.metadata.filter(|_| self.enable_metadata);
        metadata.as_ref().map_or(Ok(()), check_metadata)?;
        let refill = match (input.refill_amount, input.refill_interval) {
            (Some(amount), Some(interval)) => Some((amount, interval)),
            (Some(_), None) => return Err(ErrorCode::RefillAmountAndIntervalRequired.into()),
            (None, Some(_)) => return Err(ErrorCode::RefillIntervalAndAmountRequired.into()),
            (None, None) => None,
        };
        Ok(ApiKeyChanges {
            name: input.name,
            enabled: input.enabled,
            expires_at,
            metadata,
            remaining: input.remaining,
            refill,
            rate_limit_enabled: input.rate_limit_enabled,
            rate_limit_time_window: input.rate_limit_time_window,
            rate_limit_max: input.rate_limit_max,
            permissions: input.permissions,
        })
    }
}

/// Keys by a field of theirs; what has no value comes first.
fn sorted(keys: Vec<ApiKey>, field: &str, direction: SortDirection) -> Result<Vec<ApiKey>> {
    let mut with_values = Vec::new();
    for key in keys {
        let fields: Map<String, Value> = match serde_json::to_value(&key) {
            Ok(Value::Object(fields)) => fields,
            Ok(_) | Err(_) => Map::new(),
        };
        let value = fields.get(field).cloned().ok_or_else(|| {
            Error::new(ErrorCode::ValidationError).with_message("[query.sortBy] There is no such field")
        })?;
        with_values.push((value, key));
    }
    with_values.sort_by(|(left, _), (right, _)| {
        let order = compare(left, right);
        if direction == SortDirection::Desc { order.reverse() } else { order }
    });
    Ok(with_values.into_iter().map(|(_, key)| key).collect())
}

/// Values of one field. Moments are texts that sort as they are.
fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (Value::Number(left), Value::Number(right)) => left.as_i64().cmp(&right.as_i64()),
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::String(left), Value::String(right)) => left.cmp(right),
        _ => left.to_string().cmp(&right.to_string()),
    }
}
