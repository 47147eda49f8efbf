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
    /admin/audit-log Admin Async
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
    /device          Devices OutOfOrder
    /device/approved Devices OutOfOrder
    /device/denied   Devices OutOfOrder
    /device/request  Devices Async
    /forgot-password SignedOut OutOfOrder
    /magic-link      Public OutOfOrder
    /o/{slug}        Member Async
    /o/{slug}/activity Member Async
    /o/{slug}/api-keys Member Async
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
    /settings/activity SignedIn Async
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
    insta::assert_snapshot!(functions.join("\n"));
}
