//! Using a key.

use std::time::Duration;

use crate::{
    Auth,
    config::{ApiKeyConfiguration, KeyOwner},
    error::{Error, Result},
    features::access::{Request, Role, Statements},
    store::StoreError,
    wire::{ApiKey, ErrorCode, KeyPermissions, Timestamp, User, VerifyApiKey, VerifyApiKeyOutput},
};

/// A use that was not counted although the key looked good is tried again with the key as it is then, which tells why.
const TRIES: usize = 4;

/// How a key is looked at.
#[derive(Debug, Default)]
pub(super) struct Expected<'a> {
    /// It has to be of this kind.
    pub(super) config_id: Option<&'a str>,
    /// It has to be allowed to do this.
    pub(super) permissions: Option<&'a KeyPermissions>,
    /// Whether the application has said that it can be a key.
    pub(super) accepted: bool,
}

impl ApiKey {
    /// Whether it is allowed to do all of this.
    pub(crate) fn may(&self, wanted: &KeyPermissions) -> bool {
        let mut statements = Statements::new();
        for (resource, actions) in self.permissions.iter().flatten() {
            statements.set(resource, actions.iter().cloned());
        }
        Role::new(statements).authorize(&Request::from(wanted.clone())).is_ok()
    }

    /// Why it cannot be used once more at this moment.
    fn refusal(&self, limited: bool, now: Timestamp) -> Option<Error> {
        let refills = self.refill_amount.is_some_and(|amount| amount > 0);
        let interval = self.refill_interval.filter(|_| refills).and_then(milliseconds).filter(|it| !it.is_zero());
        let last = self.last_refill_at.unwrap_or(self.created_at);
        let refill_due = interval.is_some_and(|interval| last < now - interval);
        if self.remaining.is_some_and(|left| left <= 0) && !refill_due {
            return Some(ErrorCode::UsageExceeded.into());
        }
        let window = self.rate_limit_time_window.and_then(milliseconds).filter(|_| limited)?;
        let last = self.last_request.filter(|last| *last >= now - window)?;
        let is_full = self.request_count >= self.rate_limit_max?;
        is_full.then(|| Error::key_limited((last + window).since(now)))
    }
}

fn milliseconds(number: i64) -> Option<Duration> {
    u64::try_from(number).ok().map(Duration::from_millis)
}

impl Auth {
    /// Whether a key works, for trusted code that guards something with it: it is counted as one use.
    ///
    /// A key of a user who is banned or gone does not work. (Upstream does not ask.)
    ///
    /// # Errors
    ///
    /// 400 if the configuration has no default kind of keys; 503 when the database does not answer, so that a key is never
    /// called invalid for that.
    pub async fn verify_api_key(&self, input: &VerifyApiKey) -> Result<VerifyApiKeyOutput> {
        let lookup = self.config().api_key.resolve(input.config_id.as_deref())?;
        let refused = |error: Error| VerifyApiKeyOutput { valid: false, error: Some(error.body()), key: None };
        let config_id = input.config_id.as_deref();
        if config_id.is_some() && !self.api_keys().hooks().accepts(lookup, &input.key).await? {
            return Ok(refused(ErrorCode::KeyNotFound.into()));
        }
        let expected = Expected { config_id, permissions: input.permissions.as_ref(), accepted: config_id.is_some() };
        match self.use_api_key(lookup, &input.key, &expected).await {
            Ok((key, _)) => Ok(VerifyApiKeyOutput { valid: true, error: None, key: Some(key) }),
            Err(error) if error.status() < 500 => {
                tracing::info!(event = "api_key.refused", code = error.code_text(), "an API key was not accepted");
                Ok(refused(error))
            }
            Err(error) => Err(error),
        }
    }

    /// Counts one use of a key; the key as it is then, and its owner if that is a user.
    ///
    /// # Errors
    ///
    /// 401 or 429 for a key that does not work.
    pub(super) async fn use_api_key(
        &self,
        lookup: &ApiKeyConfiguration,
        secret: &str,
        expected: &Expected<'_>,
    ) -> Result<(ApiKey, Option<User>)> {
        let stored = lookup.stored(secret);
        for _ in 0..TRIES {
            let key = self.store().find_api_key(&stored).await?.ok_or(ErrorCode::InvalidApiKey)?;
            if expected.config_id.is_some_and(|id| !key.is_of(if id.is_empty() { "default" } else { id })) {
                return Err(ErrorCode::InvalidApiKey.into());
            }
            let configuration = self.config().api_key.resolve(Some(&key.config_id))?;
            if !expected.accepted && !self.api_keys().hooks().accepts(configuration, secret).await? {
                return Err(Error::new(ErrorCode::KeyNotFound).with_status(401));
            }
            let now = self.now();
            if !key.enabled {
                return Err(ErrorCode::KeyDisabled.into());
            }
            if key.expires_at.is_some_and(|end| end < now) {
                self.store().delete_api_key(&key.reference_id, &key.id).await?;
                return Err(ErrorCode::KeyExpired.into());
            }
            if expected.permissions.is_some_and(|wanted| !key.may(wanted)) {
                return Err(Error::new(ErrorCode::KeyNotFound).with_status(401));
            }
            let owner = match configuration.references {
                KeyOwner::User => Some(self.api_key_owner(&key).await?),
                KeyOwner::Organization => None,
            };
            let limited = configuration.rate_limit.enabled && key.rate_limit_enabled;
            if let Some(refusal) = key.refusal(limited, now) {
                if refusal.code() == ErrorCode::UsageExceeded && key.refill_amount.is_none() {
                    self.store().delete_used_up_api_key(&key.id).await?;
                }
                return Err(refusal);
            }
            if self.store().use_api_key(&key, limited, now).await? {
                let used = self.store().find_api_key_by_id(&key.id).await?.ok_or(ErrorCode::InvalidApiKey)?;
                return Ok((used, owner));
            }
        }
        Err(StoreError::Database("an API key changed again and again while it was used".into()).into())
    }

    async fn api_key_owner(&self, key: &ApiKey) -> Result<User> {
        let owner = self.store().find_user(&key.reference_id).await?.ok_or(ErrorCode::InvalidReferenceId)?;
        if self.is_banned(&owner) { Err(ErrorCode::UserBanned.into()) } else { Ok(owner) }
    }
}
