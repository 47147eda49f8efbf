use leptos::prelude::*;

/// A term and its value, for use in a `<dl>`.
#[component]
pub fn Fact(
    /// What it is.
    term: &'static str,
    /// Its value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="grid gap-1">
            <dt class="text-sm text-muted-foreground">{term}</dt>
            <dd class="min-w-0 font-medium">{children()}</dd>
        </div>
    }
}
