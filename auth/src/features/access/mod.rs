//! Who may do what: resources with their actions, roles that allow some of them, and requests that are checked
//! against roles. Administration of the site uses it, and so can an application, for its own resources:
//!
//! ```
//! use auth::features::access::{AccessControl, Request, Role, Statements};
//!
//! auth::actions! {
//!     /// What can be done with a project.
//!     pub enum ProjectAction of "project" {
//!         /// Make one.
//!         Create = "create",
//!         /// Show it to others.
//!         Share = "share",
//!     }
//! }
//!
//! let control = AccessControl::new(Statements::new().with_all_of::<ProjectAction>())
//!     .with_role("author", Role::new(Statements::new().allow([ProjectAction::Create])));
//! assert!(control.allows("guest,author", &Request::all([ProjectAction::Create])));
//! assert!(!control.allows("author", &Request::all([ProjectAction::Create, ProjectAction::Share])));
//! assert!(control.allows("author", &Request::any([ProjectAction::Create, ProjectAction::Share])));
//! ```
//!
//! Actions are types, so one that does not exist does not compile:
//!
//! ```compile_fail
//! use auth::features::{access::Request, admin::UserAction};
//!
//! let request = Request::all([UserAction::Promote]);
//! ```
//!
//! What comes from a file or from a client is text. It becomes [`Statements`] or a [`Request`] as well, and
//! [`AccessControl::check`] says which of it is unknown.

mod control;
mod request;
mod role;
mod statements;

pub use control::{AccessControl, UnknownAction};
pub use request::{Connector, Request};
pub use role::{Denied, Role};
pub use statements::{Action, Statements};
