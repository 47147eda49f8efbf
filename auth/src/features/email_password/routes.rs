use crate::operation::{Access, Body, Method, Operation};

/// `POST /sign-up/email`: makes an account.
pub static SIGN_UP_EMAIL: Operation = Operation {
    id: "signUpWithEmailAndPassword",
    methods: &[Method::Post],
    path: "/sign-up/email",
    access: Access::Public,
    body: Body::JsonOrForm { limit: Body::SMALL, switches: &["rememberMe"] },
    guards_login: true,
};

/// `POST /sign-in/email`: opens a session.
pub static SIGN_IN_EMAIL: Operation = Operation {
    id: "signInEmail",
    methods: &[Method::Post],
    path: "/sign-in/email",
    access: Access::Public,
    body: Body::JsonOrForm { limit: Body::SMALL, switches: &["rememberMe"] },
    guards_login: true,
};

pub(in crate::features) const ROUTES: &[&Operation] = &[&SIGN_UP_EMAIL, &SIGN_IN_EMAIL];
