use crate::{
    operation::{Access, Operation},
    wire::{OfDeviceSession, SessionWithUser, StatusOutput},
};

/// `GET /multi-session/list-device-sessions`: who is signed in in this browser.
pub static LIST_DEVICE_SESSIONS: Operation =
    Operation::reading("listDeviceSessions", "/multi-session/list-device-sessions").giving::<Vec<SessionWithUser>>();

/// `POST /multi-session/set-active`: goes on as another of them.
pub static SET_ACTIVE_SESSION: Operation = Operation::writing("setActiveSession", "/multi-session/set-active")
    .taking::<OfDeviceSession>()
    .giving::<SessionWithUser>();

/// `POST /multi-session/revoke`: ends the session of one of them.
pub static REVOKE_DEVICE_SESSION: Operation = Operation::writing("revokeDeviceSession", "/multi-session/revoke")
    .for_callers(Access::SignedIn)
    .taking::<OfDeviceSession>()
    .giving::<StatusOutput>();

pub(in crate::features) const ROUTES: &[&Operation] =
    &[&LIST_DEVICE_SESSIONS, &SET_ACTIVE_SESSION, &REVOKE_DEVICE_SESSION];
