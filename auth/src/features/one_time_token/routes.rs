use crate::{
    operation::{Access, Operation},
    wire::{OneTimeToken, SessionWithUser},
};

/// `GET /one-time-token/generate`: a token for the session of the caller.
pub static GENERATE_ONE_TIME_TOKEN: Operation = Operation::reading("generateOneTimeToken", "/one-time-token/generate")
    .for_callers(Access::SignedIn)
    .giving::<OneTimeToken>();

/// `POST /one-time-token/verify`: the session that such a token is for.
pub static VERIFY_ONE_TIME_TOKEN: Operation = Operation::writing("verifyOneTimeToken", "/one-time-token/verify")
    .guarding_login()
    .taking::<OneTimeToken>()
    .giving::<SessionWithUser>();

pub(in crate::features) const ROUTES: &[&Operation] = &[&GENERATE_ONE_TIME_TOKEN, &VERIFY_ONE_TIME_TOKEN];
