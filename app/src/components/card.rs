use leptos::prelude::*;

/// A bordered surface: a [`CardHeader`], a [`CardBody`] and a [`CardFooter`], each of them optional.
#[component]
pub fn Card(
    /// The parts.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="min-w-0 overflow-hidden rounded-lg border border-border bg-card text-card-foreground">
            {children()}
        </section>
    }
}

/// The title of a card, what it is about, and an action at its end.
#[component]
pub fn CardHeader(
    /// The title, a heading of the second level.
    #[prop(into)]
    title: String,
    /// One sentence below the title.
    #[prop(optional, into)]
    description: Option<String>,
    /// An action or a badge at the end.
    #[prop(optional, into)]
    action: ViewFn,
) -> impl IntoView {
    view! {
        <div class="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 px-4 pt-4 sm:px-6 sm:pt-6">
            <div class="grid min-w-0 gap-1">
                <h2 class="text-base font-semibold">{title}</h2>
                {description
                    .map(|description| view! { <p class="text-muted-foreground text-pretty">{description}</p> })}
            </div>
            {action.run()}
        </div>
    }
}

/// The content of a card.
#[component]
pub fn CardBody(
    /// The content.
    children: Children,
) -> impl IntoView {
    view! { <div class="grid gap-4 p-4 sm:px-6 sm:pb-6 sm:pt-5">{children()}</div> }
}

/// The end of a card, set apart: usually a hint and the action that saves.
#[component]
pub fn CardFooter(
    /// The content; the last element stands at the end of the line.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="flex flex-wrap items-center justify-between gap-3 border-t border-border bg-subtle px-4 py-3 sm:px-6">
            {children()}
        </div>
    }
}
