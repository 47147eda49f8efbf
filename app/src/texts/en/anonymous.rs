//! Guests, in English.

use auth::wire::ErrorCode;

use crate::texts::Anonymous;

pub(super) const EN: Anonymous = Anonymous {
    sign_in: "Continue as a guest",
    name: "Guest",
    title: "You are a guest",
    notice: "Keep what you made: create an account, or sign in to yours in this browser.",
    sign_up: "Create an account",
    delete_title: "Leave no trace",
    delete_description: "What you made as a guest is deleted at once. This cannot be undone.",
    delete: "Delete everything",
    sign_out: "You are a guest. Nobody can sign in to this account again, so what you made is lost once you sign out.",
};

/// What is wrong with being a guest.
pub(super) fn problem(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::AnonymousUsersCannotSignInAgainAnonymously => "You are a guest already.",
        ErrorCode::UserIsNotAnonymous => "Your account is not a guest's. Delete it in the settings of your account.",
        ErrorCode::DeleteAnonymousUserDisabled => "Accounts of guests are kept here.",
        _ => return None,
    })
}
