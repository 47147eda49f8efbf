//! `/check-email`: a mail is on its way, what to do with it, and how to get it once more.

use leptos::{form::ActionForm, prelude::*};

use super::AuthPage;
use crate::{
    api::{
        check_email::{MessageKind, SentMessage, awaited_message},
        email_otp::{SEND_SIGN_IN_CODE, SIGN_IN_WITH_CODE, SendSignInCode, SignInWithCode},
        email_verification::{CHECK_EMAIL, SendVerificationEmail},
        magic_link::{SEND_MAGIC_LINK, SendMagicLink},
    },
    components::{Alert, ButtonVariant, EmailInput, FormSummary, SubmitButton, TextInput, use_countdown},
    policy::SIGN_IN,
    public_config::use_public_config,
    texts::t,
};

/// Seconds before the button asks again; the server refuses a fourth request in a minute.
const PAUSE: u32 = 20;

/// The page.
#[component]
pub fn CheckEmailPage() -> impl IntoView {
    let texts = &t().check_email;
    let development = use_public_config().development;
    let message = Resource::new(|| (), |()| awaited_message());
    let footer = || view! { <a href=SIGN_IN>{t().forgot_password.back}</a> };
    view! {
        <AuthPage title=texts.title description=texts.description footer>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    match message.await.ok().flatten() {
                        Some(SentMessage { kind: MessageKind::MagicLink, to }) => view! { <LinkSent email=to/> }.into_any(),
                        Some(SentMessage { kind: MessageKind::SignInCode, to }) => view! { <CodeSent email=to/> }.into_any(),
                        Some(SentMessage { kind: MessageKind::Verification, to }) => {
                            view! { <VerificationSent address=Some(to)/> }.into_any()
                        }
                        Some(_) | None => {
                            view! { <VerificationSent address=None/> }.into_any()
                        }
                    }
                })}
            </Transition>
            <Show when=move || development>
                <Alert title=t().mailbox.title><p><a href="/dev/mailbox">{texts.mailbox}</a></p></Alert>
            </Show>
        </AuthPage>
    }
}

/// A link that verifies the address.
#[component]
fn VerificationSent(
    /// The address, if this browser knows it.
    address: Option<String>,
) -> impl IntoView {
    let texts = &t().check_email;
    let action = ServerAction::<SendVerificationEmail>::new();
    let form = CHECK_EMAIL.outcome(action);
    let field = match address {
        Some(address) => view! {
            <p class="text-pretty">{(texts.sent_to)(&address)}</p>
            <input type="hidden" name="email" value=address/>
        }
        .into_any(),
        None => view! {
            <EmailInput label=t().sign_in.email value=form.typed("email") error=form.error("email")/>
        }
        .into_any(),
    };
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            {field}
            <ResendButton
                asked=Signal::derive(move || action.version().get())
                pending=action.pending()
                label=texts.resend
                waiting=texts.resend_in
            />
            <Hint/>
        </ActionForm>
    }
}

/// A link that signs in.
#[component]
fn LinkSent(
    /// Where it went.
    email: String,
) -> impl IntoView {
    let texts = &t().magic_link;
    let action = ServerAction::<SendMagicLink>::new();
    let form = SEND_MAGIC_LINK.outcome(action);
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <p class="text-pretty">{(texts.sent_to)(&email)}</p>
            <input type="hidden" name="email" value=email/>
            <ResendButton
                asked=Signal::derive(move || action.version().get())
                pending=action.pending()
                label=texts.resend
                waiting=texts.resend_in
            />
            <Hint/>
        </ActionForm>
    }
}

/// A code that signs in.
#[component]
fn CodeSent(
    /// Where it went.
    email: String,
) -> impl IntoView {
    let texts = &t().email_otp;
    let (verify, send) = (ServerAction::<SignInWithCode>::new(), ServerAction::<SendSignInCode>::new());
    let (form, sending) = (SIGN_IN_WITH_CODE.outcome(verify), SEND_SIGN_IN_CODE.outcome(send));
    let for_resending = email.clone();
    view! {
        <p class="text-pretty">{(texts.sent_to)(&email)}</p>
        <ActionForm action=verify attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <input type="hidden" name="email" value=email/>
            <CodeInput error=form.error("code")/>
            <SubmitButton full=true pending=verify.pending()>{texts.submit}</SubmitButton>
        </ActionForm>
        <ActionForm action=send attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=sending.problems() id="send-summary"/>
            <input type="hidden" name="email" value=for_resending/>
            <ResendButton
                asked=Signal::derive(move || send.version().get())
                pending=send.pending()
                label=texts.resend
                waiting=texts.resend_in
            />
            <Hint/>
        </ActionForm>
    }
}

/// The field of a code by mail or text message. It takes what people paste, spaces and all, and phones offer to fill it.
#[component]
pub fn CodeInput(
    /// Where to look for the code.
    #[prop(default = t().email_otp.code_hint)]
    hint: &'static str,
    /// What is wrong, in one sentence.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let texts = &t().email_otp;
    view! {
        <TextInput
            name="code"
            label=texts.code
            hint=hint
            error=error
            autocomplete="one-time-code"
            inputmode="numeric"
            autocapitalize="none"
            spellcheck=false
            required=true
            autofocus=true
            code=true
        />
    }
}

/// Asks for the message once more, and then says how long to wait before the next time.
#[component]
pub fn ResendButton(
    /// Changes each time it was asked for.
    asked: Signal<usize>,
    /// The answer is under way.
    #[prop(into)]
    pending: Signal<bool>,
    /// The label.
    label: &'static str,
    /// The label while waiting; takes the seconds.
    waiting: fn(u32) -> String,
) -> impl IntoView {
    let wait = use_countdown(PAUSE, asked);
    view! {
        <SubmitButton full=true variant=ButtonVariant::Secondary pending>
            {move || match wait.get() {
                0 => label.to_owned(),
                seconds => waiting(seconds),
            }}
        </SubmitButton>
    }
}

#[component]
fn Hint() -> impl IntoView {
    view! { <p class="text-sm text-muted-foreground text-pretty">{t().check_email.hint}</p> }
}
