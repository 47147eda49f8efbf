use std::fmt;

use async_trait::async_trait;

use crate::{config::ApiKeyConfiguration, error::Result, wire::KeyPermissions};

/// Rules of the application about API keys: what are functions among Better Auth's options. Every method has a default
/// that does what upstream does without the option.
#[async_trait]
pub trait ApiKeyHooks: fmt::Debug + Send + Sync {
    /// Makes a key of this kind, prefix included, in the application's own way (`customKeyGenerator`); it has to be
    /// unpredictable. `None`: letters are drawn.
    fn generate(&self, configuration: &ApiKeyConfiguration, prefix: &str) -> Option<String> {
        let _ = (configuration, prefix);
        None
    }

    /// Whether a text can be a key at all, before it is looked for (`customAPIKeyValidator`).
    ///
    /// # Errors
    ///
    /// When that cannot be said.
    async fn accepts(&self, configuration: &ApiKeyConfiguration, key: &str) -> Result<bool> {
        let _ = (configuration, key);
        Ok(true)
    }

    /// What a key may do that is made for this owner without saying (`permissions.defaultPermissions`). Default: what the
    /// configuration says.
    ///
    /// # Errors
    ///
    /// When that cannot be said; no key is made then.
    async fn default_permissions(
        &self,
        configuration: &ApiKeyConfiguration,
        reference_id: &str,
    ) -> Result<Option<KeyPermissions>> {
        let _ = reference_id;
        Ok(configuration.default_permissions.clone())
    }
}

/// No rules beside the configuration.
#[derive(Debug, Clone, Copy, Default)]
pub struct StandardApiKeys;

impl ApiKeyHooks for StandardApiKeys {}
