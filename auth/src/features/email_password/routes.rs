use crate::{
    operation::{Access, Operation, Parameter},
    wire::{
        ChangePassword, ChangePasswordOutput, RequestPasswordReset, RequestPasswordResetOutput, ResetPassword,
        SignInEmail, SignInEmailOutput, SignUpEmail, SignUpEmailOutput, StatusOutput, VerifyPassword,
    },
};

/// `POST /sign-up/email`: makes an account.
pub static SIGN_UP_EMAIL: Operation = Operation::writing("signUpWithEmailAndPassword", "/sign-up/email")
    .signing_in(&["rememberMe"])
    .taking::<SignUpEmail>()
    .giving::<SignUpEmailOutput>();

/// `POST /sign-in/email`: opens a session.
pub static SIGN_IN_EMAIL: Operation = Operation::writing("signInEmail", "/sign-in/email")
    .signing_in(&["rememberMe"])
    .taking::<SignInEmail>()
    .giving_outcome::<SignInEmailOutput>();

/// `POST /change-password`: replaces the password of the caller, who gives the one so far.
pub static CHANGE_PASSWORD: Operation = Operation::writing("changePassword", "/change-password")
    .for_callers(Access::SignedIn)
    .taking::<ChangePassword>()
    .giving::<ChangePasswordOutput>();

/// `POST /verify-password`: whether this is the password of the caller.
pub static VERIFY_PASSWORD: Operation = Operation::writing("verifyPassword", "/verify-password")
    .for_callers(Access::SignedIn)
    .taking::<VerifyPassword>()
    .giving::<StatusOutput>();

/// `POST /reauthenticate`: a fresh session for the password of the caller. Ours.
pub static REAUTHENTICATE: Operation = Operation::writing("reauthenticate", "/reauthenticate")
    .for_callers(Access::SignedIn)
    .taking::<VerifyPassword>()
    .giving::<StatusOutput>();

/// `POST /request-password-reset`: mails a link to choose a new password.
pub static REQUEST_PASSWORD_RESET: Operation = Operation::writing("requestPasswordReset", "/request-password-reset")
    .taking::<RequestPasswordReset>()
    .giving::<RequestPasswordResetOutput>();

/// `GET /reset-password/{token}`: the link of that mail, which leads to the page with the form.
pub static RESET_PASSWORD_CALLBACK: Operation = Operation::reading("resetPasswordCallback", "/reset-password/{token}")
    .asking(&[Parameter::required("callbackURL")]);

/// `POST /reset-password`: sets a new password for a token.
pub static RESET_PASSWORD: Operation = Operation::writing("resetPassword", "/reset-password")
    .taking::<ResetPassword>()
    .giving::<StatusOutput>()
    .asking(&[Parameter::optional("token")]);

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
