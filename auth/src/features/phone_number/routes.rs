use crate::{
    operation::Operation,
    wire::{
        MessageOutput, RequestPasswordResetPhoneNumber, ResetPasswordPhoneNumber, SendPhoneNumberOtp,
        SignInPhoneNumber, SignInPhoneNumberOutput, StatusOutput, VerifyPhoneNumber, VerifyPhoneNumberOutput,
    },
};

/// `POST /sign-in/phone-number`: opens a session for number and password.
pub static SIGN_IN_PHONE_NUMBER: Operation = Operation::writing("signInPhoneNumber", "/sign-in/phone-number")
    .signing_in(&["rememberMe"])
    .taking::<SignInPhoneNumber>()
    .giving_outcome::<SignInPhoneNumberOutput>();

/// `POST /phone-number/send-otp`: sends a code.
pub static SEND_PHONE_NUMBER_OTP: Operation = Operation::writing("sendPhoneNumberOTP", "/phone-number/send-otp")
    .taking::<SendPhoneNumberOtp>()
    .giving::<MessageOutput>();

/// `POST /phone-number/verify`: the code of that message, which signs in, signs up, or gives the caller the number.
pub static VERIFY_PHONE_NUMBER: Operation = Operation::writing("verifyPhoneNumber", "/phone-number/verify")
    .guarding_login()
    .taking::<VerifyPhoneNumber>()
    .giving_outcome::<VerifyPhoneNumberOutput>();

/// `POST /phone-number/request-password-reset`: sends a code to choose a new password.
pub static REQUEST_PASSWORD_RESET_PHONE_NUMBER: Operation =
    Operation::writing("requestPasswordResetPhoneNumber", "/phone-number/request-password-reset")
        .taking::<RequestPasswordResetPhoneNumber>()
        .giving::<StatusOutput>();

/// `POST /phone-number/reset-password`: sets a new password for that code.
pub static RESET_PASSWORD_PHONE_NUMBER: Operation =
    Operation::writing("resetPasswordPhoneNumber", "/phone-number/reset-password")
        .taking::<ResetPasswordPhoneNumber>()
        .giving::<StatusOutput>();

/// What sends text messages or takes their codes.
pub(in crate::features) const SENDING_AND_TAKING_CODES: &[&Operation] =
    &[&SEND_PHONE_NUMBER_OTP, &VERIFY_PHONE_NUMBER, &REQUEST_PASSWORD_RESET_PHONE_NUMBER, &RESET_PASSWORD_PHONE_NUMBER];

pub(in crate::features) const ROUTES: &[&Operation] = &[
    &SIGN_IN_PHONE_NUMBER,
    &SEND_PHONE_NUMBER_OTP,
    &VERIFY_PHONE_NUMBER,
    &REQUEST_PASSWORD_RESET_PHONE_NUMBER,
    &RESET_PASSWORD_PHONE_NUMBER,
];
