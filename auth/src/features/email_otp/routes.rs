use crate::{
    operation::{Access, Operation},
    wire::{
        ChangeEmailOtp, CheckVerificationOtp, RequestEmailChangeOtp, RequestPasswordResetOtp, ResetPasswordOtp,
        SendVerificationOtp, SignInEmailOtp, SignInEmailOtpOutput, SuccessOutput, VerifyEmailOtp, VerifyEmailOtpOutput,
    },
};

/// `POST /email-otp/send-verification-otp`: mails a code.
pub static SEND_VERIFICATION_OTP: Operation =
    Operation::writing("sendEmailVerificationOTP", "/email-otp/send-verification-otp")
        .guarding_login()
        .taking::<SendVerificationOtp>()
        .giving::<SuccessOutput>();

/// `POST /email-otp/check-verification-otp`: whether a code is right, without using it up.
pub static CHECK_VERIFICATION_OTP: Operation =
    Operation::writing("verifyEmailWithOTP", "/email-otp/check-verification-otp")
        .taking::<CheckVerificationOtp>()
        .giving::<SuccessOutput>();

/// `POST /email-otp/verify-email`: verifies an address.
pub static VERIFY_EMAIL_OTP: Operation = Operation::writing("verifyEmailOTP", "/email-otp/verify-email")
    .taking::<VerifyEmailOtp>()
    .giving_outcome::<VerifyEmailOtpOutput>();

/// `POST /sign-in/email-otp`: opens a session.
pub static SIGN_IN_EMAIL_OTP: Operation = Operation::writing("signInWithEmailOTP", "/sign-in/email-otp")
    .guarding_login()
    .taking::<SignInEmailOtp>()
    .giving_outcome::<SignInEmailOtpOutput>();

/// `POST /email-otp/request-password-reset`: mails a code to choose a new password.
pub static REQUEST_PASSWORD_RESET_OTP: Operation =
    Operation::writing("requestPasswordResetWithEmailOTP", "/email-otp/request-password-reset")
        .taking::<RequestPasswordResetOtp>()
        .giving::<SuccessOutput>();

/// `POST /forget-password/email-otp`: the same under its older name.
pub static FORGET_PASSWORD_OTP: Operation =
    Operation::writing("forgetPasswordWithEmailOTP", "/forget-password/email-otp")
        .taking::<RequestPasswordResetOtp>()
        .giving::<SuccessOutput>();

/// `POST /email-otp/reset-password`: sets a new password for a code.
pub static RESET_PASSWORD_OTP: Operation = Operation::writing("resetPasswordWithEmailOTP", "/email-otp/reset-password")
    .taking::<ResetPasswordOtp>()
    .giving::<SuccessOutput>();

/// `POST /email-otp/request-email-change`: mails a code to a new address.
pub static REQUEST_EMAIL_CHANGE_OTP: Operation =
    Operation::writing("requestEmailChangeWithEmailOTP", "/email-otp/request-email-change")
        .for_callers(Access::SignedIn)
        .taking::<RequestEmailChangeOtp>()
        .giving::<SuccessOutput>();

/// `POST /email-otp/change-email`: gives the caller the new address.
pub static CHANGE_EMAIL_OTP: Operation = Operation::writing("changeEmailWithEmailOTP", "/email-otp/change-email")
    .for_callers(Access::SignedIn)
    .taking::<ChangeEmailOtp>()
    .giving::<SuccessOutput>();

pub(in crate::features) const ROUTES: &[&Operation] = &[
    &SEND_VERIFICATION_OTP,
    &CHECK_VERIFICATION_OTP,
    &VERIFY_EMAIL_OTP,
    &SIGN_IN_EMAIL_OTP,
    &REQUEST_PASSWORD_RESET_OTP,
    &FORGET_PASSWORD_OTP,
    &RESET_PASSWORD_OTP,
    &REQUEST_EMAIL_CHANGE_OTP,
    &CHANGE_EMAIL_OTP,
];
