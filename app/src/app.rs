//! The root of the application.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

use crate::{
    components::SiteName,
    forms::Notice,
    pages::{
        admin::{self, ImpersonationBanner},
        audit::{ActivityPage, AuditLogPage, OrganizationActivityPage},
        auth_error::AuthErrorPage,
        check_email::CheckEmailPage,
        check_phone::CheckPhonePage,
        dashboard::DashboardPage,
        dev,
        device::{DeviceApprovedPage, DeviceDeniedPage, DevicePage, DeviceRequestPage},
        forgot_password::ForgotPasswordPage,
        landing::LandingPage,
        magic_link::MagicLinkPage,
        not_found::NotFoundPage,
        onboarding::OnboardingPage,
        organization,
        reauth::ReauthPage,
        reset_password::ResetPasswordPage,
        revert_email::RevertEmailPage,
        settings::{
            AccountPage, ApiKeysPage, ConnectionsPage, PasskeysPage, ProfilePage, SecurityPage, SessionsPage,
            TwoFactorSettingsPage,
        },
        sign_in::SignInPage,
        sign_out::SignOutPage,
        sign_up::SignUpPage,
        two_factor::TwoFactorPage,
        verify_email::VerifyEmailPage,
    },
    public_config::{provide_public_config, use_public_config},
    session::{leave_when_signed_out, provide_session},
};

/// The application: what every page shares, and which page is where.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_public_config();
    provide_session();
    provide_notice();
    let config = use_public_config();
    let app_name = config.app_name;
    provide_context(SiteName(app_name.clone()));
    let title = move |page: String| {
        if page.is_empty() { app_name.clone() } else { format!("{page} · {app_name}") }
    };
    view! {
        <Title formatter=title/>
        <Router>
            <Guard/>
            <ImpersonationBanner/>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=LandingPage/>
                <Route path=path!("/sign-up") view=SignUpPage/>
                <Route path=path!("/sign-in") view=SignInPage/>
                <Route path=path!("/forgot-password") view=ForgotPasswordPage/>
                <Route path=path!("/reset-password") view=ResetPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/check-email") view=CheckEmailPage ssr=SsrMode::Async/>
                <Route path=path!("/check-phone") view=CheckPhonePage ssr=SsrMode::Async/>
                <Route path=path!("/magic-link") view=MagicLinkPage/>
                <Route path=path!("/verify-email") view=VerifyEmailPage/>
                <Route path=path!("/revert-email") view=RevertEmailPage/>
                <Route path=path!("/reauth") view=ReauthPage/>
                <Route path=path!("/auth/error") view=AuthErrorPage/>
                <Route path=path!("/two-factor") view=TwoFactorPage/>
                <Route path=path!("/onboarding") view=OnboardingPage/>
                <Route path=path!("/sign-out") view=SignOutPage/>
                <Route path=path!("/settings/profile") view=ProfilePage/>
                <Route path=path!("/settings/account") view=AccountPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/security") view=SecurityPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/connections") view=ConnectionsPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/security/two-factor") view=TwoFactorSettingsPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/security/passkeys") view=PasskeysPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/api-keys") view=ApiKeysPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/sessions") view=SessionsPage ssr=SsrMode::Async/>
                <Route path=path!("/settings/activity") view=ActivityPage ssr=SsrMode::Async/>
                // Async: the page comes in one piece, so that it is whole without scripts.
                <Route path=path!("/dashboard") view=DashboardPage ssr=SsrMode::Async/>
                <Route path=path!("/orgs") view=organization::OrganizationsPage ssr=SsrMode::Async/>
                <Route path=path!("/orgs/new") view=organization::NewOrganizationPage/>
                <Route path=path!("/o/:slug") view=organization::OverviewPage ssr=SsrMode::Async/>
                <Route path=path!("/o/:slug/members") view=organization::MembersPage ssr=SsrMode::Async/>
                <Route path=path!("/o/:slug/invitations") view=organization::InvitationsPage ssr=SsrMode::Async/>
                <Route path=path!("/o/:slug/teams") view=organization::TeamsPage ssr=SsrMode::Async/>
                <Route path=path!("/o/:slug/teams/:id") view=organization::TeamPage ssr=SsrMode::Async/>
                <Route path=path!("/o/:slug/roles") view=organization::RolesPage ssr=SsrMode::Async/>
                <Route path=path!("/o/:slug/activity") view=OrganizationActivityPage ssr=SsrMode::Async/>
                <Route path=path!("/o/:slug/api-keys") view=organization::ApiKeysPage ssr=SsrMode::Async/>
                <Route path=path!("/o/:slug/settings") view=organization::SettingsPage ssr=SsrMode::Async/>
                <Route path=path!("/accept-invitation/:id") view=organization::AcceptInvitationPage ssr=SsrMode::Async/>
                <Route path=path!("/device") view=DevicePage/>
                <Route path=path!("/device/request") view=DeviceRequestPage ssr=SsrMode::Async/>
                <Route path=path!("/device/approved") view=DeviceApprovedPage/>
                <Route path=path!("/device/denied") view=DeviceDeniedPage/>
                <Route path=path!("/admin") view=admin::OverviewPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/users") view=admin::UsersPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/users/:id") view=admin::UserPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/audit-log") view=AuditLogPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/organizations") view=admin::OrganizationsPage ssr=SsrMode::Async/>
                <Route path=path!("/admin/system") view=admin::SystemPage ssr=SsrMode::Async/>
                <Route path=path!("/dev/mailbox") view=dev::MailboxPage ssr=SsrMode::Async/>
                <Route path=path!("/dev/components") view=dev::ComponentsPage/>
            </Routes>
        </Router>
    }
}

/// Watches that the visitor may still see the page they are on.
#[component]
fn Guard() -> impl IntoView {
    leave_when_signed_out();
}

/// What the page before this one has to tell: from the visitor session, or from a form that a script sent.
fn provide_notice() {
    let seed: SharedValue<Option<Notice>> = SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        {
            match use_context() {
                Some(crate::visitor::Flash::Notice(notice)) => Some(notice),
                _ => None,
            }
        }
        #[cfg(not(feature = "ssr"))]
        {
            None
        }
    });
    provide_context(RwSignal::new(seed.into_inner()));
}
