//! What the parts of the server share.

use std::sync::Arc;

use app::public_config::PublicConfig;
use auth::{Auth, mail::Mailbox};
use axum::extract::FromRef;
use leptos::prelude::LeptosOptions;

/// What the parts of the server share.
#[derive(Debug, Clone)]
pub struct AppState {
    /// The core.
    pub auth: Auth,
    /// What pages may know of the configuration.
    pub public_config: PublicConfig,
    /// The mails of development; `None` where they leave by SMTP.
    pub mailbox: Option<Arc<Mailbox>>,
    /// Whether pages and accounts for developers exist.
    pub development: bool,
    /// Options of Leptos.
    pub leptos: LeptosOptions,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
