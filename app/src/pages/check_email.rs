//! `/check-email`: a mail is on its way, and how to get it once more.

use leptos::{form::ActionForm, prelude::*};

use super::AuthPage;
use crate::{
    api::email_verification::{CHECK_EMAIL, SendVerificationEmail, unverified_email},
    components::{Alert, ButtonVariant, EmailInput, FormSummary, SubmitButton, use_countdown},
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
    let address = Resource::new(|| (), |()| unverified_email());
    let footer = || view! { <a href=SIGN_IN>{t().forgot_password.back}</a> };
    view! {
        <AuthPage title=texts.title description=texts.description footer>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    let address = address.await.ok().flatten();
                    view! { <ResendForm address/> }
                })}
            </Transition>
            <Show when=move || development>
                <Alert title=t().mailbox.title><p><a href="/dev/mailbox">{texts.mailbox}</a></p></Alert>
            </Show>
        </AuthPage>
    }
}

#[component]
fn ResendForm(
    /// The address, if this browser knows it.
    address: Option<String>,
) -> impl IntoView {
    let texts = &t().check_email;
    let action = ServerAction::<SendVerificationEmail>::new();
    let form = CHECK_EMAIL.outcome(action);
    let wait = use_countdown(PAUSE, Signal::derive(move || action.version().get()));
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
            <SubmitButton full=true variant=ButtonVariant::Secondary pending=action.pending()>
                {move || match wait.get() {
                    0 => texts.resend.to_owned(),
                    seconds => (texts.resend_in)(seconds),
                }}
            </SubmitButton>
            <p class="text-sm text-muted-foreground text-pretty">{texts.hint}</p>
        </ActionForm>
    }
}
