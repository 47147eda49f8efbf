//! Accounts in an axum application of your own: the API, and pages that know who is there.
//!
//! ```text
//! cargo run -p auth --example axum --features axum
//! ```
//!
//! ```text
//! curl -c jar -H 'origin: http://localhost:3000' -H 'content-type: application/json' \
//!     -d '{"name":"Ana","email":"ana@example.com","password":"correct-horse-battery"}' \
//!     http://localhost:3000/api/auth/sign-up/email
//! curl -b jar http://localhost:3000/private
//! ```

use std::{error::Error, net::SocketAddr};

use auth::{
    Auth, AuthConfig,
    http::{CurrentUser, keep_session},
};
use axum::{Router, middleware::from_fn_with_state, routing::get};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut config = AuthConfig::new("http://localhost:3000", "put a secret of 32 or more characters here");
    config.email_and_password.enabled = true;
    let auth = Auth::builder(config).connect("sqlite://example.db?mode=rwc").await?;
    auth.migrate().await?;

    let pages = Router::new()
        .route("/", get(hello))
        .route("/private", get(private))
        .layer(from_fn_with_state(auth.clone(), keep_session))
        .with_state(auth.clone())
        .merge(auth::http::router(auth));
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    // The address of the client is what rate limits count by.
    axum::serve(listener, pages.into_make_service_with_connect_info::<SocketAddr>()).await?;
    Ok(())
}

async fn hello(caller: Option<CurrentUser>) -> String {
    caller.map_or_else(|| "Hello.".into(), |caller| format!("Hello, {}.", caller.user.name))
}

/// Whoever is not signed in gets 401.
async fn private(caller: CurrentUser) -> String {
    format!("Only you see this, {}.", caller.user.email)
}
