//! The HTTP door: the Better Auth API as an [`axum::Router`], made from the table of routes.
//!
//! ```no_run
//! # async fn example(auth: auth::Auth) {
//! let app = axum::Router::new()
//!     .route("/hello", axum::routing::get(|| async { "hello" }))
//!     .merge(auth::http::router(auth));
//! # let _: axum::Router = app;
//! # }
//! ```

mod admin;
mod anonymous;
mod answer;
mod api_key;
mod call;
mod captcha;
mod device_authorization;
mod email_otp;
mod email_password;
mod email_verification;
mod error_page;
mod extract;
mod jwt;
mod magic_link;
mod multi_session;
mod oauth;
mod one_tap;
mod one_time_token;
mod open_api;
mod organization;
mod passkey;
mod phone_number;
mod request;
mod routes;
mod session;
mod status;
mod two_factor;
mod user;
mod username;

pub use answer::{apply_to_headers, apply_to_page_headers};
pub use extract::{ApiKey, CurrentUser, Fresh, OrgMember, Permission, Rejection, Require, keep_session};
pub use request::facts;
pub use routes::router;
