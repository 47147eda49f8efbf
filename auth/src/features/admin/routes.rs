use crate::{
    operation::{Access, Operation, Parameter},
    wire::{
        AdminUpdateUser, BanUser, CreateUser, HasPermission, HasPermissionOutput, ListUsersOutput, OfUser,
        RevokeUserSession, SessionWithUser, SetRole, SetUserPassword, StatusOutput, SuccessOutput, User, UserOutput,
        UserSessions,
    },
};

/// `POST /admin/set-role`: gives a user one role or several.
pub static SET_ROLE: Operation = Operation::writing("setUserRole", "/admin/set-role")
    .for_callers(Access::Admin)
    .taking::<SetRole>()
    .giving::<UserOutput>();

/// `GET /admin/get-user`: an account.
pub static GET_USER: Operation = Operation::reading("getUser", "/admin/get-user")
    .for_callers(Access::Admin)
    .giving::<User>()
    .asking(&[Parameter::required("id")]);

/// `POST /admin/create-user`: makes an account.
pub static CREATE_USER: Operation = Operation::writing("createUser", "/admin/create-user")
    .for_callers(Access::Admin)
    .taking::<CreateUser>()
    .giving::<UserOutput>();

/// `POST /admin/update-user`: changes an account.
pub static UPDATE_USER: Operation = Operation::writing("adminUpdateUser", "/admin/update-user")
    .for_callers(Access::Admin)
    .taking::<AdminUpdateUser>()
    .giving::<User>();

/// `GET /admin/list-users`: all accounts, searched, filtered, sorted, by pages.
pub static LIST_USERS: Operation = Operation::reading("listUsers", "/admin/list-users")
    .for_callers(Access::Admin)
    .giving::<ListUsersOutput>()
    .asking(&[
        Parameter::optional("searchValue"),
        Parameter::optional("searchField"),
        Parameter::optional("searchOperator"),
        Parameter::optional("limit"),
        Parameter::optional("offset"),
        Parameter::optional("sortBy"),
        Parameter::optional("sortDirection"),
        Parameter::optional("filterField"),
        Parameter::optional("filterValue"),
        Parameter::optional("filterOperator"),
    ]);

/// `POST /admin/list-user-sessions`: the sessions of a user.
pub static LIST_USER_SESSIONS: Operation = Operation::writing("adminListUserSessions", "/admin/list-user-sessions")
    .for_callers(Access::Admin)
    .taking::<OfUser>()
    .giving::<UserSessions>();

/// `POST /admin/unban-user`: lets somebody in again.
pub static UNBAN_USER: Operation = Operation::writing("unbanUser", "/admin/unban-user")
    .for_callers(Access::Admin)
    .taking::<OfUser>()
    .giving::<UserOutput>();

/// `POST /admin/ban-user`: lets somebody in no longer.
pub static BAN_USER: Operation = Operation::writing("banUser", "/admin/ban-user")
    .for_callers(Access::Admin)
    .taking::<BanUser>()
    .giving::<UserOutput>();

/// `POST /admin/impersonate-user`: looks at the application as somebody else.
pub static IMPERSONATE_USER: Operation = Operation::writing("impersonateUser", "/admin/impersonate-user")
    .for_callers(Access::Admin)
    .taking::<OfUser>()
    .giving::<SessionWithUser>();

/// `POST /admin/stop-impersonating`: goes back to the own session.
pub static STOP_IMPERSONATING: Operation = Operation::writing("stopImpersonating", "/admin/stop-impersonating")
    .for_callers(Access::SignedIn)
    .giving::<SessionWithUser>();

/// `POST /admin/revoke-user-session`: ends a session.
pub static REVOKE_USER_SESSION: Operation = Operation::writing("revokeUserSession", "/admin/revoke-user-session")
    .for_callers(Access::Admin)
    .taking::<RevokeUserSession>()
    .giving::<SuccessOutput>();

/// `POST /admin/revoke-user-sessions`: ends all sessions of a user.
pub static REVOKE_USER_SESSIONS: Operation = Operation::writing("revokeUserSessions", "/admin/revoke-user-sessions")
    .for_callers(Access::Admin)
    .taking::<OfUser>()
    .giving::<SuccessOutput>();

/// `POST /admin/remove-user`: deletes an account.
pub static REMOVE_USER: Operation = Operation::writing("removeUser", "/admin/remove-user")
    .for_callers(Access::Admin)
    .taking::<OfUser>()
    .giving::<SuccessOutput>();

/// `POST /admin/set-user-password`: sets the password of a user.
pub static SET_USER_PASSWORD: Operation = Operation::writing("setUserPassword", "/admin/set-user-password")
    .for_callers(Access::Admin)
    .taking::<SetUserPassword>()
    .giving::<StatusOutput>();

/// `POST /admin/has-permission`: whether the caller may do something.
pub static HAS_PERMISSION: Operation = Operation::writing("userHasPermission", "/admin/has-permission")
    .for_callers(Access::SignedIn)
    .taking::<HasPermission>()
    .giving::<HasPermissionOutput>();

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
