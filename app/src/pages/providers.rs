//! The buttons of the providers, on the pages for signing in and up.

use leptos::{prelude::*, server_fn::ServerFn as _};

use crate::{
    api::oauth::{SIGN_IN_WITH, SignInWith},
    components::{Badge, ButtonVariant, FormSummary, ProviderMark, Separator, SubmitButton},
    last_used::last_used,
    public_config::{PublicProvider, use_public_config},
    texts::t,
};

/// As many buttons stand in the open; the others wait behind "more".
const SHOWN: usize = 4;

/// A button for each provider, the one that was used last first. Each is a form, so it works without scripts.
#[component]
pub fn ProviderButtons(
    /// Whether pressing one is meant to make an account.
    #[prop(optional)]
    sign_up: bool,
) -> impl IntoView {
    let last = last_used();
    let mut providers = use_public_config().providers;
    providers.sort_by_key(|provider| Some(&provider.id) != last.as_ref());
    if providers.is_empty() {
        return ().into_any();
    }
    let form = SIGN_IN_WITH.outcome(ServerAction::<SignInWith>::new());
    let more = if providers.len() > SHOWN + 1 { providers.split_off(SHOWN) } else { Vec::new() };
    let button = move |provider: PublicProvider| {
        let used_last = last.as_ref() == Some(&provider.id);
        view! { <ProviderButton provider sign_up used_last/> }
    };
    view! {
        <div class="grid gap-3">
            <FormSummary problems=form.problems() id="providers-summary"/>
            {providers.into_iter().map(button.clone()).collect_view()}
            {(!more.is_empty()).then(|| view! {
                <details class="grid gap-3">
                    <summary class="cursor-pointer text-center text-sm text-muted-foreground">
                        {t().providers.more}
                    </summary>
                    <div class="grid gap-3 pt-3">{more.into_iter().map(button).collect_view()}</div>
                </details>
            })}
            <Separator label=t().providers.or/>
        </div>
    }
    .into_any()
}

/// Says of a way to sign in that the visitor used it last.
#[component]
pub fn UsedLast(
    /// What the core calls it.
    method: &'static str,
) -> impl IntoView {
    (last_used().as_deref() == Some(method)).then(|| view! { <Badge>{t().providers.last_used}</Badge> })
}

#[component]
fn ProviderButton(
    /// The provider.
    provider: PublicProvider,
    /// Whether pressing it is meant to make an account.
    sign_up: bool,
    /// Whether it was used last.
    used_last: bool,
) -> impl IntoView {
    let label = (t().providers.go_on)(&provider.name);
    view! {
        <form method="post" action=SignInWith::url()>
            <input type="hidden" name="provider" value=provider.id.clone()/>
            {sign_up.then(|| view! { <input type="hidden" name="sign_up" value="on"/> })}
            <SubmitButton full=true variant=ButtonVariant::Secondary>
                <ProviderMark id=provider.id.clone() name=provider.name/>
                {label}
                {used_last.then(|| view! { <Badge>{t().providers.last_used}</Badge> })}
            </SubmitButton>
        </form>
    }
}
