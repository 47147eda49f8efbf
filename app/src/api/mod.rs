//! Server functions: the door of the pages to the core, one file per feature.
//!
//! Each decodes its form, calls one operation of the core and hands the outcome to [`Door`]. The rules (limits,
//! origin checks, who may do what) are in the core, which the HTTP API calls in the same way.

#[cfg(feature = "ssr")]
mod door;

pub mod admin;
pub mod anonymous;
pub mod api_key;
pub mod audit;
pub mod check_email;
pub mod device_authorization;
pub mod email_otp;
pub mod email_password;
pub mod email_verification;
pub mod magic_link;
pub mod mailbox;
pub mod multi_session;
pub mod oauth;
pub mod organization;
pub mod passkey;
pub mod phone_number;
pub mod session;
pub mod two_factor;
pub mod user;
pub mod username;

#[cfg(feature = "ssr")]
pub use door::Door;

/// The server functions that anybody may call. Every other one refuses a caller who is not signed in; a test
/// of the server calls each of them.
pub const PUBLIC: &[&str] = &[
    "/api/app/current-session",
    "/api/app/forgot-password",
    "/api/app/invitation",
    "/api/app/join-organization",
    "/api/app/mailbox",
    "/api/app/open-magic-link",
    "/api/app/reset-password",
    "/api/app/reset-password-with-code",
    "/api/app/reset-password-with-text",
    "/api/app/revert-email",
    "/api/app/send-magic-link",
    "/api/app/send-second-factor-code",
    "/api/app/send-sign-in-code",
    "/api/app/send-sign-in-text",
    "/api/app/send-verification-email",
    "/api/app/sent-message",
    "/api/app/sign-in",
    "/api/app/sign-in-as-guest",
    "/api/app/sign-in-with",
    "/api/app/sign-in-with-code",
    "/api/app/sign-in-with-passkey",
    "/api/app/sign-in-with-text",
    "/api/app/sign-out",
    "/api/app/sign-up",
    "/api/app/username-availability",
    "/api/app/verify-email",
    "/api/app/verify-second-factor",
];
