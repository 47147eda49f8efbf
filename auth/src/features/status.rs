//! Whether the API is there, and the page that tells people what went wrong.

use crate::operation::Operation;

/// `GET /ok`: the API is up.
pub static OK: Operation = Operation::reading("ok", "/ok").giving::<serde_json::Value>();

/// `GET /error`: the page that redirects with an error end on.
pub static ERROR: Operation = Operation::reading("error", "/error");

pub(super) const ROUTES: &[&Operation] = &[&OK, &ERROR];
