use std::fmt;

use async_trait::async_trait;

use crate::error::Result;

/// Rules of the application about devices: what are functions among Better Auth's options. Every method has a default that
/// does what upstream does without the option. See [`crate::AuthBuilder::device_rules`].
#[async_trait]
pub trait DeviceRules: fmt::Debug + Send + Sync {
    /// The code that a device keeps (`generateDeviceCode`). `None`: a random one.
    ///
    /// # Errors
    ///
    /// When there is none to give; the device gets no codes then.
    async fn device_code(&self) -> Result<Option<String>> {
        Ok(None)
    }

    /// The code that a person types (`generateUserCode`). `None`: a random one.
    ///
    /// # Errors
    ///
    /// When there is none to give; the device gets no codes then.
    async fn user_code(&self) -> Result<Option<String>> {
        Ok(None)
    }

    /// Whether devices of a client may ask, beside what `client_ids` says (`validateClient`).
    ///
    /// # Errors
    ///
    /// When that cannot be said; the device is refused then.
    async fn is_client(&self, client_id: &str) -> Result<bool> {
        let _ = client_id;
        Ok(true)
    }

    /// A device of a known client asks for these scopes (`onDeviceAuthRequest`).
    ///
    /// # Errors
    ///
    /// The refusal that the device gets.
    async fn requested(&self, client_id: &str, scope: Option<&str>) -> Result<()> {
        let _ = (client_id, scope);
        Ok(())
    }
}

/// No rules beside the configuration.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct EveryDevice;

impl DeviceRules for EveryDevice {}
