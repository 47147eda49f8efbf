//! Signing in by Google's prompt, which hands an ID token to the page.

mod routes;

pub use routes::ONE_TAP_CALLBACK;
pub(super) use routes::ROUTES;

use crate::{
    Auth, Cx,
    error::{Error, Result},
    features::{
        oauth::{Fault, Origin, Provider, Refusal, Rules, Tokens, providers},
        session::{FirstFactor, Proof},
    },
    wire::{ErrorCode, OneTapCallback, OneTapOutput, SignInOutcome},
};

/// Whose accounts these are.
const GOOGLE: &str = "google";

/// What Google's prompt stands for, as upstream writes it down.
const SCOPES: [&str; 3] = ["openid", "profile", "email"];

impl Auth {
    /// Signs in, or up, by the ID token of Google's prompt. `POST /one-tap/callback`.
    ///
    /// # Errors
    ///
    /// 400 for a token that is not good, or that names no address; 401 for an account that does not come in; 403 for a
    /// page of a site that is not trusted, and for an address that has to be verified first.
    pub async fn one_tap_callback(&self, cx: &mut Cx, input: OneTapCallback) -> Result<SignInOutcome<OneTapOutput>> {
        self.perform(cx, &ONE_TAP_CALLBACK, input, async |cx, input| {
            self.origins().check_redirect(input.callback_url.as_deref(), ErrorCode::InvalidCallbackUrl)?;
            let provider = self.one_tap_provider().await?;
            let tokens = Tokens {
                id_token: Some(input.id_token),
                scopes: SCOPES.map(str::to_owned).into(),
                ..Tokens::default()
            };
            let identity = self.identify(&provider, &tokens, Origin::Client { nonce: None }, None).await;
            let identity = identity.map_err(|error| {
                tracing::warn!(error = &error as &dyn std::error::Error, "a token of Google's prompt was refused");
                Error::new(ErrorCode::InvalidIdToken).caused_by(error)
            })?;
            if identity.user.email.is_none() {
                return Err(ErrorCode::EmailNotAvailableInToken.into());
            }
            let rules = Rules {
                closed: self.config().one_tap.disable_signup || provider.policy.disable_sign_up,
                override_user_info: provider.policy.override_user_info,
                page: input.callback_url.as_deref(),
            };
            let arrival =
                self.receive(cx, &provider, &identity, &tokens, &rules).await.map_err(|fault| match fault {
                    Fault::Error(error) => error,
                    Fault::Refused(Refusal::EmailNotVerified) => ErrorCode::EmailNotVerified.into(),
                    Fault::Refused(refusal) => {
                        let code = refusal.as_str().to_ascii_uppercase();
                        Error::refuse(401, code, refusal.as_str().replace('_', " "))
                    }
                })?;
            let first_factor = FirstFactor { user: arrival.user, remember: true, proof: Proof::Provider };
            let outcome = self.complete_sign_in(cx, first_factor).await?;
            Ok(outcome.map(|signed_in| OneTapOutput { token: signed_in.session.token, user: signed_in.user }))
        })
        .await
    }

    /// Google as it is configured, or as it comes with the core; tokens may be for the ids of this feature, if it has some.
    async fn one_tap_provider(&self) -> Result<Provider> {
        let ids = &self.config().one_tap.client_id;
        let configured = self.oauth().find(GOOGLE, self.now()).await;
        let mut provider = if let Some(provider) = configured {
            Provider::clone(&provider)
        } else {
            let built_in = providers::find(GOOGLE).filter(|_| !ids.is_empty());
            // The configuration is refused that has neither; a provider may be out of reach at the moment.
            built_in.ok_or(ErrorCode::ProviderNotFound)?.provider(&crate::config::SocialProvider::default())
        };
        if !ids.is_empty() {
            provider.take_tokens_for(ids);
        }
        Ok(provider)
    }
}
