use std::fmt;

use async_trait::async_trait;
use serde_json::{Map, Value};

use crate::{error::Result, wire::SessionWithUser};

/// Rules of the application about tokens for other services: what are functions among Better Auth's options. Every
/// method has a default that does what upstream does without the option.
#[async_trait]
pub trait JwtHooks: fmt::Debug + Send + Sync {
    /// What a token says of a session, beside who it is and for how long (`definePayload`). `None`: what the configuration
    /// says.
    ///
    /// # Errors
    ///
    /// When that cannot be said; there is no token then.
    async fn payload(&self, session: &SessionWithUser) -> Result<Option<Map<String, Value>>> {
        let _ = session;
        Ok(None)
    }

    /// Whom a token is about (`getSubject`). `None`: the id of the user.
    ///
    /// # Errors
    ///
    /// When that cannot be said; there is no token then.
    async fn subject(&self, session: &SessionWithUser) -> Result<Option<String>> {
        let _ = session;
        Ok(None)
    }

    /// Signs these claims elsewhere, in a key service for example, whose public keys are at `jwt.jwks.remote_url`
    /// (`sign`). `None`: our own keys sign.
    ///
    /// # Errors
    ///
    /// When that fails; there is no token then.
    async fn sign(&self, claims: &Map<String, Value>) -> Result<Option<String>> {
        let _ = claims;
        Ok(None)
    }
}

/// No rules beside the configuration.
#[derive(Debug, Clone, Copy, Default)]
pub struct StandardJwts;

impl JwtHooks for StandardJwts {}
