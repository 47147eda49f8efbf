//! Making a key.

use std::time::Duration;

use serde_json::Value;

use super::{ApiKeyAction, CREATE_API_KEY, check_lifetime, check_metadata, check_number, length};
use crate::{
    Auth, Cx,
    config::{ApiKeyConfiguration, KeyOwner},
    error::{Error, Result},
    rng::random_text,
    wire::{ApiKey, AuditAction, CreateApiKey, CreatedApiKey, ErrorCode, GetSession},
};

/// The letters of a key, as upstream.
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

impl CreateApiKey {
    fn check(&self) -> Result<()> {
        check_lifetime(self.expires_in)?;
        check_number("remaining", self.remaining, 0)?;
        check_number("refillAmount", self.refill_amount, 1)?;
        check_number("refillInterval", self.refill_interval, 0)?;
        check_number("rateLimitTimeWindow", self.rate_limit_time_window, 0)?;
        check_number("rateLimitMax", self.rate_limit_max, 0)?;
        let letters = |prefix: &str| prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        match self.prefix.as_deref() {
            Some(prefix) if prefix.is_empty() || !letters(prefix) => {
                Err(Error::invalid_field("prefix", "Letters, digits, underscores and hyphens only"))
            }
            _ => Ok(()),
        }
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

    /// The data beside the key, if there is something; a `0` and an empty text are nothing, as upstream.
    fn data(&self) -> Option<&Value> {
        self.metadata.as_ref().filter(|data| match data {
            Value::Null | Value::Bool(false) => false,
            Value::String(text) => !text.is_empty(),
            Value::Number(number) => number.as_f64() != Some(0.0),
            Value::Bool(true) | Value::Array(_) | Value::Object(_) => true,
        })
    }
}

impl Auth {
    /// Makes a key for the caller, or for the user whom trusted code names. Its secret is in this answer and nowhere else.
    /// `POST /api-key/create`.
    ///
    /// # Errors
    ///
    /// 401 without a session, and for a request that names a user; 400 for what only trusted code may say, and for a name,
    /// a prefix, an end or data out of bounds; 403 for somebody who impersonates, or who comes with an API key themself.
    pub async fn create_api_key(&self, cx: &mut Cx, input: CreateApiKey) -> Result<CreatedApiKey> {
        self.perform(cx, &CREATE_API_KEY, input, async |cx, input| {
            input.check()?;
            let configuration = self.config().api_key.resolve(input.config_id.as_deref())?;
            let reference_id = self.owner_of_new_api_key(cx, configuration, &input).await?;
            configuration.check_new(&input)?;
            self.sweep_api_keys().await?;

            let hooks = self.api_keys().hooks();
            let prefix = input.prefix.as_deref().or(configuration.default_prefix.as_deref()).unwrap_or_default();
            let key = hooks.generate(configuration, prefix).unwrap_or_else(|| {
                format!("{prefix}{}", random_text(&**self.rng(), LETTERS, configuration.default_key_length))
            });
            let permissions = match input.permissions {
                Some(permissions) => Some(permissions),
                None => hooks.default_permissions(configuration, &reference_id).await?,
            };
            let expires_in = input.expires_in.and_then(|seconds| u64::try_from(seconds).ok()).map(Duration::from_secs);
            let expires_in = expires_in.or(configuration.key_expiration.default_expires_in);
            let limit = &configuration.rate_limit;
            let now = self.now();
            let metadata = if configuration.enable_metadata { input.metadata } else { None };
            let api_key = ApiKey {
                id: self.generate_id(),
                config_id: configuration.id().to_owned(),
                name: input.name,
                start: configuration.starting_characters.map(|count| key.chars().take(count).collect()),
                reference_id,
                prefix: input.prefix.or_else(|| configuration.default_prefix.clone()),
                refill_interval: input.refill_interval,
                refill_amount: input.refill_amount,
                last_refill_at: None,
                enabled: true,
                rate_limit_enabled: input.rate_limit_enabled.unwrap_or(limit.enabled),
                rate_limit_time_window: input
                    .rate_limit_time_window
                    .or_else(|| i64::try_from(limit.time_window.as_millis()).ok()),
                rate_limit_max: input.rate_limit_max.or(Some(limit.max_requests.into())),
                request_count: 0,
                remaining: input.remaining,
                last_request: None,
                expires_at: expires_in.map(|after| now + after),
                created_at: now,
                updated_at: now,
                permissions,
                metadata: metadata.filter(|data| data.is_object() || data.is_array()),
            };
            self.store().create_api_key(&api_key, &configuration.stored(&key)).await?;
            cx.note(configuration.note(AuditAction::ApiKeyCreated, &api_key));
            Ok(CreatedApiKey { api_key, key })
        })
        .await
    }

    /// Whose a new key is; the checks are in upstream's order.
    async fn owner_of_new_api_key(
        &self,
        cx: &mut Cx,
        configuration: &ApiKeyConfiguration,
        input: &CreateApiKey,
    ) -> Result<String> {
        let fresh = GetSession { disable_cookie_cache: true, ..GetSession::default() };
        let caller = self.current_session(cx, fresh).await?;
        if cx.facts().is_some() {
            if input.limits_itself() {
                return Err(ErrorCode::ServerOnlyProperty.into());
            }
            if input.user_id.is_some() {
                return Err(ErrorCode::UnauthorizedSession.into());
            }
        }
        if let Some(caller) = &caller {
            caller.session.require_own()?;
        }
        let user_id = caller.map(|caller| caller.user.id).or_else(|| input.user_id.clone());
        if configuration.references == KeyOwner::User {
            return user_id.ok_or_else(|| ErrorCode::UnauthorizedSession.into());
        }
        let organization = input.organization_id.clone().filter(|id| !id.is_empty());
        let organization = organization.ok_or(ErrorCode::OrganizationIdRequired)?;
        let user_id = user_id.ok_or(ErrorCode::UnauthorizedSession)?;
        self.require_key_permission(&user_id, &organization, ApiKeyAction::Create).await?;
        Ok(organization)
    }
}

impl ApiKeyConfiguration {
    fn check_new(&self, input: &CreateApiKey) -> Result<()> {
        if let Some(data) = input.data() {
            if !self.enable_metadata {
                return Err(ErrorCode::MetadataDisabled.into());
            }
            check_metadata(data)?;
        }
        let interval = input.refill_interval.filter(|interval| *interval > 0);
        match (input.refill_amount, interval) {
            (Some(_), None) => return Err(ErrorCode::RefillAmountAndIntervalRequired.into()),
            (None, Some(_)) => return Err(ErrorCode::RefillIntervalAndAmountRequired.into()),
            _ => {}
        }
        if let Some(seconds) = input.expires_in {
            if self.key_expiration.disable_custom_expires_time {
                return Err(ErrorCode::KeyDisabledExpiration.into());
            }
            self.check_expiry(seconds)?;
        }
        if let Some(prefix) = &input.prefix
            && !(self.minimum_prefix_length..=self.maximum_prefix_length).contains(&length(prefix))
        {
            return Err(ErrorCode::InvalidPrefixLength.into());
        }
        match input.name.as_deref().filter(|name| !name.is_empty()) {
            Some(name) => self.check_name(name),
            None if self.require_name => Err(ErrorCode::NameRequired.into()),
            None => Ok(()),
        }
    }
}
