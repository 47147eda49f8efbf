use crate::operation::{Access, Operation};

/// `POST /sign-up/email`: makes an account.
pub static SIGN_UP_EMAIL: Operation =
    Operation::writing("signUpWithEmailAndPassword", "/sign-up/email").signing_in(&["rememberMe"]);

/// `POST /sign-in/email`: opens a session.
pub static SIGN_IN_EMAIL: Operation = Operation::writing("signInEmail", "/sign-in/email").signing_in(&["rememberMe"]);

/// `POST /change-password`: replaces the password of the caller, who gives the one so far.
pub static CHANGE_PASSWORD: Operation =
    Operation::writing("changePassword", "/change-password").for_callers(Access::SignedIn);

/// `POST /verify-password`: whether this is the password of the caller.
pub static VERIFY_PASSWORD: Operation =
    Operation::writing("verifyPassword", "/verify-password").for_callers(Access::SignedIn);

/// `POST /reauthenticate`: a fresh session for the password of the caller. Ours.
pub static REAUTHENTICATE: Operation =
    Operation::writing("reauthenticate", "/reauthenticate").for_callers(Access::SignedIn);

/// `POST /request-password-reset`: mails a link to choose a new password.
pub static REQUEST_PASSWORD_RESET: Operation = Operation::writing("requestPasswordReset", "/request-password-reset");

/// `GET /reset-password/{token}`: the link of that mail, which leads to the page with the form.
pub static RESET_PASSWORD_CALLBACK: Operation = Operation::reading("resetPasswordCallback", "/reset-password/{token}");

/// `POST /reset-password`: sets a new password for a token.
pub static RESET_PASSWORD: Operation = Operation::writing("resetPassword", "/reset-password");

pub(in crate::features) const ROUTES: &[&Operation] = &[
    &SIGN_UP_EMAIL,
    &SIGN_IN_EMAIL,
    &CHANGE_PASSWORD,
    &VERIFY_PASSWORD,
    &REAUTHENTICATE,
    &REQUEST_PASSWORD_RESET,
    &RESET_PASSWORD_CALLBACK,
    &RESET_PASSWORD,
];
