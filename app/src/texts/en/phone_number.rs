//! Phone numbers, in English.

use auth::wire::ErrorCode;

use crate::texts::PhoneNumber;

pub(super) const EN: PhoneNumber = PhoneNumber {
    label: "Phone number",
    hint: "With the country, for example +358 40 123 4567.",
    ask: "Text me a code",
    ask_either: "Send me a code",
    sent: "A code is on its way to your phone.",
    check_title: "Check your phone",
    check_description: "One step is missing, and it is on its way to your phone.",
    sent_to: |number| format!("A code went to {number}. It works once, for a few minutes."),
    code_hint: "The digits of the latest message. You can paste them with spaces.",
    submit: "Sign in",
    resend: "Send another code",
    resend_in: |seconds| format!("Send again in {seconds} s"),
    off: "No text messages are sent here. Sign in in another way.",
    reset_description: "Enter the code of the text message and your new password.",
    title: "Phone number",
    description: "You can sign in with it, by your password or by a code that we send there.",
    none: "None yet",
    new_number: "New phone number",
    send_code: "Send a code",
    pending: |number| format!("A code went to {number}. Enter it, and the number is yours here."),
    confirm: "Confirm the number",
    cancel: "Not this number",
    remove: "Remove the number",
    saved: "Your phone number is saved.",
    removed: "Your phone number was removed.",
};

/// What is wrong with a number or its code.
pub(super) fn problem(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::InvalidPhoneNumber => "Enter a phone number with its country, such as +358 40 123 4567.",
        ErrorCode::InvalidPhoneNumberOrPassword => "Phone number or password is wrong.",
        ErrorCode::PhoneNumberExist => "Somebody has this phone number. Sign in with it, or use another one.",
        ErrorCode::PhoneNumberNotVerified | ErrorCode::PhoneNumberPendingVerification => {
            "Confirm your phone number first: sign in by a code that we send there."
        }
        ErrorCode::OtpNotFound => "This code is no longer valid. Have another one sent.",
        ErrorCode::SendOtpNotImplemented => EN.off,
        ErrorCode::FailedToUpdateUser => "There is no account with this number.",
        _ => return None,
    })
}
