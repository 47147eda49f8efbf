//! The pages of Latchkey: Leptos components, server functions and the reactive session.
//!
//! Every form works without scripts: it posts to a server function, which answers with a redirect and leaves
//! what went wrong in the visitor session ([`forms`]). With scripts the same function is called by fetch.

// The type of a page holds the types of all its parts, and optimising computes the layout of the whole.
#![recursion_limit = "256"]
// Props of a component become fields of a struct that the macro writes; they are documented at the component.
#![allow(clippy::must_use_candidate, clippy::needless_pass_by_value, reason = "components take owned props")]

pub mod api;
pub mod app;
pub mod components;
pub mod device;
#[cfg(feature = "ssr")]
pub mod emails;
#[cfg(feature = "ssr")]
pub mod error_document;
pub mod forms;
pub mod hydration;
pub mod last_used;
pub mod pages;
pub mod policy;
pub mod public_config;
pub mod session;
mod shell;
pub mod site_files;
pub mod slug;
pub mod texts;
#[cfg(feature = "ssr")]
pub mod visitor;

pub use app::App;
pub use shell::shell;
