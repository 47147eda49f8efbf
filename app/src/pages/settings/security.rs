//! `/settings/security`: the password.

use leptos::{form::ActionForm, prelude::*};

use super::SettingsPage;
use crate::{
    api::email_password::{CHANGE_PASSWORD, ChangePassword},
    components::{Card, CardBody, CardHeader, Checkbox, FormSummary, LinkButton, PasswordInput, SubmitButton},
    pages::new_password::NewPasswordInput,
    session::use_session,
    texts::t,
};

/// The page.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let texts = &t().security;
    view! {
        <SettingsPage title=texts.title description=texts.description>
            <Card>
                <CardHeader title=texts.password description=texts.password_description/>
                <CardBody>
                    <ChangePasswordForm/>
                </CardBody>
            </Card>
            <Card>
                <CardHeader title=t().two_factor_settings.title description=t().two_factor_settings.description/>
                <CardBody>
                    <LinkButton href=super::TWO_FACTOR>{t().two_factor_settings.manage}</LinkButton>
                </CardBody>
            </Card>
        </SettingsPage>
    }
}

#[component]
fn ChangePasswordForm() -> impl IntoView {
    let texts = &t().security;
    let user = use_session().user();
    let email = move || user.get().map(|user| user.email).unwrap_or_default();
    let action = ServerAction::<ChangePassword>::new();
    let form = CHANGE_PASSWORD.outcome(action);
    let element = NodeRef::<leptos::html::Form>::new();
    // Once it is done, nothing of the passwords stays in the fields.
    Effect::new(move |_| {
        if let (Some(Ok(_)), Some(form)) = (action.value().get(), element.get_untracked()) {
            form.reset();
        }
    });
    view! {
        <ActionForm action node_ref=element attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            // Tells password managers whose password it is.
            <input type="text" name="username" autocomplete="username" value=email hidden/>
            <PasswordInput
                name="current_password"
                label=texts.current_password
                error=form.error("current_password")
                autocomplete="current-password"
            />
            <NewPasswordInput name="new_password" label=texts.new_password error=form.error("new_password")/>
            <Checkbox
                name="revoke_others"
                label=t().sessions.revoke_others
                value="on"
                checked=form.typed("revoke_others") != "off"
            />
            <div>
                <SubmitButton pending=action.pending()>{texts.change_password}</SubmitButton>
            </div>
        </ActionForm>
    }
}
