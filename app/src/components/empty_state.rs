use super::{Icon, IconName};
use leptos::prelude::*;

/// What a list shows while it has nothing: what would be here, and how to get the first one.
#[component]
pub fn EmptyState(
    /// What is missing, in a few words.
    #[prop(into)]
    title: String,
    /// One sentence that explains.
    #[prop(optional, into)]
    description: Option<String>,
    /// An icon above the title.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// The action that adds the first one.
    #[prop(optional, into)]
    action: ViewFn,
) -> impl IntoView {
    view! {
        <div class="grid justify-items-center gap-2 rounded-lg border border-dashed border-border px-4 py-10 text-center">
            {icon
                .map(|icon| {
                    view! {
                        <span class="mb-1 grid size-10 place-items-center rounded-full bg-muted text-muted-foreground">
                            <Icon name=icon class="size-5" />
                        </span>
                    }
                })} <p class="font-medium text-balance">{title}</p>
            {description
                .map(|description| {
                    view! { <p class="max-w-sm text-muted-foreground text-pretty">{description}</p> }
                })} <div class="mt-2 empty:hidden">{action.run()}</div>
        </div>
    }
}
