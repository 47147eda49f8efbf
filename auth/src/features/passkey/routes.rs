use crate::{
    operation::{Access, Operation, Parameter},
    wire::{
        AuthenticateOptions, DeletePasskey, Passkey, RegisterOptions, SessionWithUser, StatusOutput, UpdatePasskey,
        UpdatePasskeyOutput, VerifyAuthentication, VerifyRegistration, VerifyRegistrationOutput,
    },
};

/// `GET /passkey/generate-register-options`: begins to make a passkey.
pub static GENERATE_REGISTER_OPTIONS: Operation =
    Operation::reading("generatePasskeyRegistrationOptions", "/passkey/generate-register-options")
        .for_callers(Access::Fresh)
        .giving::<RegisterOptions>()
        .asking(&[
            Parameter::optional("authenticatorAttachment"),
            Parameter::optional("name"),
            Parameter::optional("context"),
            Parameter::optional("mediation"),
        ]);

/// `POST /passkey/verify-registration`: keeps a passkey that was made.
pub static VERIFY_REGISTRATION: Operation =
    Operation::writing("passkeyVerifyRegistration", "/passkey/verify-registration")
        .for_callers(Access::Fresh)
        .taking::<VerifyRegistration>()
        .giving::<VerifyRegistrationOutput>();

/// `GET /passkey/generate-authenticate-options`: begins to use a passkey.
pub static GENERATE_AUTHENTICATE_OPTIONS: Operation =
    Operation::reading("passkeyGenerateAuthenticateOptions", "/passkey/generate-authenticate-options")
        .giving::<AuthenticateOptions>();

/// `POST /passkey/verify-authentication`: signs in by a passkey that was used.
pub static VERIFY_AUTHENTICATION: Operation =
    Operation::writing("passkeyVerifyAuthentication", "/passkey/verify-authentication")
        .taking::<VerifyAuthentication>()
        .giving_outcome::<SessionWithUser>();

/// `GET /passkey/list-user-passkeys`: the passkeys of the caller.
pub static LIST_USER_PASSKEYS: Operation = Operation::reading("listPasskeys", "/passkey/list-user-passkeys")
    .for_callers(Access::SignedIn)
    .giving::<Vec<Passkey>>();

/// `POST /passkey/update-passkey`: calls a passkey of the caller something else.
pub static UPDATE_PASSKEY: Operation = Operation::writing("updatePasskey", "/passkey/update-passkey")
    .for_callers(Access::SignedIn)
    .taking::<UpdatePasskey>()
    .giving::<UpdatePasskeyOutput>();

/// `POST /passkey/delete-passkey`: takes a passkey away from the caller.
pub static DELETE_PASSKEY: Operation = Operation::writing("deletePasskey", "/passkey/delete-passkey")
    .for_callers(Access::SignedIn)
    .taking::<DeletePasskey>()
    .giving::<StatusOutput>();

pub(in crate::features) const ROUTES: &[&Operation] = &[
    &GENERATE_REGISTER_OPTIONS,
    &VERIFY_REGISTRATION,
    &GENERATE_AUTHENTICATE_OPTIONS,
    &VERIFY_AUTHENTICATION,
    &LIST_USER_PASSKEYS,
    &UPDATE_PASSKEY,
    &DELETE_PASSKEY,
];
