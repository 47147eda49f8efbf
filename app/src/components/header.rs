use super::{Brand, ThemeSwitch};
use crate::texts::t;
use leptos::prelude::*;

/// The top of a page: the site's name, links, the theme switch and the user menu.
#[component]
pub fn Header(
    /// Where the site's name leads.
    #[prop(default = "/".to_owned(), into)]
    home: String,
    /// [`NavLink`]s. On narrow screens they stand in a line of their own.
    #[prop(optional, into)]
    nav: Option<ViewFn>,
    /// The [`UserMenu`](super::UserMenu), or the link to sign in.
    #[prop(optional, into)]
    user: ViewFn,
) -> impl IntoView {
    view! {
        <header class="page-header">
            <div class="page-header-row">
                <Brand href=home />
                {nav
                    .map(|nav| {
                        view! {
                            <nav aria-label=t().header.nav class="page-nav">
                                {nav.run()}
                            </nav>
                        }
                    })} <div class="ms-auto flex items-center gap-2">
                    <ThemeSwitch />
                    {user.run()}
                </div>
            </div>
        </header>
    }
}

/// A link of the header. The link of the page that is open carries `aria-current="page"`, which the router sets.
#[component]
pub fn NavLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Whether it is the link of this page alone, and not of those below it.
    #[prop(optional)]
    exact: bool,
    /// The label.
    children: Children,
) -> impl IntoView {
    view! {
        <leptos_router::components::A href=href exact=exact attr:class="nav-link">
            {children()}
        </leptos_router::components::A>
    }
}
