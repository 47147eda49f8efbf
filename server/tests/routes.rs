//! The tables from which the router is made.

use app::{App, policy::Policy};
use leptos_axum::generate_route_list;

use crate::common::TURN;

#[tokio::test]
async fn pages_and_who_may_see_them() {
    let _turn = TURN.lock().await;
    let mut pages: Vec<_> = generate_route_list(App)
        .iter()
        .map(|page| format!("{:<16} {:?} {:?}", page.path(), Policy::of(page.path()), page.mode()))
        .collect();
    pages.sort();
    insta::assert_snapshot!(pages.join("\n"), @r"
    /                Public OutOfOrder
    /accept-invitation/{id} Invitation Async
    /admin           Admin Async
    /admin/organizations Admin Async
    /admin/system    Admin Async
    /admin/users     Admin Async
    /admin/users/{id} Admin Async
    /auth/error      Public OutOfOrder
    /check-email     SignedOut Async
    /check-phone     SignedOut Async
    /dashboard       SignedIn Async
    /dev/components  Development OutOfOrder
    /dev/mailbox     Development Async
    /forgot-password SignedOut OutOfOrder
    /magic-link      Public OutOfOrder
    /o/{slug}        Member Async
    /o/{slug}/invitations Member Async
    /o/{slug}/members Member Async
    /o/{slug}/roles  Member Async
    /o/{slug}/settings Member Async
    /o/{slug}/teams  Member Async
    /o/{slug}/teams/{id} Member Async
    /onboarding      SignedIn OutOfOrder
    /orgs            Organizations Async
    /orgs/new        Organizations OutOfOrder
    /reauth          SignedIn OutOfOrder
    /reset-password  Public Async
    /revert-email    Public OutOfOrder
    /settings/account SignedIn Async
    /settings/api-keys SignedIn Async
    /settings/connections SignedIn Async
    /settings/profile SignedIn OutOfOrder
    /settings/security SignedIn Async
    /settings/security/passkeys SignedIn Async
    /settings/security/two-factor SignedIn Async
    /settings/sessions SignedIn Async
    /sign-in         SignedOut OutOfOrder
    /sign-out        Public OutOfOrder
    /sign-up         SignedOut OutOfOrder
    /two-factor      SignedOut OutOfOrder
    /verify-email    Public OutOfOrder
    ");
}

#[test]
fn server_functions() {
    let mut functions: Vec<_> =
        server_fn::axum::server_fn_paths().map(|(path, method)| format!("{method} {path}")).collect();
    functions.sort();
    insta::assert_snapshot!(functions.join("\n"), @r"
    POST /api/app/accept-invitation
    POST /api/app/acknowledge-backup-codes
    POST /api/app/activate-two-factor
    POST /api/app/add-passkey
    POST /api/app/add-phone-number
    POST /api/app/add-team-member
    POST /api/app/admin-ban-user
    POST /api/app/admin-change-users
    POST /api/app/admin-impersonate
    POST /api/app/admin-organizations
    POST /api/app/admin-overview
    POST /api/app/admin-remove-user
    POST /api/app/admin-revoke-session
    POST /api/app/admin-revoke-sessions
    POST /api/app/admin-set-password
    POST /api/app/admin-set-role
    POST /api/app/admin-system
    POST /api/app/admin-unban-user
    POST /api/app/admin-update-user
    POST /api/app/admin-user
    POST /api/app/admin-users
    POST /api/app/cancel-email-change
    POST /api/app/cancel-invitation
    POST /api/app/cancel-phone-number
    POST /api/app/change-email
    POST /api/app/change-member-role
    POST /api/app/change-password
    POST /api/app/confirm-phone-number
    POST /api/app/create-api-key
    POST /api/app/create-organization
    POST /api/app/create-role
    POST /api/app/create-team
    POST /api/app/current-session
    POST /api/app/decline-invitation
    POST /api/app/delete-account
    POST /api/app/delete-api-key
    POST /api/app/delete-guest
    POST /api/app/delete-organization
    POST /api/app/delete-role
    POST /api/app/delete-team
    POST /api/app/disable-two-factor
    POST /api/app/enable-two-factor
    POST /api/app/forgot-password
    POST /api/app/has-password
    POST /api/app/invitation
    POST /api/app/invite-members
    POST /api/app/join-organization
    POST /api/app/leave-organization
    POST /api/app/link-with
    POST /api/app/mailbox
    POST /api/app/open-magic-link
    POST /api/app/organization
    POST /api/app/organization-audit-log
    POST /api/app/organization-invitations
    POST /api/app/organization-members
    POST /api/app/organization-roles
    POST /api/app/organization-team
    POST /api/app/organization-teams
    POST /api/app/own-accounts
    POST /api/app/own-api-keys
    POST /api/app/own-audit-log
    POST /api/app/own-organizations
    POST /api/app/own-passkeys
    POST /api/app/own-sessions
    POST /api/app/pending-email-change
    POST /api/app/pending-phone-number
    POST /api/app/reauthenticate
    POST /api/app/regenerate-backup-codes
    POST /api/app/remove-member
    POST /api/app/remove-passkey
    POST /api/app/remove-phone-number
    POST /api/app/remove-team-member
    POST /api/app/rename-passkey
    POST /api/app/rename-team
    POST /api/app/resend-invitation
    POST /api/app/reset-password
    POST /api/app/reset-password-with-code
    POST /api/app/reset-password-with-text
    POST /api/app/revert-email
    POST /api/app/revoke-other-sessions
    POST /api/app/revoke-session
    POST /api/app/revoke-trusted-device
    POST /api/app/send-magic-link
    POST /api/app/send-second-factor-code
    POST /api/app/send-sign-in-code
    POST /api/app/send-sign-in-text
    POST /api/app/send-verification-email
    POST /api/app/sent-message
    POST /api/app/set-password
    POST /api/app/sign-in
    POST /api/app/sign-in-as-guest
    POST /api/app/sign-in-with
    POST /api/app/sign-in-with-code
    POST /api/app/sign-in-with-passkey
    POST /api/app/sign-in-with-text
    POST /api/app/sign-out
    POST /api/app/sign-up
    POST /api/app/site-audit-log
    POST /api/app/stop-impersonating
    POST /api/app/two-factor-settings
    POST /api/app/unlink-account
    POST /api/app/update-organization
    POST /api/app/update-profile
    POST /api/app/update-role
    POST /api/app/update-username
    POST /api/app/username-availability
    POST /api/app/verify-email
    POST /api/app/verify-second-factor
    ");
}
