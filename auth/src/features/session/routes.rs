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

/// `GET /list-sessions`: the sessions of the caller, with their tokens.
pub static LIST_SESSIONS: Operation = Operation {
    id: "listUserSessions",
    methods: &[Method::Get],
    path: "/list-sessions",
    access: Access::Fresh,
    body: Body::None,
    guards_login: false,
};

/// `POST /revoke-session`: ends one session of the caller, named by its token.
pub static REVOKE_SESSION: Operation = revoking("revokeSession", "/revoke-session");

/// `POST /revoke-sessions`: ends all sessions of the caller.
pub static REVOKE_SESSIONS: Operation = revoking("revokeSessions", "/revoke-sessions");

/// `POST /revoke-other-sessions`: ends all sessions of the caller but the one of the request.
pub static REVOKE_OTHER_SESSIONS: Operation = revoking("revokeOtherSessions", "/revoke-other-sessions");

const fn revoking(id: &'static str, path: &'static str) -> Operation {
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
    &[&GET_SESSION, &SIGN_OUT, &LIST_SESSIONS, &REVOKE_SESSION, &REVOKE_SESSIONS, &REVOKE_OTHER_SESSIONS];
