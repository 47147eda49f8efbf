//! `/forgot-password`: ask for a link to choose a new password.

use leptos::{form::ActionForm, prelude::*};

use super::{AuthPage, identifier::IdentifierInput};
use crate::{
    api::email_password::{FORGOT_PASSWORD, ForgotPassword},
    components::{Alert, ButtonVariant, FormSummary, ProofOfWork, SubmitButton, Tone},
    forms::Notice,
    policy::SIGN_IN,
    public_config::use_public_config,
    texts::t,
};

/// The page.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let texts = &t().forgot_password;
    let action = ServerAction::<ForgotPassword>::new();
    let form = FORGOT_PASSWORD.outcome(action);
    let notice = use_context::<RwSignal<Option<Notice>>>();
    let sent = move || notice.and_then(|notice| notice.get()) == Some(Notice::ResetLinkSent);
    let config = use_public_config();
    let development = config.development;
    let footer = || view! { <a href=SIGN_IN>{t().forgot_password.back}</a> };
    view! {
        <AuthPage title=texts.title description=texts.description footer>
            <Show when=sent>
                <Alert tone=Tone::Success title=texts.sent_title>
                    <p>{texts.sent}</p>
                    <Show when=move || development>
                        <p><a href="/dev/mailbox">{t().mailbox.title}</a></p>
                    </Show>
                </Alert>
            </Show>
            <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                <FormSummary problems=form.problems()/>
                <IdentifierInput form username=false phone_number=config.phone_number/>
                <ProofOfWork/>
                <SubmitButton full=true pending=action.pending()>{texts.submit}</SubmitButton>
                {config.email_otp.then(|| view! {
                    <SubmitButton full=true variant=ButtonVariant::Secondary name="by" value="code">
                        {t().email_otp.ask_reset}
                    </SubmitButton>
                })}
            </ActionForm>
        </AuthPage>
    }
}
