//! The account core as its users see it: requests in, answers out, a fake clock and a mailbox in between.
//!
//! Every test gets a database of its own: a fresh SQLite file, or a fresh database on the server that
//! `TEST_DATABASE_URL` names (`postgres://user@host/postgres`, `mysql://user@host/`), where the user may make some.
//! Comments like `CSRF-001` name the cases of the project's list of attacks that a test covers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod access;
mod admin;
mod adopt;
mod anonymous;
mod api_key;
mod audit;
mod bearer;
mod captcha;
mod change_password;
mod common;

mod change_email;
mod cookie_cache;
mod cookies;
mod custom_session;
mod device_authorization;
mod email_otp;
mod email_password;
mod email_verification;
mod extract;
mod fields;
mod have_i_been_pwned;
mod hooks;
mod http_routes;
mod jwt;
mod last_login_method;
mod lockout;
mod magic_link;
mod multi_session;
mod new_device;
mod oauth;
mod one_tap;
mod one_time_token;
mod open_api;
mod organization;
mod origin;
mod outage;
mod outbox;
mod passkey;
mod phone_number;
mod pool;
mod rate_limit;
mod reset_password;
mod row_hooks;
mod schema;
mod secondary_storage;
mod session;
mod session_manage;
mod store_contract;
mod two_factor;
mod update_session;
mod user;
mod username;
