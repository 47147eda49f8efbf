//! `/reset-password`: choose a new password. The link of a mail leads here with a token, or with an error.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{AuthPage, new_password::NewPasswordInput, query_token};
use crate::{
    api::email_password::{RESET_PASSWORD, ResetPassword},
    components::{Alert, ButtonVariant, FormSummary, LinkButton, SubmitButton, Tone},
    texts::t,
};

/// The page.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let texts = &t().reset_password;
    let token = use_query_map().with_untracked(query_token);
    view! {
        <AuthPage title=texts.title description=texts.description>
            {match token {
                Some(token) => view! { <ResetPasswordForm token/> }.into_any(),
                None => view! {
                    <Alert tone=Tone::Danger title=texts.expired_title>{texts.expired}</Alert>
                    <LinkButton href="/forgot-password" variant=ButtonVariant::Primary full=true>{texts.again}</LinkButton>
                }
                    .into_any(),
            }}
        </AuthPage>
    }
}

#[component]
fn ResetPasswordForm(
    /// The token of the mail.
    token: String,
) -> impl IntoView {
    let texts = &t().reset_password;
    let action = ServerAction::<ResetPassword>::new();
    let form = RESET_PASSWORD.outcome(action);
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <input type="hidden" name="token" value=token/>
            <NewPasswordInput label=t().security.new_password error=form.error("password")/>
            <SubmitButton full=true pending=action.pending()>{texts.submit}</SubmitButton>
            <p class="text-center"><a href="/forgot-password">{texts.again}</a></p>
        </ActionForm>
    }
}
