use leptos::prelude::*;

/// A line between two groups, with a word in the middle or without.
#[component]
pub fn Separator(
    /// The word, for example "or".
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    match label {
        None => view! { <hr class="border-t border-border" /> }.into_any(),
        Some(label) => view! {
            <div class="flex items-center gap-3 text-xs text-muted-foreground">
                <span class="h-px grow bg-border"></span>
                <span>{label}</span>
                <span class="h-px grow bg-border"></span>
            </div>
        }
        .into_any(),
    }
}
