//! `/sign-in`: open a session.

use leptos::{form::ActionForm, prelude::*};

use super::{AuthPage, providers::ProviderButtons};
use crate::{
    api::email_password::{SIGN_IN, SignIn},
    components::{Alert, Checkbox, EmailInput, FormSummary, PasskeySignIn, PasswordInput, SubmitButton},
    public_config::use_public_config,
    texts::t,
};

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let config = use_public_config();
    let sign_up_open = config.sign_up_open;
    let footer = move || {
        sign_up_open.then(|| view! { {t().sign_in.no_account} " " <a href="/sign-up">{t().sign_in.sign_up}</a> })
    };
    view! {
        <AuthPage title=t().sign_in.title description=t().sign_in.description footer>
            <ProviderButtons/>
            <SignInForm/>
            <PasskeySignIn autofill=true/>
            <Show when=move || config.development>
                <Alert title=t().sign_in.demo_title>{t().sign_in.demo}</Alert>
            </Show>
        </AuthPage>
    }
}

#[component]
fn SignInForm() -> impl IntoView {
    let texts = &t().sign_in;
    let action = ServerAction::<SignIn>::new();
    let form = SIGN_IN.outcome(action);
    // Whoever unticked the box before an error finds it unticked after it.
    let remember = form.typed("remember") != "off";
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <EmailInput
                label=texts.email
                value=form.typed("email")
                error=form.error("email")
                autocomplete="username webauthn"
            />
            // No length rule here: an old password may be shorter than today's minimum.
            <PasswordInput label=texts.password error=form.error("password") autocomplete="current-password"/>
            <div class="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
                <Checkbox name="remember" label=texts.remember value="on" checked=remember/>
                // After the password, so that the keyboard goes from field to field.
                <a href="/forgot-password">{texts.forgot_password}</a>
            </div>
            <SubmitButton full=true pending=action.pending()>{texts.submit}</SubmitButton>
        </ActionForm>
    }
}
