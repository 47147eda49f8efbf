use crate::{
    operation::{Access, Operation},
    wire::{DeleteAnonymousUserOutput, SignInAnonymousOutput},
};

/// `POST /sign-in/anonymous`: makes an account without a name, and a session for it.
pub static SIGN_IN_ANONYMOUS: Operation =
    Operation::writing("signInAnonymous", "/sign-in/anonymous").signing_in(&[]).giving::<SignInAnonymousOutput>();

/// `POST /delete-anonymous-user`: deletes such an account.
pub static DELETE_ANONYMOUS_USER: Operation = Operation::writing("deleteAnonymousUser", "/delete-anonymous-user")
    .for_callers(Access::SignedIn)
    .giving::<DeleteAnonymousUserOutput>();

pub(in crate::features) const ROUTES: &[&Operation] = &[&SIGN_IN_ANONYMOUS, &DELETE_ANONYMOUS_USER];
