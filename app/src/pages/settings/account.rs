//! `/settings/account`: the address, and deleting the account.

use leptos::{form::ActionForm, prelude::*};

use super::{SettingsPage, phone_number::PhoneNumberCard};
use crate::{
    api::{
        anonymous::{DELETE_GUEST, DeleteGuest},
        email_verification::{CANCEL_EMAIL_CHANGE, CHANGE_EMAIL, CancelEmailChange, ChangeEmail, pending_email_change},
        user::{DELETE_ACCOUNT, DeleteAccount},
    },
    components::{
        Alert, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, EmailInput, Fact, FormSummary, PasswordInput,
        SubmitButton, TextInput,
    },
    pages::guest::GuestNotice,
    public_config::use_public_config,
    session::use_session,
    texts::t,
};

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let texts = &t().account;
    let guest = use_session().is_guest();
    view! {
        <SettingsPage title=texts.title description=texts.description>
            <Show when=move || guest.get() fallback=OwnAccount>
                <GuestNotice/>
                <Card>
                    <CardHeader title=t().anonymous.delete_title description=t().anonymous.delete_description/>
                    <CardBody>
                        <DeleteGuestForm/>
                    </CardBody>
                </Card>
            </Show>
        </SettingsPage>
    }
}

/// The cards of somebody who is no guest.
#[component]
fn OwnAccount() -> impl IntoView {
    let texts = &t().account;
    let user = use_session().user();
    let email = move || user.get().and_then(|user| user.reachable_email().map(str::to_owned));
    view! {
        <Card>
            <CardHeader title=texts.email_title description=texts.email_description/>
            <CardBody>
                <dl class="grid gap-4">
                    <Fact term=t().dashboard.email>{move || email().unwrap_or_else(|| texts.no_email.to_owned())}</Fact>
                </dl>
                <ChangeEmailForm/>
            </CardBody>
        </Card>
        {use_public_config().phone_number.then(|| view! { <PhoneNumberCard/> })}
        <Card>
            <CardHeader title=texts.delete_title description=texts.delete_description/>
            <CardBody>
                <DeleteAccountForm/>
            </CardBody>
        </Card>
    }
}

#[component]
fn DeleteGuestForm() -> impl IntoView {
    let action = ServerAction::<DeleteGuest>::new();
    let form = DELETE_GUEST.outcome(action);
    view! {
        <ActionForm action attr:class="grid gap-5">
            <FormSummary problems=form.problems()/>
            <div>
                <SubmitButton variant=ButtonVariant::Destructive pending=action.pending()>
                    {t().anonymous.delete}
                </SubmitButton>
            </div>
        </ActionForm>
    }
}

/// The form of a new address, and above it the one that waits for its link.
#[component]
fn ChangeEmailForm() -> impl IntoView {
    let texts = &t().account;
    let change = ServerAction::<ChangeEmail>::new();
    let cancel = ServerAction::<CancelEmailChange>::new();
    let form = CHANGE_EMAIL.outcome(change);
    let cancelling = CANCEL_EMAIL_CHANGE.outcome(cancel);
    let pending = Resource::new(move || (change.version().get(), cancel.version().get()), |_| pending_email_change());
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                let waiting = pending.await.ok().flatten();
                waiting.map(|address| view! {
                    <Alert title=texts.pending_title>
                        <p class="text-pretty">{(texts.pending)(&address)}</p>
                        <ActionForm action=cancel attr:class="mt-3">
                            <FormSummary problems=cancelling.problems() id="cancel-summary"/>
                            <SubmitButton
                                variant=ButtonVariant::Secondary
                                size=ButtonSize::Small
                                pending=cancel.pending()
                            >
                                {texts.cancel_change}
                            </SubmitButton>
                        </ActionForm>
                    </Alert>
                })
            })}
        </Transition>
        <ActionForm action=change attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems() id="email-summary"/>
            <EmailInput label=texts.new_email value=form.typed("email") error=form.error("email")/>
            <div>
                <SubmitButton pending=change.pending()>{texts.change_email}</SubmitButton>
            </div>
        </ActionForm>
    }
}

#[component]
fn DeleteAccountForm() -> impl IntoView {
    let texts = &t().account;
    let action = ServerAction::<DeleteAccount>::new();
    let form = DELETE_ACCOUNT.outcome(action);
    let user = use_session().user();
    let hint = Signal::derive(move || {
        let word = user.get().map(|user| user.contact().unwrap_or(&user.email).to_owned()).unwrap_or_default();
        Some((texts.confirmation_hint)(&word))
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
