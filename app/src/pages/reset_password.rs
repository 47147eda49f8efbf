//! `/reset-password`: choose a new password. The link of a mail leads here with a token, or with an error; a code is typed
//! here.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{AuthPage, check_email::CodeInput, new_password::NewPasswordInput, query_token};
use crate::{
    api::{
        check_email::{MessageKind, awaited_message},
        email_otp::{RESET_PASSWORD_WITH_CODE, ResetPasswordWithCode},
        email_password::{RESET_PASSWORD, ResetPassword},
        phone_number::{RESET_PASSWORD_WITH_TEXT, ResetPasswordWithText},
    },
    components::{Alert, ButtonVariant, EmailInput, FormSummary, LinkButton, PhoneInput, SubmitButton, Tone},
    public_config::use_public_config,
    texts::t,
};

/// The page.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let texts = &t().reset_password;
    let query = use_query_map();
    let token = query.with_untracked(query_token);
    let config = use_public_config();
    let by = query.with_untracked(|query| query.get("by"));
    let by_code = config.email_otp && by.as_deref() == Some("code");
    let by_text = config.phone_number && by.as_deref() == Some("text");
    let description = match (by_code, by_text) {
        (true, _) => t().email_otp.reset_description,
        (_, true) => t().phone_number.reset_description,
        _ => texts.description,
    };
    view! {
        <AuthPage title=texts.title description=description>
            {match token {
                Some(token) => view! { <ResetPasswordForm token/> }.into_any(),
                None if by_code || by_text => view! { <ByCode by_text/> }.into_any(),
                None => view! {
                    <Alert tone=Tone::Danger title=texts.expired_title>{texts.expired}</Alert>
                    <LinkButton href="/forgot-password" variant=ButtonVariant::Primary full=true>{texts.again}</LinkButton>
                }
                    .into_any(),
            }}
        </AuthPage>
    }
}

#[component]
fn ResetPasswordForm(
    /// The token of the mail.
    token: String,
) -> impl IntoView {
    let texts = &t().reset_password;
    let action = ServerAction::<ResetPassword>::new();
    let form = RESET_PASSWORD.outcome(action);
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <input type="hidden" name="token" value=token/>
            <NewPasswordInput label=t().security.new_password error=form.error("password")/>
            <SubmitButton full=true pending=action.pending()>{texts.submit}</SubmitButton>
            <p class="text-center"><a href="/forgot-password">{texts.again}</a></p>
        </ActionForm>
    }
}

#[component]
fn ByCode(
    /// The code comes by text message, not by mail.
    by_text: bool,
) -> impl IntoView {
    let message = Resource::new(|| (), |()| awaited_message());
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                let kind = if by_text { MessageKind::ResetText } else { MessageKind::ResetCode };
                let known = message.await.ok().flatten().filter(|message| message.kind == kind);
                let known = known.map(|message| message.to).unwrap_or_default();
                if by_text {
                    view! { <TextForm known/> }.into_any()
                } else {
                    view! { <CodeForm known/> }.into_any()
                }
            })}
        </Transition>
    }
}

#[component]
fn CodeForm(
    /// The address to which the code went, if this browser knows it.
    known: String,
) -> impl IntoView {
    let action = ServerAction::<ResetPasswordWithCode>::new();
    let form = RESET_PASSWORD_WITH_CODE.outcome(action);
    let email = Some(form.typed("email")).filter(|typed| !typed.is_empty()).unwrap_or(known);
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <EmailInput label=t().sign_in.email value=email error=form.error("email")/>
            <CodeInput error=form.error("code")/>
            <NewPasswordInput label=t().security.new_password error=form.error("password")/>
            <SubmitButton full=true pending=action.pending()>{t().reset_password.submit}</SubmitButton>
            <p class="text-center"><a href="/forgot-password">{t().email_otp.resend}</a></p>
        </ActionForm>
    }
}

#[component]
fn TextForm(
    /// The number to which the code went, if this browser knows it.
    known: String,
) -> impl IntoView {
    let action = ServerAction::<ResetPasswordWithText>::new();
    let form = RESET_PASSWORD_WITH_TEXT.outcome(action);
    let number = Some(form.typed("phone_number")).filter(|typed| !typed.is_empty()).unwrap_or(known);
    let texts = &t().phone_number;
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <PhoneInput label=texts.label value=number error=form.error("phone_number")/>
            <CodeInput hint=texts.code_hint error=form.error("code")/>
            <NewPasswordInput label=t().security.new_password error=form.error("password")/>
            <SubmitButton full=true pending=action.pending()>{t().reset_password.submit}</SubmitButton>
            <p class="text-center"><a href="/forgot-password">{texts.resend}</a></p>
        </ActionForm>
    }
}
