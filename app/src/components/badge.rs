use super::Tone;
use super::tw;
use leptos::prelude::*;

/// A word about the thing beside it: a role, a state, a count.
#[component]
pub fn Badge(
    /// What the word means; `Info` is neutral.
    #[prop(optional)]
    tone: Tone,
    /// The word.
    children: Children,
) -> impl IntoView {
    let colours = match tone {
        Tone::Info => tw!("border-border bg-muted text-muted-foreground"),
        Tone::Success => tw!("border-success/30 bg-success-background text-success"),
        Tone::Warning => tw!("border-warning/30 bg-warning-background text-warning"),
        Tone::Danger => tw!("border-danger/30 bg-danger-background text-danger"),
    };
    view! {
        <span class={format!(
            "{} {colours}",
            tw!("inline-flex items-center gap-1 rounded-full border px-2 text-xs font-medium whitespace-nowrap"),
        )}>{children()}</span>
    }
}
