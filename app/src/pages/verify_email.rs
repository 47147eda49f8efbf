//! `/verify-email`: the link of a mail leads here. A person has to say yes: programs that look at mails follow links too.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{AuthPage, query_token};
use crate::{
    api::email_verification::{CHECK_EMAIL, VERIFY_EMAIL, VerifyEmail},
    components::{Alert, ButtonVariant, FormSummary, LinkButton, SubmitButton, Tone},
    texts::t,
};

/// The page.
#[component]
pub fn VerifyEmailPage() -> impl IntoView {
    let texts = &t().verify_email;
    let token = use_query_map().with_untracked(query_token);
    view! {
        <AuthPage title=texts.title description=texts.description>
            {match token {
                Some(token) => view! { <VerifyEmailForm token/> }.into_any(),
                None => view! {
                    <Alert tone=Tone::Danger title=t().reset_password.expired_title>{texts.expired}</Alert>
                    <LinkButton href=CHECK_EMAIL.page variant=ButtonVariant::Primary full=true>{texts.again}</LinkButton>
                }
                    .into_any(),
            }}
        </AuthPage>
    }
}

#[component]
fn VerifyEmailForm(
    /// The token of the mail.
    token: String,
) -> impl IntoView {
    let texts = &t().verify_email;
    let action = ServerAction::<VerifyEmail>::new();
    let form = VERIFY_EMAIL.outcome(action);
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <input type="hidden" name="token" value=token/>
            <SubmitButton full=true pending=action.pending()>{texts.submit}</SubmitButton>
            <p class="text-center"><a href=CHECK_EMAIL.page>{texts.again}</a></p>
        </ActionForm>
    }
}
