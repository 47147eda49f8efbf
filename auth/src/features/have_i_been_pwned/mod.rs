//! Refusing new passwords that are in the lists of whoever tries passwords.

mod offline;
mod range;

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use self::{offline::CommonPasswords, range::RangeApi};
use crate::{
    Auth, Cx,
    config::{HaveIBeenPwnedConfig, OnFailure, PasswordSource},
    error::{Error, Result},
    outbound::Outbound,
    wire::{ErrorCode, Password},
};

/// Who knows which passwords are compromised.
#[async_trait]
pub trait CompromisedPasswords: fmt::Debug + Send + Sync {
    /// Whether a password is. It must not be kept, logged, or told to anybody.
    ///
    /// # Errors
    ///
    /// When that cannot be said; `have_i_been_pwned.on_failure` says what becomes of the password.
    async fn is_compromised(&self, password: &Password) -> Result<bool>;
}

/// The source that the configuration names.
pub(crate) fn source(config: &HaveIBeenPwnedConfig, outbound: &Outbound) -> Arc<dyn CompromisedPasswords> {
    match config.source {
        PasswordSource::Offline => Arc::new(CommonPasswords),
        PasswordSource::Api => Arc::new(RangeApi::new(config.range_url.clone(), outbound.clone())),
    }
}

impl Auth {
    /// The hash to store for a new password, unless the password is one that everybody knows.
    ///
    /// # Errors
    ///
    /// 400 for such a password; 500 when that cannot be said; 503 when too many wait for a hash.
    pub(in crate::features) async fn hash_new_password(&self, cx: &Cx, password: &Password) -> Result<String> {
        let options = &self.config().have_i_been_pwned;
        // `Auth::set_password` is no operation; upstream has it as one without a route.
        let path = cx.operation().map_or("/set-password", |operation| operation.path);
        if options.enabled && options.paths.iter().any(|checked| checked == path) {
            self.refuse_compromised(password).await?;
        }
        self.passwords().hash(password).await
    }

    async fn refuse_compromised(&self, password: &Password) -> Result<()> {
        let options = &self.config().have_i_been_pwned;
        match self.compromised_passwords().is_compromised(password).await {
            Ok(false) => Ok(()),
            Ok(true) => {
                tracing::info!(event = "password.compromised", "a password that everybody knows was refused");
                let error = Error::new(ErrorCode::PasswordCompromised);
                Err(match &options.custom_password_compromised_message {
                    Some(message) => error.with_message(message.clone()),
                    None => error,
                })
            }
            Err(error) if options.on_failure == OnFailure::Accept => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "a password was taken without being looked up"
                );
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}
