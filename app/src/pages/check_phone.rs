//! `/check-phone`: a code is on its way to a phone; entering it signs in.

use leptos::{form::ActionForm, prelude::*};

use super::{
    AuthPage,
    check_email::{CodeInput, ResendButton},
};
use crate::{
    api::{
        check_email::{MessageKind, SentMessage, awaited_message},
        phone_number::{SEND_SIGN_IN_TEXT, SIGN_IN_WITH_TEXT, SendSignInText, SignInWithText},
    },
    components::{Alert, FormSummary, PhoneInput, SubmitButton},
    forms::Outcome,
    policy::SIGN_IN,
    public_config::use_public_config,
    texts::t,
};

/// The page.
#[component]
pub fn CheckPhonePage() -> impl IntoView {
    let texts = &t().phone_number;
    let config = use_public_config();
    let footer = || view! { <a href=SIGN_IN>{t().forgot_password.back}</a> };
    view! {
        <AuthPage title=texts.check_title description=texts.check_description footer>
            {if config.phone_number {
                view! { <Code/> }.into_any()
            } else {
                view! { <Alert>{texts.off}</Alert> }.into_any()
            }}
            <Show when=move || config.development>
                <Alert title=t().mailbox.title><p><a href="/dev/mailbox">{t().check_email.mailbox}</a></p></Alert>
            </Show>
        </AuthPage>
    }
}

/// The form of the code, once one is on its way; before that the one that asks for it.
#[component]
fn Code() -> impl IntoView {
    let ask = ServerAction::<SendSignInText>::new();
    let asking = SEND_SIGN_IN_TEXT.outcome(ask);
    let accepted = asking.accepted();
    let message = Resource::new(move || accepted.get(), |_| awaited_message());
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                match message.await.ok().flatten() {
                    Some(SentMessage { kind: MessageKind::SignInText, to }) => view! { <CodeSent number=to/> }.into_any(),
                    _ => view! { <AskForm action=ask form=asking/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// Asks to which phone a code is to go.
#[component]
fn AskForm(
    /// Sends it.
    action: ServerAction<SendSignInText>,
    /// What became of it.
    form: Outcome,
) -> impl IntoView {
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <PhoneInput label=t().phone_number.label value=form.typed("phone_number") error=form.error("phone_number")/>
            <SubmitButton full=true pending=action.pending()>{t().phone_number.ask}</SubmitButton>
        </ActionForm>
    }
}

/// The form of a code that signs in.
#[component]
fn CodeSent(
    /// Where it went.
    number: String,
) -> impl IntoView {
    let texts = &t().phone_number;
    let (verify, send) = (ServerAction::<SignInWithText>::new(), ServerAction::<SendSignInText>::new());
    let (form, sending) = (SIGN_IN_WITH_TEXT.outcome(verify), SEND_SIGN_IN_TEXT.outcome(send));
    let for_resending = number.clone();
    view! {
        <p class="text-pretty">{(texts.sent_to)(&number)}</p>
        <ActionForm action=verify attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <input type="hidden" name="phone_number" value=number/>
            <CodeInput hint=texts.code_hint error=form.error("code")/>
            <SubmitButton full=true pending=verify.pending()>{texts.submit}</SubmitButton>
        </ActionForm>
        <ActionForm action=send attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=sending.problems() id="send-summary"/>
            <input type="hidden" name="phone_number" value=for_resending/>
            <ResendButton
                asked=Signal::derive(move || send.version().get())
                pending=send.pending()
                label=texts.resend
                waiting=texts.resend_in
            />
        </ActionForm>
    }
}
