//! `/revert-email`: the link of the mail to a former address leads here.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{AuthPage, query_token};
use crate::{
    api::email_verification::{REVERT_EMAIL, RevertEmail},
    components::{Alert, ButtonVariant, FormSummary, SubmitButton, Tone},
    texts::t,
};

/// The page.
#[component]
pub fn RevertEmailPage() -> impl IntoView {
    let texts = &t().revert_email;
    let token = use_query_map().with_untracked(query_token);
    view! {
        <AuthPage title=texts.title description=texts.description>
            {match token {
                Some(token) => view! { <RevertEmailForm token/> }.into_any(),
                None => view! {
                    <Alert tone=Tone::Danger title=t().reset_password.expired_title>{texts.expired}</Alert>
                }
                    .into_any(),
            }}
        </AuthPage>
    }
}

#[component]
fn RevertEmailForm(
    /// The token of the mail.
    token: String,
) -> impl IntoView {
    let texts = &t().revert_email;
    let action = ServerAction::<RevertEmail>::new();
    let form = REVERT_EMAIL.outcome(action);
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <input type="hidden" name="token" value=token/>
            <SubmitButton full=true variant=ButtonVariant::Destructive pending=action.pending()>{texts.submit}</SubmitButton>
        </ActionForm>
    }
}
