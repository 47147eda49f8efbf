//! The server of Latchkey: the API, the pages and their files in one process.

// The type of a page holds the types of all its parts, and optimising computes the layout of the whole.
#![recursion_limit = "256"]

pub mod accept;
pub mod assets;
pub mod audit_export;
pub mod body_limit;
pub mod cli;
pub mod config;
mod csv;
pub mod demo;
pub mod doctor;
pub mod failure;
pub mod guard;
mod guests;
pub mod health;
pub mod middleware;
pub mod request_id;
pub mod router;
pub mod security_headers;
pub mod serve;
pub mod state;
pub mod telemetry;
pub mod theme;
pub mod users_csv;
pub mod visitor;
