//! Administration, in English.

use auth::wire::ErrorCode;

use crate::texts::Admin;

pub(super) const EN: Admin = Admin {
    title: "Administration",
    description: "How things stand.",
    overview: "Overview",
    unknown: "This could not be read at the moment. Try again soon.",
    users: "Users",
    users_description: "Everybody who has an account.",
    organizations: "Organizations",
    organizations_description: "Every organization, and how many are in it.",
    no_organization: "No organization fits.",
    organizations_of: "Organizations",
    system: "System",
    system_description: "What runs here, and how it is set up.",
    accounts: "Accounts",
    verified: "Confirmed addresses",
    banned: "Banned",
    sessions: "Sessions",
    chart: "The last 30 days",
    chart_description: "New accounts and sign-ins by day (UTC).",
    chart_label: |sign_ups, sign_ins| {
        format!("Bars for each of the last 30 days: {sign_ups} new accounts and {sign_ins} sign-ins in all.")
    },
    chart_table: "The same in numbers",
    day: "Day",
    sign_ups: "New accounts",
    sign_ins: "Sign-ins",

    search: "Search",
    search_in: "Search in",
    in_email: "Email",
    in_name: "Name",
    show: "Show",
    show_all: "Everybody",
    show_banned: "Banned",
    show_admins: "Administrators",
    show_unverified: "Address not confirmed",
    sort: "Sort by",
    sort_created: "Member since",
    sort_email: "Email",
    sort_name: "Name",
    order: "Order",
    ascending: "Ascending",
    descending: "Descending",
    apply: "Apply",
    export: "Download as CSV",
    nobody: "Nobody",
    nobody_hint: "No account fits. Search for something else, or show everybody.",
    range: |first, last, total| format!("{first} to {last} of {total}"),
    pages: "Pages",
    previous: "Previous",
    next: "Next",
    selection: "Selection",
    select: |name| format!("Select {name}"),
    bulk: "With the selected accounts",
    bulk_action: "Do this",
    bulk_ban: "Ban them",
    bulk_revoke: "End their sessions",
    bulk_remove: "Delete them for ever",
    bulk_confirm: "Yes, do this to all selected accounts",
    bulk_submit: "Do it",
    name: "Name",
    email: "Email",
    role: "Role",
    state: "State",
    created: "Member since",
    active: "Active",
    unverified: "Not confirmed",

    back: "All users",
    not_found: "There is no such account. It may have been deleted.",
    id: "Id",
    updated: "Last changed",
    details: "Details",
    email_verified: "The address is confirmed",
    save: "Save",
    role_hint: "Several are separated by commas.",
    ban_title: "Ban",
    ban_description: "Somebody who is banned is signed out and cannot sign in, in whatever way.",
    ban_reason: "Reason",
    ban_days: "Days",
    ban_days_hint: "Empty: for ever.",
    ban: "Ban",
    unban: "Lift the ban",
    ban_until: "Until",
    ban_for_ever: "For ever",
    impersonate_title: "Look at the application as this person",
    impersonate_description: "You see what they see, for an hour at most. You cannot change how they sign in.",
    impersonate: "Impersonate",
    password_title: "Password",
    password_description: "Set a new one. They are told by mail.",
    password: "New password",
    set_password: "Set password",
    ways_in: "Ways to sign in",
    no_ways_in: "No password and no linked account.",
    credential: "Password",
    since: "since",
    no_sessions: "Not signed in anywhere.",
    revoke: "End",
    revoke_label: |device| format!("End the session on {device}"),
    revoke_all: "End all sessions",
    impersonated: "Impersonated",
    remove_title: "Delete the account",
    remove_description: "With everything that belongs to it. This cannot be undone.",
    remove_confirmation: "Type the email address of the account to confirm",
    remove: "Delete account",
    own_account: "This is your own account.",

    version: "Version",
    database: "Database",
    database_complete: "All tables and columns are there.",
    database_lacks: "Missing; run latchkey migrate:",
    mail: "Mail",
    mails_waiting: "Waiting to leave",
    mails_retried: "Of those, tried before",
    your_address: "Your address as the server sees it",
    your_address_description: "If the client is your proxy, name it in LATCHKEY_TRUSTED_PROXIES: rate limits count by this address.",
    connection: "Connection from",
    client: "Client",
    no_address: "Unknown",
    configuration: "Configuration",
    configuration_description: "What is in effect. Secrets are not shown.",

    banner_label: "Impersonation",
    banner: |name, minutes| {
        let left = if minutes == 1 { "1 minute".to_owned() } else { format!("{minutes} minutes") };
        format!("You are looking at this as {name}. {left} left.")
    },
    stop: "Stop impersonating",

    saved: "The account was changed.",
    banned_now: "The account is banned.",
    unbanned_now: "The ban is lifted.",
    signed_out_now: "All sessions were ended.",
    removed_now: "The account is deleted.",
    changed_now: |number| {
        if number == 1 { "1 account was changed.".to_owned() } else { format!("{number} accounts were changed.") }
    },
    impersonation_ended: "You are yourself again.",
};

/// What is wrong, in the words of administration.
pub(super) fn problem(code: ErrorCode) -> Option<&'static str> {
    Some(match code {
        ErrorCode::BannedUser => "This account is banned.",
        ErrorCode::CannotBanYourself => "You cannot ban yourself.",
        ErrorCode::CannotRemoveYourself => "You cannot delete your own account here.",
        ErrorCode::LastAdmin => "This is the last administrator. Make somebody else one first.",
        ErrorCode::NotWhileImpersonating => "Only the person themself can do this. Stop impersonating first.",
        ErrorCode::NotImpersonating => "You are not impersonating anybody.",
        ErrorCode::AdminSessionNotFound => "Your own session is over. Sign in again.",
        ErrorCode::CannotImpersonateAdmins => "Administrators cannot be impersonated.",
        ErrorCode::UnknownRole => "There is no such role.",
        ErrorCode::UserNotFound => "There is no such account. It may have been deleted.",
        ErrorCode::NotAllowedToChangeRole
        | ErrorCode::NotAllowedToCreateUsers
        | ErrorCode::NotAllowedToListUsers
        | ErrorCode::NotAllowedToGetUser
        | ErrorCode::NotAllowedToUpdateUsers
        | ErrorCode::NotAllowedToDeleteUsers
        | ErrorCode::NotAllowedToBanUsers
        | ErrorCode::NotAllowedToImpersonate
        | ErrorCode::NotAllowedToSetPassword
        | ErrorCode::NotAllowedToSetEmail
        | ErrorCode::NotAllowedToListSessions
        | ErrorCode::NotAllowedToRevokeSessions => "Your role does not allow this.",
        _ => return None,
    })
}
