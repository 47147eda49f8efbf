//! Several people in one browser, in English.

use crate::texts::Accounts;

pub(super) const EN: Accounts = Accounts {
    label: "Other accounts",
    switch_to: "Switch to",
    add: "Add another account",
    choose: "Signed in in this browser",
    continue_as: "Continue as",
    or_another: "or sign in with another account",
    sign_out_one: "Sign out of this account",
    sign_out_all: "Sign out of all accounts",
};
