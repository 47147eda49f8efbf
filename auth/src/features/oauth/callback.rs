//! The way back from a provider.

use super::{
    CALLBACK_OAUTH,
    identity::{Identity, Origin},
    provider::Provider,
    refusal::{Fault, Refusal},
    sign_in::{Journey, Rules},
    state::{RefusedState, State},
    tokens::Tokens,
};
use crate::{
    Auth, Cx,
    error::Result,
    features::session::{FirstFactor, Proof},
    redirect::{encode_component, with_query},
    wire::ProviderCallback,
};

impl Auth {
    /// Where a provider sends the browser back to: signs in or links, and answers where the person goes next.
    /// `GET /callback/{id}`.
    ///
    /// Whatever is wrong with it is told on a page, by its code: the one that was named at the start, or the error
    /// page.
    ///
    /// # Errors
    ///
    /// 503 when the store does not answer.
    pub async fn oauth_callback(&self, cx: &mut Cx, provider: &str, callback: ProviderCallback) -> Result<String> {
        self.perform(cx, &CALLBACK_OAUTH, callback, async |cx, callback| {
            cx.set_provider(provider);
            let Some(secret) = callback.state.as_deref().filter(|state| !state.is_empty()) else {
                return self.without_state(cx, provider, &callback).await;
            };
            let state = match self.take_state(cx, secret, provider).await {
                Ok(state) => state,
                Err(RefusedState { fault, error_url }) => return self.tell(*fault, error_url.as_deref()),
            };
            if let Some(error) = callback.error.as_deref().filter(|error| !error.is_empty()) {
                let page = self.error_page(state.error_url.as_deref());
                return Ok(with_values(
                    &page,
                    &[("error", Some(error)), ("error_description", callback.error_description.as_deref())],
                ));
            }
            match self.arrive(cx, provider, &callback, &state).await {
                Ok(next) => Ok(next),
                Err(fault) => self.tell(fault, state.error_url.as_deref()),
            }
        })
        .await
    }

    /// The address that a form of a provider is led to: the browser sends the cookies of this site with a GET only.
    /// `POST /callback/{id}`.
    ///
    /// # Errors
    ///
    /// 429 when it came too often.
    pub async fn oauth_callback_form(&self, cx: &mut Cx, provider: &str, callback: ProviderCallback) -> Result<String> {
        self.perform(cx, &CALLBACK_OAUTH, callback, async |_, callback| {
            let page = format!("{}/callback/{}", self.config().api_url(), encode_component(provider));
            let ProviderCallback { code, error, device_id, error_description, state, user, iss } = &callback;
            Ok(with_values(
                &page,
                &[
                    ("code", code.as_deref()),
                    ("error", error.as_deref()),
                    ("device_id", device_id.as_deref()),
                    ("error_description", error_description.as_deref()),
                    ("state", state.as_deref()),
                    ("user", user.as_deref()),
                    ("iss", iss.as_deref()),
                ],
            ))
        })
        .await
    }

    /// Some providers let people start there. Nobody here asked for that code, so it is not used; a provider for
    /// which it is allowed is asked for another one, with a state.
    async fn without_state(&self, cx: &mut Cx, provider: &str, callback: &ProviderCallback) -> Result<String> {
        if callback.state.is_none() && callback.code.is_some() {
            let provider = self.oauth().find(provider, self.now()).await;
            if let Some(provider) = provider.filter(|provider| provider.allow_idp_initiated) {
                return self.depart(cx, &provider, Journey::default()).await;
            }
        }
        self.tell(Refusal::StateNotFound.into(), None)
    }

    async fn arrive(
        &self,
        cx: &mut Cx,
        provider: &str,
        callback: &ProviderCallback,
        state: &State,
    ) -> Result<String, Fault> {
        let code = callback.code.as_deref().filter(|code| !code.is_empty()).ok_or(Refusal::NoCode)?;
        let provider = self.oauth().find(provider, self.now()).await.ok_or(Refusal::ProviderNotFound)?;
        let (identity, tokens) = self.exchange(&provider, code, callback, state).await?;
        if let Some(target) = &state.link {
            self.link_at_callback(cx, &provider, target, &identity, &tokens).await?;
            return Ok(state.callback_url.clone());
        }
        let wants_account = state.request_sign_up == Some(true);
        let policy = &provider.policy;
        let rules = Rules {
            closed: policy.disable_sign_up || (policy.disable_implicit_sign_up && !wants_account),
            override_user_info: policy.override_user_info,
            page: Some(&state.callback_url),
        };
        let arrival = self.receive(cx, &provider, &identity, &tokens, &rules).await?;
        let wanted = state.new_user_url.clone().filter(|_| arrival.is_new);
        let wanted = wanted.unwrap_or_else(|| state.callback_url.clone());
        let first_factor = FirstFactor { user: arrival.user, remember: true, proof: Proof::Provider };
        let outcome = self.complete_sign_in(cx, first_factor).await?;
        Ok(self.page_after(&outcome, wanted))
    }

    /// Exchanges a code and asks who it is about.
    async fn exchange(
        &self,
        provider: &Provider,
        code: &str,
        callback: &ProviderCallback,
        state: &State,
    ) -> Result<(Identity, Tokens), Refusal> {
        // RFC 9207: an answer of another provider, before anything is sent to this one.
        if let (Some(given), Some(expected)) = (callback.iss.as_deref(), &provider.issuer)
            && given != expected
        {
            return Err(Refusal::IssuerMismatch);
        }
        let nonce = state.id_token_nonce.as_deref();
        if provider.request.nonce && nonce.is_none() {
            return Err(Refusal::NonceBindingMissing);
        }
        let redirect_uri = provider.redirect_uri(&self.config().api_url());
        let device_id = callback.device_id.as_deref();
        let tokens = provider
            .exchange_code(&self.oauth().outbound, code, &state.code_verifier, &redirect_uri, device_id, self.now())
            .await
            .map_err(|error| {
                tracing::warn!(error = &error as &dyn std::error::Error, provider = %provider.id, "a code was not exchanged");
                Refusal::InvalidCode
            })?;
        let beside = callback.user.as_deref().and_then(|user| serde_json::from_str(user).ok());
        let identity = self.identify(provider, &tokens, Origin::Provider { nonce }, beside.as_ref()).await;
        let identity = identity.map_err(|error| {
            tracing::warn!(error = &error as &dyn std::error::Error, provider = %provider.id, "a profile was not read");
            Refusal::UnableToGetUserInfo
        })?;
        Ok((identity, tokens))
    }

    /// The page that tells what was wrong. What the server itself could not do is an error of the request.
    fn tell(&self, fault: Fault, error_url: Option<&str>) -> Result<String> {
        let page = self.error_page(error_url);
        match fault {
            Fault::Refused(refusal) => Ok(with_values(&page, &[("error", Some(refusal.as_str()))])),
            Fault::Error(error) if error.status() >= 500 => Err(error),
            // A rule of the application, or of another part.
            Fault::Error(error) => {
                let body = error.body();
                Ok(with_values(&page, &[("error", body.code.as_deref()), ("error_description", Some(&body.message))]))
            }
        }
    }

    fn error_page(&self, error_url: Option<&str>) -> String {
        let config = self.config();
        let page = error_url.or(config.error_url.as_deref());
        page.map_or_else(|| format!("{}/error", config.api_url()), str::to_owned)
    }
}

/// An address, which may be a path, with those of several values that are there.
fn with_values(address: &str, values: &[(&str, Option<&str>)]) -> String {
    let present = values.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
    present.fold(address.to_owned(), |address, (name, value)| with_query(&address, name, value))
}
