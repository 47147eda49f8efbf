use super::{Brand, ThemeSwitch};
use crate::texts::t;
use leptos::prelude::*;

/// The page of one task, such as signing in: a card of at most 400 px in the middle.
#[component]
pub fn CentredCard(
    /// The heading of the page.
    #[prop(into)]
    title: String,
    /// One sentence below the heading.
    #[prop(optional, into)]
    description: Option<String>,
    /// What stands below the card, for example the link to sign up.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// Toasts: a [`ToastRegion`](super::ToastRegion).
    #[prop(optional, into)]
    toasts: ViewFn,
    /// The content of the card.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="centred-page">
            <header class="flex items-center justify-between gap-4 px-4 py-3 sm:px-6">
                <Brand href="/" />
                <ThemeSwitch />
            </header>
            <main id="main" tabindex="-1" class="centred-main">
                <div class="grid w-full max-w-100 gap-5">
                    <div class="rounded-xl border border-border bg-card p-5 text-card-foreground sm:p-8">
                        <div class="mb-6 grid gap-1.5">
                            <h1 class="text-xl font-semibold">{title}</h1>
                            {description
                                .map(|description| {
                                    view! { <p class="text-muted-foreground text-pretty">{description}</p> }
                                })}
                        </div>
                        <div class="grid gap-5">{children()}</div>
                    </div>
                    {footer
                        .map(|footer| {
                            view! { <div class="text-center text-muted-foreground">{footer.run()}</div> }
                        })}
                </div>
            </main>
            {toasts.run()}
        </div>
    }
}

/// The page of the application: skip link, header, content.
#[component]
pub fn AppLayout(
    /// The [`Header`](super::Header).
    #[prop(into)]
    header: ViewFn,
    /// Toasts: a [`ToastRegion`](super::ToastRegion).
    #[prop(optional, into)]
    toasts: ViewFn,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <a href="#main" rel="external" class="skip-link">
            {t().layout.skip_to_content}
        </a>
        {header.run()}
        <main id="main" tabindex="-1" class="app-main">
            {children()}
        </main>
        {toasts.run()}
    }
}
