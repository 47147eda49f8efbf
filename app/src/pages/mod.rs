//! The pages, one module each.

pub mod dashboard;
pub mod dev;
pub mod forgot_password;
pub mod landing;
pub mod new_password;
pub mod not_found;
pub mod reset_password;
pub mod settings;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;

pub mod frame;

pub use frame::{AuthPage, Page};
