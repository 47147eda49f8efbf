//! `/magic-link`: the link of a mail leads here. A person has to say yes: programs that look at mails follow links too.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{AuthPage, query_token};
use crate::{
    api::magic_link::{OPEN_MAGIC_LINK, OpenMagicLink},
    components::{Alert, ButtonVariant, FormSummary, LinkButton, SubmitButton, Tone},
    policy::SIGN_IN,
    texts::t,
};

/// The page.
#[component]
pub fn MagicLinkPage() -> impl IntoView {
    let texts = &t().magic_link;
    let token = use_query_map().with_untracked(query_token);
    view! {
        <AuthPage title=texts.title description=texts.description>
            {match token {
                Some(token) => view! { <MagicLinkForm token/> }.into_any(),
                None => view! {
                    <Alert tone=Tone::Danger title=t().reset_password.expired_title>{texts.expired}</Alert>
                    <LinkButton href=SIGN_IN variant=ButtonVariant::Primary full=true>{texts.again}</LinkButton>
                }
                    .into_any(),
            }}
        </AuthPage>
    }
}

#[component]
fn MagicLinkForm(
    /// The token of the mail.
    token: String,
) -> impl IntoView {
    let texts = &t().magic_link;
    let query = use_query_map();
    let page = move |name: &str| query.with_untracked(|query| query.get(name)).unwrap_or_default();
    let action = ServerAction::<OpenMagicLink>::new();
    let form = OPEN_MAGIC_LINK.outcome(action);
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <input type="hidden" name="token" value=token/>
            <input type="hidden" name="next" value=page("callbackURL")/>
            <input type="hidden" name="next_of_new_user" value=page("newUserCallbackURL")/>
            <SubmitButton full=true pending=action.pending()>{texts.submit}</SubmitButton>
            <p class="text-center"><a href=SIGN_IN>{texts.again}</a></p>
        </ActionForm>
    }
}
