//! `/settings/security`: the password.

use leptos::{form::ActionForm, prelude::*};

use super::SettingsPage;
use crate::{
    api::email_password::{CHANGE_PASSWORD, ChangePassword, SET_PASSWORD, SetPassword, has_password},
    components::{
        Alert, Card, CardBody, CardHeader, Checkbox, FormSummary, LinkButton, PasswordInput, SubmitButton, Tone,
    },
    forms::Outcome,
    pages::new_password::NewPasswordInput,
    public_config::use_public_config,
    session::use_session,
    texts::t,
};

/// The page.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let texts = &t().security;
    let set = ServerAction::<SetPassword>::new();
    let outcome = SET_PASSWORD.outcome(set);
    let has = Resource::new(move || set.version().get(), |_| has_password());
    view! {
        <SettingsPage title=texts.title description=texts.description>
            <Card>
                <CardHeader title=texts.password description=texts.password_description/>
                <CardBody>
                    // Outside of its form: another tab may have set a password, and then the other form is here.
                    <FormSummary id="set-password-summary" problems=outcome.problems()/>
                    <Transition fallback=|| ()>
                        {move || Suspend::new(async move {
                            match has.await {
                                Ok(true) => view! { <ChangePasswordForm/> }.into_any(),
                                Ok(false) => view! { <SetPasswordForm action=set outcome/> }.into_any(),
                                Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                            }
                        })}
                    </Transition>
                </CardBody>
            </Card>
            {use_public_config().passkeys.then(|| view! {
                <Card>
                    <CardHeader title=t().passkeys.title description=t().passkeys.description/>
                    <CardBody>
                        <div>
                            <LinkButton href=super::PASSKEYS>{t().passkeys.manage}</LinkButton>
                        </div>
                    </CardBody>
                </Card>
            })}
            <Card>
                <CardHeader title=t().two_factor_settings.title description=t().two_factor_settings.description/>
                <CardBody>
                    <div>
                        <LinkButton href=super::TWO_FACTOR>{t().two_factor_settings.manage}</LinkButton>
                    </div>
                </CardBody>
            </Card>
        </SettingsPage>
    }
}

/// For somebody who signed up at a provider or by a link.
#[component]
fn SetPasswordForm(
    /// Sets it.
    action: ServerAction<SetPassword>,
    /// What became of it.
    outcome: Outcome,
) -> impl IntoView {
    let texts = &t().security;
    let user = use_session().user();
    let email = move || user.get().map(|user| user.email).unwrap_or_default();
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <p class="text-sm text-muted-foreground">{texts.no_password}</p>
            // Tells password managers whose password it is.
            <input type="text" name="username" autocomplete="username" value=email hidden/>
            <NewPasswordInput name="new_password" label=texts.new_password error=outcome.error("new_password")/>
            <div>
                <SubmitButton pending=action.pending()>{texts.set_password}</SubmitButton>
            </div>
        </ActionForm>
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
