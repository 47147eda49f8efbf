//! Codes by mail.
#![expect(missing_docs, reason = "the English text of a field documents it better than a second sentence")]

use auth::wire::OtpType;

#[derive(Clone, Copy, Debug)]
pub struct EmailOtp {
    pub ask: &'static str,
    /// Takes the address.
    pub sent_to: fn(&str) -> String,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub submit: &'static str,
    pub resend: &'static str,
    /// Takes the seconds to wait.
    pub resend_in: fn(u32) -> String,
    pub ask_reset: &'static str,
    pub reset_sent: &'static str,
    pub reset_description: &'static str,
    /// Takes the name of the application.
    pub subject: fn(&str) -> String,
    pub body: fn(OtpType) -> &'static str,
    /// Takes the minutes for which the code works.
    pub expires: fn(u64) -> String,
    pub footer: &'static str,
}

/// English.
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
