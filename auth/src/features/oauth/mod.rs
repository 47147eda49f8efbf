//! Signing in by an account at a provider (OAuth 2.0, OpenID Connect), and linking such accounts.
//!
//! A flow is: [`crate::Auth::sign_in_social`] or [`crate::Auth::link_social`] keeps a state and answers the address at the provider;
//! the provider sends the browser to [`crate::Auth::oauth_callback`], which takes the state, exchanges the code, asks who
//! it is about and finds, makes or links the account.

mod accounts;
mod callback;
mod catalogue;
mod cookie;
mod generic;
mod id_token;
mod identity;
mod link;
mod profile;
mod provider;
pub(crate) mod providers;
mod refusal;
mod routes;
mod sign_in;
mod sign_out;
mod state;
mod tokens;

pub(crate) use catalogue::Oauth;
pub(in crate::features) use identity::Origin;
pub(in crate::features) use provider::Provider;
pub(in crate::features) use refusal::{Fault, Refusal};
pub(super) use routes::ROUTES;
pub use routes::{
    ACCOUNT_INFO, CALLBACK_OAUTH, GET_ACCESS_TOKEN, LINK_SOCIAL, LIST_ACCOUNTS, REFRESH_TOKEN, SIGN_IN_SOCIAL,
    UNLINK_ACCOUNT,
};
pub(in crate::features) use sign_in::Rules;
pub(in crate::features) use tokens::Tokens;
