use crate::operation::{Access, Body, Method, Operation};

/// `GET /get-session`: the session of the request, or `null`.
pub static GET_SESSION: Operation = Operation {
    id: "getSession",
    methods: &[Method::Get, Method::Post],
    path: "/get-session",
    access: Access::Public,
    body: Body::None,
    guards_login: false,
};

/// `POST /sign-out`: ends the session of the request.
pub static SIGN_OUT: Operation = Operation {
    id: "signOut",
    methods: &[Method::Post],
    path: "/sign-out",
    access: Access::Public,
    body: Body::Json(Body::SMALL),
    guards_login: false,
};

pub(in crate::features) const ROUTES: &[&Operation] = &[&GET_SESSION, &SIGN_OUT];
