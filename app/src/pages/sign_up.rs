//! `/sign-up`: make an account.

use leptos::{form::ActionForm, prelude::*};

use super::{AuthPage, new_password::NewPasswordInput, providers::ProviderButtons, username::UsernameInput};
use crate::{
    api::email_password::{SIGN_UP, SignUp},
    components::{Alert, EmailInput, FormSummary, ProofOfWork, SubmitButton, TextInput},
    policy::SIGN_IN,
    public_config::use_public_config,
    texts::t,
};

/// The page.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let texts = &t().sign_up;
    let config = use_public_config();
    let footer = || view! { {t().sign_up.have_account} " " <a href=SIGN_IN>{t().sign_in.title}</a> };
    view! {
        <AuthPage title=texts.title description=texts.description footer>
            {if config.sign_up_open {
                view! {
                    <ProviderButtons sign_up=true/>
                    <SignUpForm/>
                }
                    .into_any()
            } else {
                view! { <Alert>{texts.closed}</Alert> }.into_any()
            }}
        </AuthPage>
    }
}

#[component]
fn SignUpForm() -> impl IntoView {
    let texts = &t().sign_up;
    let config = use_public_config();
    let action = ServerAction::<SignUp>::new();
    let form = SIGN_UP.outcome(action);
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <TextInput
                name="name"
                label=texts.name
                value=form.typed("name")
                error=form.error("name")
                autocomplete="name"
                maxlength=255_u16
                required=true
            />
            <EmailInput
                label=texts.email
                value=form.typed("email")
                error=form.error("email")
            />
            {config.username.map(|rules| view! {
                <UsernameInput
                    rules
                    label=t().username.optional
                    value=form.typed("username")
                    error=form.error("username")
                />
            })}
            <NewPasswordInput label=texts.password error=form.error("password")/>
            <ProofOfWork/>
            <SubmitButton full=true pending=action.pending()>{texts.submit}</SubmitButton>
        </ActionForm>
    }
}
