//! Organizations: `/orgs`, and the pages below `/o/{slug}`. Which organization a page is about, its address says, so that
//! two tabs can show two.

pub mod accept;
pub mod api_keys;
pub mod invitations;
pub mod list;
pub mod members;
pub mod new;
pub mod overview;
pub mod roles;
pub mod settings;
pub mod switcher;
pub mod team;
pub mod teams;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

pub use accept::AcceptInvitationPage;
pub use api_keys::ApiKeysPage;
pub use invitations::InvitationsPage;
pub use list::OrganizationsPage;
pub use members::MembersPage;
pub use new::NewOrganizationPage;
pub use overview::OverviewPage;
pub use roles::RolesPage;
pub use settings::SettingsPage;
pub use switcher::OrganizationSwitcher;
pub use team::TeamPage;
pub use teams::TeamsPage;

use super::{Page, PageHeading};
use crate::{
    api::organization::{Said, page_of, subpage_of},
    components::{Alert, LinkButton, NavLink, Toast, Tone},
    forms::Refusal,
    policy::ORGANIZATIONS,
    public_config::use_public_config,
    session::use_session,
    texts::t,
};

/// The slug in the address of the page.
pub(super) fn use_slug() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()))
}

/// The frame of a page of an organization: its name, the menu of its pages, and the cards of this one.
#[component]
pub(super) fn OrganizationPage(
    /// The slug in the address.
    slug: Memo<String>,
    /// What the page is about; with the organization, the title of the browser tab.
    title: &'static str,
    /// One sentence below it.
    description: &'static str,
    /// The cards.
    children: Children,
) -> impl IntoView {
    let texts = &t().organizations;
    let config = use_public_config().organizations.unwrap_or_default();
    let name = use_session().organization_name(slug);
    let menu = move || {
        let slug = slug.get();
        view! {
            <NavLink href=page_of(&slug) exact=true>{texts.page.overview}</NavLink>
            <NavLink href=subpage_of(&slug, "members")>{texts.members.title}</NavLink>
            <NavLink href=subpage_of(&slug, "invitations")>{texts.invitations.title}</NavLink>
            {config.teams.then(|| view! {
                <NavLink href=subpage_of(&slug, "teams")>{texts.teams.title}</NavLink>
            })}
            {config.roles.then(|| view! {
                <NavLink href=subpage_of(&slug, "roles")>{texts.roles.title}</NavLink>
            })}
            {config.api_keys.then(|| view! {
                <NavLink href=subpage_of(&slug, "api-keys")>{t().api_keys.title}</NavLink>
            })}
            <NavLink href=subpage_of(&slug, "settings")>{texts.settings.title}</NavLink>
        }
    };
    view! {
        <Page title=title>
            <div class="grid gap-6">
                <div class="grid gap-2">
                    <p class="font-medium break-words">{name}</p>
                    <nav aria-label=texts.page.nav class="flex flex-wrap gap-1">{menu}</nav>
                </div>
                <PageHeading title description/>
                {children()}
            </div>
        </Page>
    }
}

/// What a page shows of what the server found: the content, that there is no such organization, or that it cannot tell.
fn shown<T>(found: Result<Option<T>, Refusal>, content: impl FnOnce(T) -> AnyView) -> AnyView {
    let texts = &t().organizations.page;
    match found {
        Ok(Some(found)) => content(found),
        Ok(None) => {
            #[cfg(feature = "ssr")]
            if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
                response.set_status(axum::http::StatusCode::NOT_FOUND);
            }
            view! {
                <Alert tone=Tone::Warning>{texts.gone}</Alert>
                <div><LinkButton href=ORGANIZATIONS>{t().organizations.switcher.all}</LinkButton></div>
            }
            .into_any()
        }
        Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
    }
}

/// The roles of a choice, with their names for people.
fn role_options(roles: Vec<String>) -> Vec<(String, String)> {
    let name = t().organizations.role_name;
    roles.into_iter().map(|role| (role.clone(), name(&role))).collect()
}

/// What was just done, as a toast.
pub(super) fn toast(said: Said) -> Toast {
    let texts = &t().organizations.notices;
    match said {
        Said::Created => Toast::success(texts.created),
        Said::Saved => Toast::success(texts.saved),
        Said::Deleted => Toast::info(texts.deleted),
        Said::Left => Toast::info(texts.left),
        Said::Joined => Toast::success(texts.joined),
        Said::Declined => Toast::info(texts.declined),
        Said::MemberRoleChanged => Toast::success(texts.role_changed),
        Said::MemberRemoved => Toast::success(texts.member_removed),
        Said::Invited(number) => Toast::success((texts.invited)(number)),
        Said::Resent => Toast::success(texts.resent),
        Said::Cancelled => Toast::info(texts.cancelled),
        Said::TeamCreated => Toast::success(texts.team_created),
        Said::TeamSaved => Toast::success(texts.team_saved),
        Said::TeamDeleted => Toast::info(texts.team_deleted),
        Said::RoleCreated => Toast::success(texts.role_created),
        Said::RoleSaved => Toast::success(texts.role_saved),
        Said::RoleDeleted => Toast::info(texts.role_deleted),
        Said::KeyDeleted => Toast::success(t().notices.api_key_deleted),
    }
}
