//! `/settings/account`: the address, and deleting the account.

use leptos::{form::ActionForm, prelude::*};

use super::SettingsPage;
use crate::{
    api::user::{DELETE_ACCOUNT, DeleteAccount},
    components::{
        ButtonVariant, Card, CardBody, CardHeader, Fact, FormSummary, PasswordInput, SubmitButton, TextInput,
    },
    session::use_session,
    texts::t,
};

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let texts = &t().account;
    let user = use_session().user();
    view! {
        <SettingsPage title=texts.title description=texts.description>
            <Card>
                <CardBody>
                    <dl class="grid gap-4">
                        <Fact term=t().dashboard.email>{move || user.get().map(|user| user.email)}</Fact>
                    </dl>
                </CardBody>
            </Card>
            <Card>
                <CardHeader title=texts.delete_title description=texts.delete_description/>
                <CardBody>
                    <DeleteAccountForm/>
                </CardBody>
            </Card>
        </SettingsPage>
    }
}

#[component]
fn DeleteAccountForm() -> impl IntoView {
    let texts = &t().account;
    let action = ServerAction::<DeleteAccount>::new();
    let form = DELETE_ACCOUNT.outcome(action);
    let user = use_session().user();
    let hint = Signal::derive(move || {
        let email = user.get().map(|user| user.email).unwrap_or_default();
        Some((texts.confirmation_hint)(&email))
    });
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <TextInput
                name="confirmation"
                label=texts.confirmation
                hint=hint
                value=form.typed("confirmation")
                error=form.error("confirmation")
                autocomplete="off"
                autocapitalize="none"
                spellcheck=false
                required=true
            />
            <PasswordInput label=t().sign_in.password error=form.error("password") autocomplete="current-password"/>
            <div>
                <SubmitButton variant=ButtonVariant::Destructive pending=action.pending()>{texts.delete}</SubmitButton>
            </div>
        </ActionForm>
    }
}
