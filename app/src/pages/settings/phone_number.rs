//! The phone number of an account: a new one is the person's once they have entered the code that was sent there.

use leptos::{form::ActionForm, prelude::*};

use crate::{
    api::phone_number::{
        ADD_NUMBER, AddPhoneNumber, CANCEL_NUMBER, CONFIRM_NUMBER, CancelPhoneNumber, ConfirmPhoneNumber,
        REMOVE_NUMBER, RemovePhoneNumber, pending_phone_number,
    },
    components::{ButtonSize, ButtonVariant, Card, CardBody, CardHeader, Fact, FormSummary, PhoneInput, SubmitButton},
    forms::Outcome,
    pages::check_email::CodeInput,
    session::use_session,
    texts::t,
};

/// The card of the number.
#[component]
pub fn PhoneNumberCard() -> impl IntoView {
    let texts = &t().phone_number;
    let (add, confirm) = (ServerAction::<AddPhoneNumber>::new(), ServerAction::<ConfirmPhoneNumber>::new());
    let cancel = ServerAction::<CancelPhoneNumber>::new();
    let (adding, confirming) = (ADD_NUMBER.outcome(add), CONFIRM_NUMBER.outcome(confirm));
    let cancelling = CANCEL_NUMBER.outcome(cancel);
    let done = [adding.accepted(), confirming.accepted(), cancelling.accepted()];
    let pending = Resource::new(move || done.map(|done| done.get()), |_| pending_phone_number());
    let user = use_session().user();
    let number = move || {
        let number = user.get().and_then(|user| user.phone_number().map(str::to_owned));
        number.unwrap_or_else(|| texts.none.to_owned())
    };
    view! {
        <Card>
            <CardHeader title=texts.title description=texts.description/>
            <CardBody>
                <dl class="grid gap-4">
                    <Fact term=texts.label>{number}</Fact>
                </dl>
                <RemoveForm/>
                // Outside of its form: that somebody else has the number is said after it was forgotten.
                <FormSummary problems=confirming.problems() id="confirm-number-summary"/>
                <Transition fallback=|| ()>
                    {move || Suspend::new(async move {
                        match pending.await.ok().flatten() {
                            Some(number) => view! {
                                <ConfirmForm number action=confirm form=confirming/>
                                <ActionForm action=cancel>
                                    <FormSummary problems=cancelling.problems() id="cancel-number-summary"/>
                                    <SubmitButton
                                        variant=ButtonVariant::Secondary
                                        size=ButtonSize::Small
                                        pending=cancel.pending()
                                    >
                                        {texts.cancel}
                                    </SubmitButton>
                                </ActionForm>
                            }
                                .into_any(),
                            None => view! { <AddForm action=add form=adding/> }.into_any(),
                        }
                    })}
                </Transition>
            </CardBody>
        </Card>
    }
}

/// Asks for a number.
#[component]
fn AddForm(
    /// Sends a code there.
    action: ServerAction<AddPhoneNumber>,
    /// What became of it.
    form: Outcome,
) -> impl IntoView {
    let texts = &t().phone_number;
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems() id="add-number-summary"/>
            <PhoneInput label=texts.new_number value=form.typed("phone_number") error=form.error("phone_number")/>
            <div>
                <SubmitButton pending=action.pending()>{texts.send_code}</SubmitButton>
            </div>
        </ActionForm>
    }
}

/// Asks for the code that was sent there.
#[component]
fn ConfirmForm(
    /// Where it went.
    number: String,
    /// Takes it.
    action: ServerAction<ConfirmPhoneNumber>,
    /// What became of it.
    form: Outcome,
) -> impl IntoView {
    let texts = &t().phone_number;
    view! {
        <p class="text-pretty">{(texts.pending)(&number)}</p>
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <CodeInput hint=texts.code_hint error=form.error("code")/>
            <div>
                <SubmitButton pending=action.pending()>{texts.confirm}</SubmitButton>
            </div>
        </ActionForm>
    }
}

/// Takes the number away, from whoever has another way in.
#[component]
fn RemoveForm() -> impl IntoView {
    let texts = &t().phone_number;
    let action = ServerAction::<RemovePhoneNumber>::new();
    let form = REMOVE_NUMBER.outcome(action);
    let user = use_session().user();
    let removable =
        move || user.get().is_some_and(|user| user.phone_number().is_some() && user.reachable_email().is_some());
    view! {
        <FormSummary problems=form.problems() id="remove-number-summary"/>
        <Show when=removable>
            <ActionForm action>
                <SubmitButton variant=ButtonVariant::Secondary size=ButtonSize::Small pending=action.pending()>
                    {texts.remove}
                </SubmitButton>
            </ActionForm>
        </Show>
    }
}
