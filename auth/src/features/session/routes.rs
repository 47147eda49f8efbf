use crate::{
    operation::{Access, Method, Operation, Parameter},
    wire::{
        RevokeSession, Session, SessionWithUser, SignOut, SignOutOutput, StatusOutput, UpdateSession,
        UpdateSessionOutput,
    },
};

/// `GET /get-session`: the session of the request, or `null`. POST is for deferred refreshing.
pub static GET_SESSION: Operation = Operation {
    methods: &[Method::Get, Method::Post],
    ..Operation::reading("getSession", "/get-session")
        .giving::<Option<SessionWithUser>>()
        .asking(&[Parameter::optional("disableCookieCache"), Parameter::optional("disableRefresh")])
};

/// `POST /sign-out`: ends the session of the request.
pub static SIGN_OUT: Operation =
    Operation::writing("signOut", "/sign-out").taking::<SignOut>().giving::<SignOutOutput>();

/// `POST /update-session`: changes fields of the session of the request.
pub static UPDATE_SESSION: Operation = Operation::writing("updateSession", "/update-session")
    .for_callers(Access::SignedIn)
    .taking::<UpdateSession>()
    .giving::<UpdateSessionOutput>();

/// `GET /list-sessions`: the sessions of the caller, with their tokens.
pub static LIST_SESSIONS: Operation =
    Operation::reading("listUserSessions", "/list-sessions").for_callers(Access::Fresh).giving::<Vec<Session>>();

/// `POST /revoke-session`: ends one session of the caller, named by its token.
pub static REVOKE_SESSION: Operation = Operation::writing("revokeSession", "/revoke-session")
    .for_callers(Access::SignedIn)
    .taking::<RevokeSession>()
    .giving::<StatusOutput>();

/// `POST /revoke-sessions`: ends all sessions of the caller.
pub static REVOKE_SESSIONS: Operation =
    Operation::writing("revokeSessions", "/revoke-sessions").for_callers(Access::SignedIn).giving::<StatusOutput>();

/// `POST /revoke-other-sessions`: ends all sessions of the caller but the one of the request.
pub static REVOKE_OTHER_SESSIONS: Operation = Operation::writing("revokeOtherSessions", "/revoke-other-sessions")
    .for_callers(Access::SignedIn)
    .giving::<StatusOutput>();

pub(in crate::features) const ROUTES: &[&Operation] = &[
    &GET_SESSION,
    &SIGN_OUT,
    &UPDATE_SESSION,
    &LIST_SESSIONS,
    &REVOKE_SESSION,
    &REVOKE_SESSIONS,
    &REVOKE_OTHER_SESSIONS,
];
