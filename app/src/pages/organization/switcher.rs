//! The menu of organizations in the header.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    api::organization::page_of,
    components::{Badge, Icon, IconName},
    policy::{HOME, ORGANIZATIONS},
    public_config::use_public_config,
    session::{OrganizationLink, use_session},
    texts::t,
};

/// So many organizations are seen at a glance; more are searched.
const AT_A_GLANCE: usize = 6;

/// The menu: the personal account, the organizations with the role in each, invitations, and the way to another one.
///
/// Like the menu of the person it is a popover of the platform, with links and one form that asks for a page, so it works
/// without a script. With scripts, typing narrows the list.
#[component]
pub fn OrganizationSwitcher() -> impl IntoView {
    const ID: &str = "organization-switcher";
    let texts = &t().organizations.switcher;
    let config = use_public_config().organizations.unwrap_or_default();
    let session = use_session();
    let path = use_location().pathname;
    // The address says which one is open.
    let current = Memo::new(move |_| {
        let path = path.get();
        session.organizations().get().into_iter().find(|own| {
            let page = page_of(&own.slug);
            path.strip_prefix(&page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    });
    let shown_name = move || current.get().map_or_else(|| texts.personal.to_owned(), |own| own.name);
    let wanted = RwSignal::new(String::new());
    let fitting = move || {
        let wanted = wanted.get().trim().to_lowercase();
        let fits = |own: &OrganizationLink| own.name.to_lowercase().contains(&wanted) || own.slug.contains(&wanted);
        session.organizations().get().into_iter().filter(fits).collect::<Vec<_>>()
    };
    let many = move || session.organizations().with(|own| own.len() > AT_A_GLANCE);
    let invitations = session.invitations();
    let panel = NodeRef::<leptos::html::Div>::new();
    let close = move |_| {
        if let Some(panel) = panel.get_untracked() {
            // Fails where it is closed already.
            let _ = panel.hide_popover();
        }
    };
    view! {
        <button type="button" class="switcher-button" popovertarget=ID>
            <span class="sr-only">{move || (texts.open)(&shown_name())}</span>
            <span aria-hidden="true" class="truncate">{shown_name}</span>
            <Show when=move || { invitations.get() > 0 }>
                <Badge>{move || invitations.get().to_string()}</Badge>
            </Show>
            <Icon name=IconName::ChevronDown class="size-3.5 text-muted-foreground"/>
        </button>
        <div id=ID node_ref=panel popover="auto" class="menu switcher-menu">
            <Show when=many>
                <form method="get" action=ORGANIZATIONS role="search" class="p-1">
                    <input
                        type="search"
                        name="search"
                        class="control"
                        aria-label=texts.search
                        placeholder=texts.search
                        autocomplete="off"
                        on:input=move |event| wanted.set(event_target_value(&event))
                    />
                </form>
            </Show>
            <ul aria-label=texts.label class="grid max-h-80 overflow-y-auto" on:click=close>
                <li>
                    <a href=HOME class="menu-item" aria-current=move || current.get().is_none().then_some("true")>
                        <span class="grow">{texts.personal}</span>
                        <Show when=move || current.get().is_none()><Icon name=IconName::Check class="size-4"/></Show>
                    </a>
                </li>
                <For each=fitting key=Clone::clone let(own)>
                    <Choice own current/>
                </For>
            </ul>
            <hr class="-mx-1 my-1 border-t border-border"/>
            <div class="grid" on:click=close>
                <Show when=move || { invitations.get() > 0 }>
                    <a href=ORGANIZATIONS class="menu-item">
                        <Icon name=IconName::Mail class="size-4 text-muted-foreground"/>
                        <span>{move || (texts.invitations)(invitations.get())}</span>
                    </a>
                </Show>
                <a href=ORGANIZATIONS class="menu-item">
                    <Icon name=IconName::User class="size-4 text-muted-foreground"/>
                    <span>{texts.all}</span>
                </a>
                {config.can_create.then(|| view! {
                    <a href="/orgs/new" class="menu-item">
                        <Icon name=IconName::Plus class="size-4 text-muted-foreground"/>
                        <span>{texts.create}</span>
                    </a>
                })}
            </div>
        </div>
    }
}

/// One organization of the menu.
#[component]
fn Choice(
    /// The organization.
    own: OrganizationLink,
    /// The one that is open.
    current: Memo<Option<OrganizationLink>>,
) -> impl IntoView {
    let slug = own.slug.clone();
    let is_open = Memo::new(move |_| current.with(|current| current.as_ref().is_some_and(|open| open.slug == slug)));
    view! {
        <li>
            <a href=page_of(&own.slug) class="menu-item" aria-current=move || is_open.get().then_some("true")>
                <span class="grid min-w-0 grow">
                    <span class="truncate">{own.name}</span>
                    <span class="truncate text-xs text-muted-foreground">{(t().organizations.role_name)(&own.role)}</span>
                </span>
                <Show when=move || is_open.get()><Icon name=IconName::Check class="size-4"/></Show>
            </a>
        </li>
    }
}
