use crate::{
    operation::{Access, Operation, Parameter},
    wire::{ChangeEmail, RevertEmailChange, SendVerificationEmail, StatusOutput, VerifyEmailOutput},
};

/// `POST /send-verification-email`: mails a link that verifies an address.
pub static SEND_VERIFICATION_EMAIL: Operation = Operation::writing("sendVerificationEmail", "/send-verification-email")
    .taking::<SendVerificationEmail>()
    .giving::<StatusOutput>();

/// `GET /verify-email`: the link of that mail, and those of the mails about a changed address.
pub static VERIFY_EMAIL: Operation = Operation::reading("verifyEmail", "/verify-email")
    .giving::<VerifyEmailOutput>()
    .asking(&[Parameter::required("token"), Parameter::optional("callbackURL")]);

/// `POST /change-email`: changes the address of the caller, or mails the link that does.
pub static CHANGE_EMAIL: Operation = Operation::writing("changeEmail", "/change-email")
    .for_callers(Access::SignedIn)
    .taking::<ChangeEmail>()
    .giving::<StatusOutput>();

/// `POST /revert-email-change`: undoes that for the owner of the old address. Ours.
pub static REVERT_EMAIL_CHANGE: Operation = Operation::writing("revertEmailChange", "/revert-email-change")
    .taking::<RevertEmailChange>()
    .giving::<StatusOutput>();

pub(in crate::features) const ROUTES: &[&Operation] =
    &[&SEND_VERIFICATION_EMAIL, &VERIFY_EMAIL, &CHANGE_EMAIL, &REVERT_EMAIL_CHANGE];
