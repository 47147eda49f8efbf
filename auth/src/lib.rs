//! The account core of Latchkey: what Better Auth 1.7.25 does, as a Rust library.
//!
//! [`wire`] holds the types that cross the wire and compiles for the browser. With the feature `server` the
//! crate has the operations, rules and storage; with `axum` also the HTTP API as a router.
//!
//! Every operation is one method of [`Auth`] that takes the request's context and a typed input. The HTTP door
//! and the server functions of the application call the same method, so that neither can skip a rule:
//!
//! ```no_run
//! # #[cfg(feature = "server")]
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use auth::{Auth, AuthConfig, Cx, wire::SignUpEmail};
//!
//! let mut config = AuthConfig::new("https://app.example.com", "a secret of at least 32 characters");
//! config.app_name = "Acme".into();
//! let auth = Auth::builder(config).connect("sqlite://data/app.db?mode=rwc").await?;
//! auth.migrate().await?;
//!
//! let mut cx = Cx::internal();
//! let made = auth
//!     .sign_up_email(
//!         &mut cx,
//!         SignUpEmail {
//!             name: "Ana".into(),
//!             email: "ana@example.com".into(),
//!             password: "correct-horse-battery".into(),
//!             ..SignUpEmail::default()
//!         },
//!     )
//!     .await?;
//! assert_eq!(made.user.email, "ana@example.com");
//! # Ok(())
//! # }
//! ```

pub mod wire;

#[cfg(feature = "server")]
mod auth;
#[cfg(feature = "server")]
mod bearer;
#[cfg(feature = "server")]
mod client_ip;
#[cfg(feature = "server")]
mod clock;
#[cfg(feature = "server")]
pub mod config;
#[cfg(feature = "server")]
pub mod context;
#[cfg(feature = "server")]
pub mod cookies;
#[cfg(feature = "server")]
mod counted_code;
#[cfg(feature = "server")]
mod crypto;
#[cfg(feature = "server")]
mod error;
#[cfg(feature = "server")]
pub mod features;
#[cfg(feature = "server")]
pub mod hooks;
#[cfg(feature = "axum")]
pub mod http;
#[cfg(feature = "server")]
mod identifier;
#[cfg(feature = "server")]
mod known_device;
#[cfg(feature = "server")]
mod local_path;
#[cfg(feature = "server")]
mod lockout;
#[cfg(feature = "server")]
pub mod mail;
#[cfg(feature = "server")]
pub mod mailed_secrets;
#[cfg(feature = "server")]
mod one_time;
#[cfg(feature = "server")]
pub mod operation;
#[cfg(feature = "server")]
mod origin;
#[cfg(feature = "server")]
mod outbound;
#[cfg(feature = "server")]
pub mod rate_limit;
#[cfg(feature = "server")]
mod redirect;
#[cfg(feature = "server")]
mod rng;
#[cfg(feature = "server")]
pub mod schema;
#[cfg(feature = "server")]
pub mod secondary_storage;
#[cfg(feature = "server")]
pub mod sms;
#[cfg(feature = "server")]
pub mod store;
#[cfg(feature = "server")]
mod verified_email;

#[cfg(feature = "server")]
pub use crate::{
    auth::{Auth, AuthBuilder, BuildError},
    clock::{Clock, SystemClock},
    config::AuthConfig,
    context::Cx,
    crypto::{Secret, Secrets, hash_secret},
    error::{Error, Result},
    identifier::Identifier,
    local_path::{InvalidLocalPath, LocalPath},
    rng::{Rng, SystemRng},
};
