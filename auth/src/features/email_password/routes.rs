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

/// `POST /change-password`: replaces the password of the caller, who gives the one so far.
pub static CHANGE_PASSWORD: Operation = asking_for_the_password("changePassword", "/change-password");

/// `POST /verify-password`: whether this is the password of the caller.
pub static VERIFY_PASSWORD: Operation = asking_for_the_password("verifyPassword", "/verify-password");

const fn asking_for_the_password(id: &'static str, path: &'static str) -> Operation {
    Operation {
        id,
        methods: &[Method::Post],
        path,
        access: Access::SignedIn,
        body: Body::Json(Body::SMALL),
        guards_login: false,
    }
}

pub(in crate::features) const ROUTES: &[&Operation] =
    &[&SIGN_UP_EMAIL, &SIGN_IN_EMAIL, &CHANGE_PASSWORD, &VERIFY_PASSWORD];
