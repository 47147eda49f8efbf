//! `/admin`: the site as those see it who administer it.

pub mod chart;
pub mod impersonation;
pub mod organizations;
pub mod overview;
pub mod system;
pub mod user;
pub mod user_forms;
pub mod users;

use leptos::prelude::*;

pub use impersonation::ImpersonationBanner;
pub use organizations::OrganizationsPage;
pub use overview::OverviewPage;
pub use system::SystemPage;
pub use user::UserPage;
pub use users::UsersPage;

use super::{Page, PageHeading};
use crate::{components::NavLink, policy::ADMIN, public_config::use_public_config, texts::t};

/// The list of accounts.
pub const USERS: &str = "/admin/users";
/// What happened on the site.
pub const AUDIT_LOG: &str = "/admin/audit-log";
/// The list of organizations.
pub const ORGANIZATIONS: &str = "/admin/organizations";
/// What runs here.
pub const SYSTEM: &str = "/admin/system";

/// The frame of a page of administration: the menu of all, the heading, and the cards.
#[component]
pub fn AdminPage(
    /// The heading, and the title of the browser tab.
    title: &'static str,
    /// One sentence below the heading.
    description: &'static str,
    /// The cards.
    children: Children,
) -> impl IntoView {
    view! {
        <Page title=title>
            <div class="grid gap-6">
                <nav aria-label=t().admin.title class="flex flex-wrap gap-1">
                    <NavLink href=ADMIN exact=true>{t().admin.overview}</NavLink>
                    <NavLink href=USERS>{t().admin.users}</NavLink>
                    {use_public_config().audit_log.then(|| view! { <NavLink href=AUDIT_LOG>{t().audit.title}</NavLink> })}
                    {use_public_config().organizations.map(|_| view! {
                        <NavLink href=ORGANIZATIONS>{t().admin.organizations}</NavLink>
                    })}
                    <NavLink href=SYSTEM>{t().admin.system}</NavLink>
                </nav>
                <PageHeading title description/>
                {children()}
            </div>
        </Page>
    }
}
