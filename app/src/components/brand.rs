use crate::texts::t;
use leptos::prelude::*;

/// The name of the site, as a context. Without one it is the name in the texts.
#[derive(Clone, Debug)]
pub struct SiteName(pub String);

/// The site's mark and name ([`SiteName`]), as a link.
#[component]
pub fn Brand(
    /// Where it leads.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    let name = use_context::<SiteName>().map_or_else(|| t().site.name.to_owned(), |SiteName(name)| name);
    view! {
        <a href=href class="brand">
            <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path
                    fill-rule="evenodd"
                    d="M6 1h12a5 5 0 0 1 5 5v12a5 5 0 0 1-5 5H6a5 5 0 0 1-5-5V6a5 5 0 0 1 5-5Zm6 5a3.6 3.6 0 0 0-1.7 6.8L9.3 18h5.4l-1-5.2A3.6 3.6 0 0 0 12 6Z"
                ></path>
            </svg>
            <span class="brand-name">{name}</span>
        </a>
    }
}
