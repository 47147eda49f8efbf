//! Codes by mail, in English.

use auth::wire::OtpType;

use crate::texts::EmailOtp;

pub(super) const EN: EmailOtp = EmailOtp {
    ask: "Email me a code",
    sent_to: |email| format!("If {email} can sign in here, a code went there. It works once, for a few minutes."),
    code: "Code",
    code_hint: "The digits of the latest mail. You can paste them with spaces.",
    submit: "Sign in",
    resend: "Send another code",
    resend_in: |seconds| format!("Send again in {seconds} s"),
    ask_reset: "Send a code instead",
    reset_sent: "If there is such an account, a code is on its way.",
    reset_description: "Enter the code of the mail and your new password.",
    subject: |app_name| format!("Your {app_name} code"),
    body: |otp_type| match otp_type {
        OtpType::SignIn => "Enter this code to sign in:",
        OtpType::EmailVerification => "Enter this code to confirm your address:",
        OtpType::ForgetPassword => "Enter this code to choose a new password:",
        OtpType::ChangeEmail => "Enter this code to use this address from now on:",
    },
    expires: |minutes| match minutes {
        1 => "It works once, for a minute.".to_owned(),
        minutes => format!("It works once, for {minutes} minutes."),
    },
    footer: "If you did not ask for it, do nothing, and tell it to nobody: we never ask for it.",
};
