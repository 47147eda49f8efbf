//! A key in a header that stands for its owner.
//!
//! There is no session in the store for it, and none is made of it. It is its owner for what reads and changes things of
//! theirs, and it is not the person: with it nobody changes how they sign in, gets past a question for a recent sign-in,
//! makes or changes keys, or looks at the application as somebody else ([`crate::wire::Session::by_api_key`]). A request
//! with both a key and a session is one of the key's owner.

use super::{length, usage::Expected};
use crate::{
    Auth, Cx,
    context::RequestFacts,
    error::{Error, Result},
    wire::{ApiKey, ErrorCode, Fields, Session, SessionWithUser},
};

impl Auth {
    /// The key that a request came with, in a header of one of the kinds. It is counted as one use.
    ///
    /// # Errors
    ///
    /// 401 without a key; 401 or 429 for one that does not work; 404 where there are no keys.
    pub async fn request_api_key(&self, facts: &RequestFacts) -> Result<ApiKey> {
        let options = &self.config().api_key;
        if !options.enabled {
            return Err(ErrorCode::NotFound.into());
        }
        let found = options.configurations.iter().find_map(|kind| {
            let mut headers = kind.api_key_headers.iter();
            Some((kind, headers.find_map(|name| facts.header(name).filter(|value| !value.is_empty()))?))
        });
        let (configuration, secret) = found.ok_or(ErrorCode::Unauthorized)?;
        let (key, _) = self.use_api_key(configuration, secret, &Expected::default()).await?;
        Ok(key)
    }

    /// The session that the key of a request stands for. However often it is asked, a request is one use.
    ///
    /// # Errors
    ///
    /// 403 for what is too short to be a key; 401 or 429 for a key that does not work.
    pub(crate) async fn api_key_session(&self, cx: &mut Cx) -> Result<Option<SessionWithUser>> {
        let options = &self.config().api_key;
        if let Some(session) = cx.api_key_session() {
            return Ok(Some(session.clone()));
        }
        let Some(facts) = cx.facts().filter(|_| options.enabled) else {
            return Ok(None);
        };
        let found = options.configurations.iter().filter(|kind| kind.enable_session_for_api_keys).find_map(|kind| {
            let mut headers = kind.api_key_headers.iter();
            let secret = headers.find_map(|name| facts.header(name).filter(|value| !value.is_empty()))?;
            Some((kind, secret.to_owned()))
        });
        let Some((configuration, secret)) = found else {
            return Ok(None);
        };
        let refused = || Error::new(ErrorCode::InvalidApiKey).with_status(403);
        if length(&secret) < configuration.default_key_length {
            return Err(refused());
        }
        if !self.api_keys().hooks().accepts(configuration, &secret).await? {
            return Err(refused());
        }
        let expected =
            Expected { config_id: configuration.config_id.as_deref(), accepted: true, ..Expected::default() };
        let (key, owner) = self.use_api_key(configuration, &secret, &expected).await?;
        let owner = owner.ok_or(ErrorCode::InvalidReferenceId)?;
        self.sweep_api_keys().await?;
        let now = self.now();
        let user_agent = cx.facts().and_then(|facts| facts.header("user-agent")).map(str::to_owned);
        let session = Session {
            id: key.id,
            user_id: key.reference_id,
            token: secret,
            expires_at: key.expires_at.unwrap_or(now + self.config().session.expires_in),
            created_at: now,
            updated_at: now,
            ip_address: self.client_ip(cx),
            user_agent,
            fields: Fields::default(),
            by_api_key: true,
        };
        let session = SessionWithUser::new(session, owner);
        cx.set_api_key_session(session.clone());
        Ok(Some(session))
    }
}
