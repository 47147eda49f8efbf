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

/// `POST /request-password-reset`: mails a link to choose a new password.
pub static REQUEST_PASSWORD_RESET: Operation = Operation {
    id: "requestPasswordReset",
    methods: &[Method::Post],
    path: "/request-password-reset",
    access: Access::Public,
    body: Body::Json(Body::SMALL),
    guards_login: false,
};

/// `GET /reset-password/{token}`: the link of that mail, which leads to the page with the form.
pub static RESET_PASSWORD_CALLBACK: Operation = Operation {
    id: "resetPasswordCallback",
    methods: &[Method::Get],
    path: "/reset-password/{token}",
    access: Access::Public,
    body: Body::None,
    guards_login: false,
};

/// `POST /reset-password`: sets a new password for a token.
pub static RESET_PASSWORD: Operation = Operation {
    id: "resetPassword",
    methods: &[Method::Post],
    path: "/reset-password",
    access: Access::Public,
    body: Body::Json(Body::SMALL),
    guards_login: false,
};

pub(in crate::features) const ROUTES: &[&Operation] = &[
    &SIGN_UP_EMAIL,
    &SIGN_IN_EMAIL,
    &CHANGE_PASSWORD,
    &VERIFY_PASSWORD,
    &REQUEST_PASSWORD_RESET,
    &RESET_PASSWORD_CALLBACK,
    &RESET_PASSWORD,
];
