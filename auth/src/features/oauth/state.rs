//! What waits while a person is at the provider: in the database under a secret that the provider sends back and a
//! signed cookie repeats, or encrypted in a cookie. It is for one browser, one provider and one use.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::refusal::{Fault, Refusal};
use crate::{
    Auth, Cx,
    config::StateStrategy,
    cookies::Cookies,
    error::{Error, Result},
    one_time::Purpose,
    rng::random_text,
};

/// How long a person may take at the provider.
pub(super) const LIFETIME: Duration = Duration::from_mins(10);

/// Separates the keys of the cookie that holds a state from those of everything else.
const COOKIE_PURPOSE: &str = "oauth-state-cookie";

/// The state in Better Auth's form, so that either can go on with what the other began.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct State {
    #[serde(rename = "callbackURL")]
    pub(super) callback_url: String,
    pub(super) code_verifier: String,
    #[serde(rename = "errorURL", default, skip_serializing_if = "Option::is_none")]
    pub(super) error_url: Option<String>,
    #[serde(rename = "newUserURL", default, skip_serializing_if = "Option::is_none")]
    pub(super) new_user_url: Option<String>,
    /// Whom to link to, if this is not for signing in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) link: Option<LinkTarget>,
    /// Milliseconds, as JavaScript counts.
    pub(super) expires_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) request_sign_up: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id_token_nonce: Option<String>,
    /// The secret itself, in the cookie.
    #[serde(rename = "oauthState", default, skip_serializing_if = "Option::is_none")]
    pub(super) secret: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) server_context: Option<ServerContext>,
    /// What the application sends along.
    #[serde(flatten)]
    pub(super) additional: Map<String, Value>,
}

/// Whom an account is to be linked to.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LinkTarget {
    pub(super) email: String,
    pub(super) user_id: String,
    /// The session that asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) encrypted_session_token: Option<String>,
}

/// Upstream's place for what the server itself adds to a state.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct ServerContext {
    /// The provider that the person was sent to. States of Better Auth do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) provider: Option<String>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl ServerContext {
    pub(super) fn of(provider: &str) -> Self {
        Self { provider: Some(provider.to_owned()), other: Map::new() }
    }
}

/// What the application sends along must not stand for one of ours.
const OURS: [&str; 10] = [
    "callbackURL",
    "codeVerifier",
    "errorURL",
    "newUserURL",
    "link",
    "expiresAt",
    "requestSignUp",
    "idTokenNonce",
    "oauthState",
    "serverContext",
];

impl State {
    /// Takes what the application sends along.
    pub(super) fn set_additional(&mut self, additional: impl IntoIterator<Item = (String, Value)>) {
        self.additional = additional.into_iter().filter(|(name, _)| !OURS.contains(&name.as_str())).collect();
    }
}

/// A state that is not accepted, and the page that its owner wanted to see in that case.
pub(super) struct RefusedState {
    pub(super) fault: Box<Fault>,
    pub(super) error_url: Option<String>,
}

impl From<Refusal> for RefusedState {
    fn from(refusal: Refusal) -> Self {
        Self { fault: Box::new(refusal.into()), error_url: None }
    }
}

impl From<Error> for RefusedState {
    fn from(error: Error) -> Self {
        Self { fault: Box::new(error.into()), error_url: None }
    }
}

impl Auth {
    /// Keeps a state and answers the secret that it is found by.
    pub(super) async fn keep_state(&self, cx: &mut Cx, mut state: State) -> Result<String> {
        let cookies = self.cookies();
        if self.config().account.store_state_strategy == StateStrategy::Cookie {
            let (alphabet, length) = (Purpose::OauthState.alphabet(), Purpose::OauthState.length());
            let secret = random_text(&**self.rng(), alphabet, length);
            state.secret = Some(secret.clone());
            let text = serde_json::to_string(&state).map_err(Error::internal)?;
            let keys = self.config().secrets.for_purpose(COOKIE_PURPOSE);
            Cookies::write(cx, &cookies.oauth_state, &keys.encrypt(&**self.rng(), &text)?);
            return Ok(secret);
        }
        let text = serde_json::to_string(&state).map_err(Error::internal)?;
        let secret = self.mint(Purpose::OauthState, &text, LIFETIME).await?;
        cookies.write_signed(cx, &cookies.state, &secret, true);
        Ok(secret)
    }

    /// Takes the state of a secret, once, in the browser and for the provider that it was made for.
    pub(super) async fn take_state(&self, cx: &mut Cx, secret: &str, provider: &str) -> Result<State, RefusedState> {
        let (state, found) = match self.config().account.store_state_strategy {
            StateStrategy::Cookie => self.read_state_cookie(cx, secret)?,
            StateStrategy::Database => self.read_state_row(cx, secret).await?,
        };
        let of_provider = state.server_context.as_ref().and_then(|context| context.provider.as_deref());
        let in_time = state.expires_at >= self.now().as_millis();
        if found && in_time && of_provider.is_none_or(|id| id == provider) {
            Ok(state)
        } else {
            tracing::warn!(event = "oauth.state_refused", provider, "the state is not of this browser and provider");
            Err(RefusedState { error_url: state.error_url, ..Refusal::StateMismatch.into() })
        }
    }

    /// The state of a row, and whether it is for this browser and was used up by us. Another browser leaves it
    /// where it is, so that nobody else's sign-in can be ended.
    async fn read_state_row(&self, cx: &mut Cx, secret: &str) -> Result<(State, bool), RefusedState> {
        let text = self.peek(Purpose::OauthState, secret).await?.ok_or(Refusal::StateMismatch)?;
        let state: State = serde_json::from_str(&text).map_err(|_| Refusal::StateInvalid)?;
        let cookies = self.cookies();
        let same_browser = cookies.read_signed(cx, &cookies.state).as_deref() == Some(secret);
        let same_secret = state.secret.as_deref().is_none_or(|of_state| of_state == secret);
        if !(same_browser && same_secret) {
            return Ok((state, false));
        }
        Cookies::expire(cx, &cookies.state);
        let taken = self.consume(Purpose::OauthState, secret).await?.is_some();
        Ok((state, taken))
    }

    fn read_state_cookie(&self, cx: &mut Cx, secret: &str) -> Result<(State, bool), RefusedState> {
        let cookies = self.cookies();
        let encrypted = Cookies::read(cx, &cookies.oauth_state).ok_or(Refusal::StateMismatch)?;
        let text =
            self.config().secrets.for_purpose(COOKIE_PURPOSE).decrypt(&encrypted).ok_or(Refusal::StateInvalid)?;
        let state: State = serde_json::from_str(&text).map_err(|_| Refusal::StateInvalid)?;
        let found = state.secret.as_deref() == Some(secret);
        if found {
            Cookies::expire(cx, &cookies.oauth_state);
        }
        Ok((state, found))
    }
}
