//! `/settings`: what a person decides about their account.

pub mod account;
pub mod api_keys;
pub mod connections;
pub mod passkeys;
pub mod phone_number;
pub mod profile;
pub mod security;
pub mod sessions;
pub mod two_factor;

use leptos::prelude::*;

pub use account::AccountPage;
pub use api_keys::ApiKeysPage;
pub use connections::ConnectionsPage;
pub use passkeys::PasskeysPage;
pub use profile::ProfilePage;
pub use security::SecurityPage;
pub use sessions::SessionsPage;
pub use two_factor::TwoFactorSettingsPage;

use super::{Page, PageHeading};
use crate::{components::NavLink, public_config::use_public_config, texts::t};

/// Name and picture.
pub const PROFILE: &str = "/settings/profile";
/// Address, and deleting the account.
pub const ACCOUNT: &str = "/settings/account";
/// Password and other ways to sign in.
pub const SECURITY: &str = "/settings/security";
/// The accounts by which the person signs in.
pub const CONNECTIONS: &str = "/settings/connections";
/// The second factor.
pub const TWO_FACTOR: &str = "/settings/security/two-factor";
/// Passkeys.
pub const PASSKEYS: &str = "/settings/security/passkeys";
/// API keys.
pub const API_KEYS: &str = "/settings/api-keys";
/// What happened to the account.
pub const ACTIVITY: &str = "/settings/activity";
/// Where the person is signed in.
pub const SESSIONS: &str = "/settings/sessions";

/// The frame of a page of settings: the menu of all, and the cards of this one.
#[component]
pub fn SettingsPage(
    /// The heading, and the title of the browser tab.
    title: &'static str,
    /// One sentence below the heading.
    description: &'static str,
    /// The cards.
    children: Children,
) -> impl IntoView {
    view! {
        <Page title=title>
            <div class="grid items-start gap-6 md:grid-cols-[14rem_minmax(0,45rem)]">
                <nav aria-label=t().settings.title class="flex flex-wrap gap-1 md:grid">
                    <NavLink href=PROFILE>{t().profile.title}</NavLink>
                    <NavLink href=ACCOUNT>{t().account.title}</NavLink>
                    <NavLink href=SECURITY>{t().security.title}</NavLink>
                    <NavLink href=CONNECTIONS>{t().connections.title}</NavLink>
                    <NavLink href=SESSIONS>{t().sessions.title}</NavLink>
                    {use_public_config().api_keys.then(|| view! {
                        <NavLink href=API_KEYS>{t().api_keys.title}</NavLink>
                    })}
                    {use_public_config().audit_log.then(|| view! { <NavLink href=ACTIVITY>{t().audit.activity}</NavLink> })}
                </nav>
                <div class="grid min-w-0 gap-6">
                    <PageHeading title description/>
                    {children()}
                </div>
            </div>
        </Page>
    }
}
