//! Administration: what the pages show of people, and what is done to their accounts.

pub mod impersonation;
pub mod organizations;
pub mod overview;
pub mod user;
pub mod users;
