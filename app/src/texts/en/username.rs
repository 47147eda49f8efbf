//! Usernames, in English.

use auth::wire::ErrorCode;

use crate::texts::Username;

pub(super) const EN: Username = Username {
    title: "Username",
    description: "You can sign in with it, and others see it.",
    label: "Username",
    optional: "Username (if you like)",
    hint: |min, max| format!("{min} to {max} letters a to z, digits, dots and underscores."),
    display: "Shown as",
    display_hint: "As you like it, with capitals for example. Leave it empty for the username as it is.",
    immutable: "Once chosen, it stays.",
    save: "Save username",
    saved: "Your username is saved.",
    free: "This username is free.",
};

/// What is wrong with a username.
pub(super) fn problem(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::InvalidUsernameOrPassword => "Username or password is wrong.",
        ErrorCode::UsernameIsAlreadyTaken => "Somebody has this username. Choose another one.",
        ErrorCode::UsernameTooShort => "This username is too short.",
        ErrorCode::UsernameTooLong => "This username is too long.",
        ErrorCode::InvalidUsername => {
            "This cannot be a username. It has letters a to z, digits, dots and underscores, and some are reserved."
        }
        ErrorCode::InvalidDisplayUsername => "It cannot be shown like this. Choose another form.",
        ErrorCode::UsernameIsImmutable => "Your username stays as it is.",
        _ => return None,
    })
}
