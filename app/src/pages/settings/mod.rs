//! `/settings`: what a person decides about their account.

pub mod account;
pub mod connections;
pub mod passkeys;
pub mod phone_number;
pub mod profile;
pub mod security;
pub mod sessions;
pub mod two_factor;

use leptos::prelude::*;

pub use account::AccountPage;
pub use connections::ConnectionsPage;
pub use passkeys::PasskeysPage;
pub use profile::ProfilePage;
pub use security::SecurityPage;
pub use sessions::SessionsPage;
pub use two_factor::TwoFactorSettingsPage;

use super::Page;
use crate::{components::NavLink, texts::t};

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
                </nav>
                <div class="grid min-w-0 gap-6">
                    <div class="grid gap-1">
                        <h1 class="text-2xl font-semibold">{title}</h1>
                        <p class="text-muted-foreground text-pretty">{description}</p>
                    </div>
                    {children()}
                </div>
            </div>
        </Page>
    }
}
