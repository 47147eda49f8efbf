//! `/sign-in`: open a session.

use leptos::{form::ActionForm, prelude::*};

use super::{
    AuthPage,
    identifier::IdentifierInput,
    multi_session::AccountChooser,
    providers::{ProviderButtons, UsedLast},
};
use crate::{
    api::{
        anonymous::{SIGN_IN_AS_GUEST, SignInAsGuest},
        email_password::{SIGN_IN, SignIn},
    },
    components::{
        Alert, ButtonVariant, Checkbox, FormSummary, PasskeySignIn, PasswordInput, ProofOfWork, Separator, SubmitButton,
    },
    policy::SIGN_UP,
    public_config::use_public_config,
    session::use_session,
    texts::t,
};

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let config = use_public_config();
    let (sign_up_open, guests) = (config.sign_up_open, config.guests);
    let footer =
        move || sign_up_open.then(|| view! { {t().sign_in.no_account} " " <a href=SIGN_UP>{t().sign_in.sign_up}</a> });
    view! {
        <AuthPage title=t().sign_in.title description=t().sign_in.description footer>
            <AccountChooser/>
            <ProviderButtons/>
            <SignInForm/>
            <PasskeySignIn autofill=true/>
            {guests.then(|| view! { <AsGuest/> })}
            <Show when=move || config.development>
                <Alert title=t().sign_in.demo_title>{t().sign_in.demo}</Alert>
            </Show>
        </AuthPage>
    }
}

#[component]
fn SignInForm() -> impl IntoView {
    let texts = &t().sign_in;
    let config = use_public_config();
    let action = ServerAction::<SignIn>::new();
    let form = SIGN_IN.outcome(action);
    // Whoever unticked the box before an error finds it unticked after it.
    let remember = form.typed("remember") != "off";
    view! {
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <IdentifierInput
                form
                username=config.username.is_some()
                phone_number=config.phone_number
                autocomplete="username webauthn"
            />
            // No length rule here: an old password may be shorter than today's minimum.
            <PasswordInput label=texts.password error=form.error("password") autocomplete="current-password"/>
            <div class="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
                <Checkbox name="remember" label=texts.remember value="on" checked=remember/>
                // After the password, so that the keyboard goes from field to field.
                <a href="/forgot-password">{texts.forgot_password}</a>
            </div>
            <ProofOfWork/>
            // The first button of the form is the one that the Enter key presses.
            <SubmitButton full=true pending=under_way(action, "")>
                {texts.submit}
                <UsedLast method="email"/>
            </SubmitButton>
            <OtherWays action/>
        </ActionForm>
    }
}

/// The ways to sign in without a password: buttons of the same form, so that one field is enough for all.
#[component]
fn OtherWays(
    /// Signs in.
    action: ServerAction<SignIn>,
) -> impl IntoView {
    let config = use_public_config();
    let way = move |offered: bool, by: &'static str, method: &'static str, label: &'static str| {
        offered.then(|| view! {
            <SubmitButton full=true variant=ButtonVariant::Secondary name="by" value=by pending=under_way(action, by)>
                {label}
                <UsedLast method/>
            </SubmitButton>
        })
    };
    let code = match (config.email_otp, config.phone_number) {
        (_, false) => t().email_otp.ask,
        (false, true) => t().phone_number.ask,
        (true, true) => t().phone_number.ask_either,
    };
    let codes = config.email_otp || config.phone_number;
    let ways = config.magic_link || codes;
    ways.then(|| {
        view! {
            <Separator label=t().sign_in.without_password/>
            <div class="grid gap-3 sm:grid-cols-2">
                {way(config.magic_link, "magic-link", "magic-link", t().magic_link.ask)}
                {way(codes, "code", "email-otp", code)}
            </div>
        }
    })
}

/// Lets somebody in who gives no name. Whoever is in so already is not asked again.
#[component]
fn AsGuest() -> impl IntoView {
    let action = ServerAction::<SignInAsGuest>::new();
    let form = SIGN_IN_AS_GUEST.outcome(action);
    let guest = use_session().is_guest();
    view! {
        <Show when=move || !guest.get()>
            <ActionForm action attr:class="grid gap-3">
                <FormSummary problems=form.problems() id="guest-summary"/>
                <SubmitButton full=true variant=ButtonVariant::Ghost pending=action.pending()>
                    {t().anonymous.sign_in}
                </SubmitButton>
            </ActionForm>
        </Show>
    }
}

/// Whether this way to sign in is under way.
fn under_way(action: ServerAction<SignIn>, by: &'static str) -> Signal<bool> {
    let (pending, input) = (action.pending(), action.input());
    Signal::derive(move || pending.get() && input.with(|input| input.as_ref().is_some_and(|input| input.by == by)))
}
