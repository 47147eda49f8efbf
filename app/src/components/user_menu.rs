use super::{Avatar, AvatarSize, Icon, IconName};
use crate::texts::t;
use leptos::prelude::*;

/// The menu of the signed-in person: who they are, their links, and signing out.
///
/// It is a popover of the platform: a button opens it, Escape and a click outside close it, the tab key walks through
/// its links, and none of that needs a script. With scripts it also closes when one of its links is followed.
#[component]
pub fn UserMenu(
    /// The name; the address is shown instead where it is empty.
    #[prop(into)]
    name: Signal<String>,
    /// The e-mail address.
    #[prop(into)]
    email: Signal<String>,
    /// [`UserMenuLink`]s.
    #[prop(optional)]
    children: Option<Children>,
    /// Where signing out leads: a page that asks once and posts.
    #[prop(default = "/sign-out".to_owned(), into)]
    sign_out_href: String,
) -> impl IntoView {
    const ID: &str = "user-menu";
    let texts = &t().user_menu;
    let shown_name = Memo::new(move |_| {
        let name = name.get();
        if name.trim().is_empty() { email.get() } else { name }
    });
    let panel = NodeRef::<leptos::html::Div>::new();
    let close = move |_| {
        if let Some(panel) = panel.get_untracked() {
            // Fails where it is closed already.
            let _ = panel.hide_popover();
        }
    };
    view! {
        <div class="shrink-0">
            <button
                type="button"
                class="user-menu-button"
                popovertarget=ID
            >
                <span class="sr-only">{move || (texts.open)(&shown_name.get())}</span>
                {move || view! { <Avatar name=shown_name.get() size=AvatarSize::Small /> }}
                <Icon name=IconName::ChevronDown class="size-3.5 text-muted-foreground" />
            </button>
            <div id=ID node_ref=panel popover="auto" class="menu">
                <div class="flex items-center gap-3 px-2.5 py-2">
                    {move || view! { <Avatar name=shown_name.get() /> }}
                    <div class="grid min-w-0">
                        <p class="truncate font-medium">{move || shown_name.get()}</p>
                        <p class="truncate text-xs text-muted-foreground">{move || email.get()}</p>
                    </div>
                </div>
                <nav aria-label=texts.label class="grid" on:click=close>
                    <hr class="-mx-1 my-1 border-t border-border" />
                    {children.map(|children| children())}
                    <hr class="-mx-1 my-1 border-t border-border" />
                    <UserMenuLink href=sign_out_href icon=IconName::LogOut>
                        {texts.sign_out}
                    </UserMenuLink>
                </nav>
            </div>
        </div>
    }
}

/// A link of the [`UserMenu`].
#[component]
pub fn UserMenuLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// The icon before it.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// The label.
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class="menu-item">
            {icon.map(|icon| view! { <Icon name=icon class="size-4 text-muted-foreground" /> })}
            <span>{children()}</span>
        </a>
    }
}
