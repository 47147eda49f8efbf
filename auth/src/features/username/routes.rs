use crate::{
    operation::Operation,
    wire::{IsUsernameAvailable, IsUsernameAvailableOutput, SignInEmailOutput, SignInUsername},
};

/// `POST /sign-in/username`: opens a session.
pub static SIGN_IN_USERNAME: Operation = Operation::writing("signInUsername", "/sign-in/username")
    .signing_in(&["rememberMe"])
    .taking::<SignInUsername>()
    .giving_outcome::<SignInEmailOutput>();

/// `POST /is-username-available`: whether somebody new may have this one.
pub static IS_USERNAME_AVAILABLE: Operation = Operation::writing("isUsernameAvailable", "/is-username-available")
    .taking::<IsUsernameAvailable>()
    .giving::<IsUsernameAvailableOutput>();

pub(in crate::features) const ROUTES: &[&Operation] = &[&SIGN_IN_USERNAME, &IS_USERNAME_AVAILABLE];
