//! Whether the API is there, and the page that tells people what went wrong.

use crate::operation::{Access, Body, Method, Operation};

/// `GET /ok`: the API is up.
pub static OK: Operation = Operation {
    id: "ok",
    methods: &[Method::Get],
    path: "/ok",
    access: Access::Public,
    body: Body::None,
    guards_login: false,
};

/// `GET /error`: the page that redirects with an error end on.
pub static ERROR: Operation = Operation {
    id: "error",
    methods: &[Method::Get],
    path: "/error",
    access: Access::Public,
    body: Body::None,
    guards_login: false,
};

pub(super) const ROUTES: &[&Operation] = &[&OK, &ERROR];
