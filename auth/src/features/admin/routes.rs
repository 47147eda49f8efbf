use crate::operation::{Access, Operation};

/// `POST /admin/set-role`: gives a user one role or several.
pub static SET_ROLE: Operation = Operation::writing("setUserRole", "/admin/set-role").for_callers(Access::Admin);

/// `GET /admin/get-user`: an account.
pub static GET_USER: Operation = Operation::reading("getUser", "/admin/get-user").for_callers(Access::Admin);

/// `POST /admin/create-user`: makes an account.
pub static CREATE_USER: Operation = Operation::writing("createUser", "/admin/create-user").for_callers(Access::Admin);

/// `POST /admin/update-user`: changes an account.
pub static UPDATE_USER: Operation =
    Operation::writing("adminUpdateUser", "/admin/update-user").for_callers(Access::Admin);

/// `GET /admin/list-users`: all accounts, searched, filtered, sorted, by pages.
pub static LIST_USERS: Operation = Operation::reading("listUsers", "/admin/list-users").for_callers(Access::Admin);

/// `POST /admin/list-user-sessions`: the sessions of a user.
pub static LIST_USER_SESSIONS: Operation =
    Operation::writing("adminListUserSessions", "/admin/list-user-sessions").for_callers(Access::Admin);

/// `POST /admin/unban-user`: lets somebody in again.
pub static UNBAN_USER: Operation = Operation::writing("unbanUser", "/admin/unban-user").for_callers(Access::Admin);

/// `POST /admin/ban-user`: lets somebody in no longer.
pub static BAN_USER: Operation = Operation::writing("banUser", "/admin/ban-user").for_callers(Access::Admin);

/// `POST /admin/impersonate-user`: looks at the application as somebody else.
pub static IMPERSONATE_USER: Operation =
    Operation::writing("impersonateUser", "/admin/impersonate-user").for_callers(Access::Admin);

/// `POST /admin/stop-impersonating`: goes back to the own session.
pub static STOP_IMPERSONATING: Operation =
    Operation::writing("stopImpersonating", "/admin/stop-impersonating").for_callers(Access::SignedIn);

/// `POST /admin/revoke-user-session`: ends a session.
pub static REVOKE_USER_SESSION: Operation =
    Operation::writing("revokeUserSession", "/admin/revoke-user-session").for_callers(Access::Admin);

/// `POST /admin/revoke-user-sessions`: ends all sessions of a user.
pub static REVOKE_USER_SESSIONS: Operation =
    Operation::writing("revokeUserSessions", "/admin/revoke-user-sessions").for_callers(Access::Admin);

/// `POST /admin/remove-user`: deletes an account.
pub static REMOVE_USER: Operation = Operation::writing("removeUser", "/admin/remove-user").for_callers(Access::Admin);

/// `POST /admin/set-user-password`: sets the password of a user.
pub static SET_USER_PASSWORD: Operation =
    Operation::writing("setUserPassword", "/admin/set-user-password").for_callers(Access::Admin);

/// `POST /admin/has-permission`: whether the caller may do something.
pub static HAS_PERMISSION: Operation =
    Operation::writing("userHasPermission", "/admin/has-permission").for_callers(Access::SignedIn);

pub(in crate::features) const ROUTES: &[&Operation] = &[
    &SET_ROLE,
    &GET_USER,
    &CREATE_USER,
    &UPDATE_USER,
    &LIST_USERS,
    &LIST_USER_SESSIONS,
    &UNBAN_USER,
    &BAN_USER,
    &IMPERSONATE_USER,
    &STOP_IMPERSONATING,
    &REVOKE_USER_SESSION,
    &REVOKE_USER_SESSIONS,
    &REMOVE_USER,
    &SET_USER_PASSWORD,
    &HAS_PERMISSION,
];
