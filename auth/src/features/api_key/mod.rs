//! API keys: long secrets with which programs come, made by users for themselves or by trusted code.
//!
//! A key is shown once and stored as a hash. Whether it may be used is decided where its use is counted, by one statement
//! of the database ([`crate::store::ApiKeyStore::use_api_key`]), so that of fifty uses at once no more succeed than there
//! are left. Trusted code asks [`Auth::verify_api_key`]; where `enable_session_for_api_keys` is on, a key in a header
//! also stands for its owner (`session`).

mod create;
mod hooks;
mod manage;
mod organization;
mod routes;
mod session;
mod usage;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use serde_json::Value;

pub use hooks::{ApiKeyHooks, StandardApiKeys};
pub use organization::ApiKeyAction;
pub(super) use routes::ROUTES;
pub use routes::{CREATE_API_KEY, DELETE_API_KEY, GET_API_KEY, LIST_API_KEYS, UPDATE_API_KEY};

use crate::{
    Auth,
    config::{ApiKeyConfig, ApiKeyConfiguration, KeyOwner},
    crypto::upstream_hash,
    error::{Error, Result},
    features::audit::Note,
    wire::{ApiKey, AuditAction, ErrorCode},
};

/// Keys that have ended are forgotten at most so often, in milliseconds, as upstream.
const SWEEP_INTERVAL: i64 = 10_000;

/// Most bytes of the data beside a key, as JSON. Ours; upstream has no bound.
const MAX_METADATA: usize = 16 * 1024;

/// Most levels of it. Ours.
const MAX_METADATA_DEPTH: usize = 32;

/// What the core holds for API keys.
#[derive(Debug)]
pub(crate) struct ApiKeys {
    hooks: Arc<dyn ApiKeyHooks>,
    /// When keys that have ended are forgotten next, in milliseconds since 1970.
    next_sweep: AtomicI64,
}

impl ApiKeyConfiguration {
    /// What happened to a key, for the audit log of its owner.
    fn note(&self, action: AuditAction, key: &ApiKey) -> Note {
        let note = Note::new(action).target(&key.id);
        match self.references {
            KeyOwner::User => note.about(&key.reference_id),
            KeyOwner::Organization => note.within(&key.reference_id),
        }
    }
}

impl ApiKeys {
    pub(crate) fn new(hooks: Arc<dyn ApiKeyHooks>) -> Self {
        Self { hooks, next_sweep: AtomicI64::new(0) }
    }

    pub(crate) fn hooks(&self) -> &dyn ApiKeyHooks {
        &*self.hooks
    }
}

impl ApiKeyConfig {
    /// The kind of keys that a request names. One that there is not is the default one, as upstream.
    pub(crate) fn resolve(&self, id: Option<&str>) -> Result<&ApiKeyConfiguration> {
        let named = id.filter(|id| !id.is_empty()).unwrap_or("default");
        let find = |id: &str| self.configurations.iter().find(|configuration| configuration.id() == id);
        find(named).or_else(|| find("default")).ok_or_else(|| ErrorCode::NoDefaultApiKeyConfiguration.into())
    }
}

impl ApiKey {
    /// Whether it is of a kind. Keys without one are older than kinds.
    fn is_of(&self, id: &str) -> bool {
        let own = if self.config_id.is_empty() { "default" } else { &self.config_id };
        own == id
    }
}

impl ApiKeyConfiguration {
    /// The form in which a key is stored.
    fn stored(&self, key: &str) -> String {
        if self.disable_key_hashing { key.to_owned() } else { upstream_hash(key) }
    }

    fn check_name(&self, name: &str) -> Result<()> {
        Auth::check_text("name", name)?;
        let fits = (self.minimum_name_length..=self.maximum_name_length).contains(&length(name));
        if fits { Ok(()) } else { Err(ErrorCode::InvalidNameLength.into()) }
    }

    /// When a key may end that is said to end after this many seconds.
    fn check_expiry(&self, seconds: i64) -> Result<()> {
        let options = &self.key_expiration;
        let after = std::time::Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
        if after < options.min_expires_in {
            return Err(ErrorCode::ExpiresInIsTooSmall.into());
        }
        if after > options.max_expires_in { Err(ErrorCode::ExpiresInIsTooLarge.into()) } else { Ok(()) }
    }
}

/// Characters as upstream counts them.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Data beside a key is an object (or a list), and neither large nor deep.
fn check_metadata(metadata: &Value) -> Result<()> {
    fn depth_fits(value: &Value, left: usize) -> bool {
        match value {
            Value::Array(items) => left > 0 && items.iter().all(|item| depth_fits(item, left - 1)),
            Value::Object(fields) => left > 0 && fields.values().all(|field| depth_fits(field, left - 1)),
            _ => true,
        }
    }
    let is_structured = metadata.is_object() || metadata.is_array() || metadata.is_null();
    let text = metadata.to_string();
    if !is_structured || text.len() > MAX_METADATA || !depth_fits(metadata, MAX_METADATA_DEPTH) {
        return Err(ErrorCode::InvalidMetadataType.into());
    }
    // JSON writes a NUL as an escape, which PostgreSQL stores as the six letters that it is.
    Ok(())
}

/// A key holds for a second at least. What is too long is for its kind to say.
fn check_lifetime(seconds: Option<i64>) -> Result<()> {
    match seconds {
        Some(seconds) if seconds < 1 => Err(Error::invalid_field("expiresIn", "The number is too small")),
        _ => Ok(()),
    }
}

/// A number that has to fit into a column of four bytes.
fn check_number(field: &str, number: Option<i64>, least: i64) -> Result<()> {
    match number {
        Some(number) if number < least || number > i64::from(i32::MAX) => {
            Err(Error::invalid_field(field, "The number is too small or too large"))
        }
        _ => Ok(()),
    }
}

impl Auth {
    /// The key with an id as its owner may have it, with the options of its kind.
    ///
    /// # Errors
    ///
    /// 404 for a key that there is not, that is of another kind than asked for, or that is somebody else's; 403 for one of an
    /// organization where the user may not do this.
    async fn own_api_key(
        &self,
        user_id: &str,
        config_id: Option<&str>,
        id: &str,
        action: ApiKeyAction,
    ) -> Result<(ApiKey, &ApiKeyConfiguration)> {
        let options = &self.config().api_key;
        let asked_for = options.resolve(config_id)?;
        let key = self.store().find_api_key_by_id(id).await?.ok_or(ErrorCode::KeyNotFound)?;
        if !key.is_of(asked_for.id()) {
            return Err(ErrorCode::KeyNotFound.into());
        }
        let configuration = options.resolve(Some(&key.config_id))?;
        match configuration.references {
            KeyOwner::User if key.reference_id == user_id => Ok((key, configuration)),
            KeyOwner::User => Err(ErrorCode::KeyNotFound.into()),
            KeyOwner::Organization => {
                self.require_key_permission(user_id, &key.reference_id, action).await?;
                Ok((key, configuration))
            }
        }
    }

    /// Forgets the keys that have ended, whoever's they are; how many they were. Operations with keys do it now and then.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn delete_all_expired_api_keys(&self) -> Result<u64> {
        Ok(self.store().delete_ended_api_keys(self.now()).await?)
    }

    async fn sweep_api_keys(&self) -> Result<()> {
        let now = self.now().as_millis();
        let due = self.api_keys().next_sweep.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |next| {
            (next <= now).then(|| now.saturating_add(SWEEP_INTERVAL))
        });
        if due.is_ok() {
            self.delete_all_expired_api_keys().await?;
        }
        Ok(())
    }
}
