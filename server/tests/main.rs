//! The server as browsers, programs and operators meet it.
//!
//! One binary for all, because linking the whole application takes longer than most of its tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod common;

mod admin;
mod anonymous;
mod api_key;
mod audit;
mod captcha;
mod connections;
mod device_authorization;
mod doctor;
mod durability;
mod email_otp;
mod email_verification;
mod forms;
mod guard;
mod have_i_been_pwned;
mod hooks;
mod last_login_method;
mod lockout;
mod magic_link;
mod multi_session;
mod organization;
mod outage;
mod passkey;
mod phone_number;
mod reset_password;
mod routes;
mod sessions;
mod set_password;
mod two_factor;
mod username;
