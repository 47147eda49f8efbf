//! Signing in by an account at a provider, against one on the loopback address.

mod accounts;
mod flow;
mod id_token;
mod linking;
mod outbound;
mod state;

use auth::AuthConfig;

use crate::common::{Provider, TestAuth};

/// An application that knows the provider as `op`.
async fn app() -> (TestAuth, Provider) {
    app_with(|_| {}).await
}

async fn app_with(change: impl FnOnce(&mut AuthConfig)) -> (TestAuth, Provider) {
    let provider = Provider::start().await;
    let app = TestAuth::with(|config| {
        config.generic_oauth.push(provider.configured_as("op"));
        change(config);
    })
    .await;
    provider.follow_clock_of(&app);
    (app, provider)
}
