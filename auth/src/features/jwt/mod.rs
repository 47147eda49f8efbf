//! JSON Web Tokens that tell other services who somebody is: signed by a key pair whose public half everybody may have.
//!
//! A token is good until it ends, whatever happens to the session meanwhile, and it opens nothing here. Keys are rows with
//! the private half encrypted, in Better Auth's form (`keys`).

mod hooks;
mod keys;
mod routes;
mod token;

use std::sync::Arc;

pub use hooks::{JwtHooks, StandardJwts};
pub(super) use routes::ROUTES;
pub use routes::{GET_JWKS, GET_TOKEN};
use serde_json::{Map, Value};
use tokio::sync::Mutex;

use crate::{
    Auth, Cx,
    error::Result,
    wire::{ErrorCode, JwksOutput, JwtOutput, SessionWithUser},
};

/// What the core holds for tokens.
#[derive(Debug)]
pub(crate) struct Jwts {
    hooks: Arc<dyn JwtHooks>,
    /// Of requests that find no key, one makes it.
    making: Mutex<()>,
}

impl Jwts {
    pub(crate) fn new(hooks: Arc<dyn JwtHooks>) -> Self {
        Self { hooks, making: Mutex::new(()) }
    }
}

impl Auth {
    /// The public keys of tokens, of those too that sign no longer but whose tokens may still be around. `GET /jwks`.
    ///
    /// # Errors
    ///
    /// 404 where they are published elsewhere.
    pub async fn get_jwks(&self, cx: &mut Cx) -> Result<JwksOutput> {
        self.perform(cx, &GET_JWKS, (), async |cx, ()| {
            if self.config().jwt.jwks.remote_url.is_some() {
                return Err(ErrorCode::NotFound.into());
            }
            // A key that signs from this moment on is not to be missing in some cache.
            cx.set_header("cache-control", "no-cache");
            Ok(JwksOutput { keys: self.public_keys().await? })
        })
        .await
    }

    /// A token that says who the caller is. `GET /token`.
    ///
    /// # Errors
    ///
    /// 401 without a session.
    pub async fn get_token(&self, cx: &mut Cx) -> Result<JwtOutput> {
        self.perform(cx, &GET_TOKEN, (), async |cx, ()| {
            let session = self.require_session(cx).await?;
            Ok(JwtOutput { token: self.session_jwt(&session).await? })
        })
        .await
    }

    /// Sends a token along with a session that is read, where that is wanted.
    pub(in crate::features) async fn write_jwt_header(&self, cx: &mut Cx, session: &SessionWithUser) -> Result<()> {
        let options = &self.config().jwt;
        if !options.enabled || options.disable_setting_jwt_header {
            return Ok(());
        }
        let token = self.session_jwt(session).await?;
        cx.expose_header("set-auth-jwt", token);
        Ok(())
    }

    async fn session_jwt(&self, session: &SessionWithUser) -> Result<String> {
        let hooks = &self.jwts().hooks;
        let mut claims = match hooks.payload(session).await? {
            Some(payload) => payload,
            None => self.user_claims(session)?,
        };
        let iat = self.now().as_millis().div_euclid(1000);
        claims.entry("iat").or_insert_with(|| iat.into());
        let subject = hooks.subject(session).await?.unwrap_or_else(|| session.user.id.clone());
        claims.insert("sub".into(), subject.into());
        self.sign_jwt(claims).await
    }

    /// The fields of the user that a token says.
    fn user_claims(&self, session: &SessionWithUser) -> Result<Map<String, Value>> {
        let user = serde_json::to_value(&session.user).map_err(crate::Error::internal)?;
        let Value::Object(mut fields) = user else {
            return Ok(Map::new());
        };
        if let Some(named) = &self.config().jwt.define_payload {
            fields.retain(|name, _| named.contains(name));
        }
        Ok(fields)
    }
}
