use super::{ButtonVariant, LinkButton};
use crate::texts::t;
use leptos::prelude::*;

/// The content of an error page: what happened in one sentence, and one way on.
#[component]
pub fn ErrorPage(
    /// What happened, in a few words.
    #[prop(into)]
    title: String,
    /// The cause in one sentence, without blame.
    #[prop(into)]
    message: String,
    /// The status, for example `404`.
    #[prop(optional, into)]
    status: Option<u16>,
    /// The label of the one action.
    #[prop(into)]
    action: String,
    /// Where the action leads.
    #[prop(into)]
    href: String,
    /// The id of the request, for support.
    #[prop(optional, into)]
    request_id: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <div class="mx-auto grid max-w-md justify-items-center gap-4 px-4 py-16 text-center">
            {status
                .map(|status| {
                    view! { <p class="font-mono text-sm text-muted-foreground">{status.to_string()}</p> }
                })} <div class="grid gap-2">
                <h1 class="text-2xl font-semibold">{title}</h1>
                <p class="text-muted-foreground text-balance">{message}</p>
            </div>
            <LinkButton href=href variant=ButtonVariant::Primary>
                {action}
            </LinkButton>
            {move || {
                request_id
                    .get()
                    .map(|id| {
                        view! {
                            <p class="text-xs text-muted-foreground">
                                {t().error_page.request_id} " "
                                <code class="font-mono select-all wrap-anywhere">{id}</code>
                            </p>
                        }
                    })
            }}
        </div>
    }
}
