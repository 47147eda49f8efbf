//! The pages, one module each.

pub mod admin;
pub mod api_key;
pub mod audit;
pub mod auth_error;
pub mod check_email;
pub mod check_phone;
pub mod dashboard;
pub mod dev;
pub mod device;
pub mod forgot_password;
pub mod guest;
pub mod identifier;
pub mod landing;
pub mod magic_link;
pub mod multi_session;
pub mod new_password;
pub mod not_found;
pub mod onboarding;
pub mod organization;
pub mod providers;
pub mod reauth;
pub mod reset_password;
pub mod revert_email;
pub mod settings;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;
pub mod two_factor;
pub mod username;
pub mod verify_email;

pub mod frame;

pub use frame::{AuthPage, Page, PageHeading};

/// The token that a link of a mail brings.
fn query_token(query: &leptos_router::params::ParamsMap) -> Option<String> {
    query.get("token").filter(|token| !token.is_empty())
}
