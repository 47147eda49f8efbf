//! `/two-factor`: show the second factor of a sign-in that waits.

use auth::wire::{PendingSignIn, TwoFactorMethod};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::AuthPage;
use crate::{
    api::{
        session::SignOut,
        two_factor::{SECOND_FACTOR, SEND_CODE, SendSecondFactorCode, VerifySecondFactor},
    },
    components::{
        Alert, ButtonVariant, Checkbox, FormSummary, LinkButton, PasskeySignIn, SubmitButton, TextInput, Tone,
    },
    policy::SIGN_IN,
    session::use_session,
    texts::t,
};

/// The page.
#[component]
pub fn TwoFactorPage() -> impl IntoView {
    let texts = &t().two_factor;
    let pending = use_session().pending().get_untracked();
    let verify = ServerAction::<VerifySecondFactor>::new();
    let send = ServerAction::<SendSecondFactorCode>::new();
    let (form, sending) = (SECOND_FACTOR.outcome(verify), SEND_CODE.outcome(send));
    let description = pending.as_ref().map(|pending| (texts.description)(&pending.email)).unwrap_or_default();
    view! {
        <AuthPage title=texts.title description=description>
            <FormSummary problems=form.problems()/>
            <FormSummary problems=sending.problems() id="send-summary"/>
            {match pending {
                Some(pending) => view! { <Challenge pending verify send/> }.into_any(),
                None => view! {
                    <Alert tone=Tone::Warning title=texts.nobody_title>{texts.nobody}</Alert>
                    <LinkButton href=SIGN_IN variant=ButtonVariant::Primary full=true>{texts.sign_in}</LinkButton>
                }
                    .into_any(),
            }}
        </AuthPage>
    }
}

/// The ways to go on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Totp,
    Otp,
    Passkey,
    Backup,
}

impl Way {
    /// As in addresses and forms.
    const fn name(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Otp => "otp",
            Self::Passkey => "passkey",
            Self::Backup => "backup",
        }
    }

    /// The way that the address names, if this person has it, else the first they have.
    fn chosen(name: &str, ways: &[Self]) -> Self {
        let named = ways.iter().find(|way| way.name() == name);
        named.or(ways.first()).copied().unwrap_or(Self::Backup)
    }
}

#[component]
fn Challenge(
    /// Who is signing in.
    pending: PendingSignIn,
    /// Shows the code.
    verify: ServerAction<VerifySecondFactor>,
    /// Has a code mailed.
    send: ServerAction<SendSecondFactorCode>,
) -> impl IntoView {
    let query = use_query_map();
    let next = query.with_untracked(|query| query.get("callbackURL")).unwrap_or_default();
    let mut ways: Vec<_> = pending
        .methods
        .iter()
        .map(|method| match method {
            TwoFactorMethod::Totp => Way::Totp,
            TwoFactorMethod::Otp => Way::Otp,
            TwoFactorMethod::Passkey => Way::Passkey,
        })
        .collect();
    ways.push(Way::Backup);
    let offered = ways.clone();
    let way = Memo::new(move |_| Way::chosen(&query.with(|query| query.get("method")).unwrap_or_default(), &offered));
    let for_form = next.clone();
    view! {
        {move || match way.get() {
            Way::Passkey => view! {
                <p class="text-sm text-muted-foreground">{t().passkeys.second_factor_hint}</p>
                <PasskeySignIn second_factor=for_form.clone()/>
            }
                .into_any(),
            way => view! { <CodeForm way next=for_form.clone() verify send/> }.into_any(),
        }}
        <OtherWays ways way=way.into() next/>
        <Cancel/>
    }
}

#[component]
fn CodeForm(
    way: Way,
    next: String,
    verify: ServerAction<VerifySecondFactor>,
    send: ServerAction<SendSecondFactorCode>,
) -> impl IntoView {
    let texts = &t().two_factor;
    let form = SECOND_FACTOR.outcome(verify);
    let (label, hint) = match way {
        Way::Totp => (texts.code, texts.totp_hint),
        Way::Otp => (texts.code, texts.otp_hint),
        // A passkey is no code.
        Way::Backup | Way::Passkey => (texts.backup_code, texts.backup_hint),
    };
    let numeric = way != Way::Backup;
    let sending = next.clone();
    view! {
        {(way == Way::Otp).then(|| view! {
            <ActionForm action=send attr:class="grid gap-5">
                <input type="hidden" name="next" value=sending/>
                <SubmitButton full=true variant=ButtonVariant::Secondary pending=send.pending()>{texts.send}</SubmitButton>
            </ActionForm>
        })}
        <ActionForm action=verify attr:class="grid gap-5" attr:novalidate=true>
            <input type="hidden" name="method" value=way.name()/>
            <input type="hidden" name="next" value=next/>
            <TextInput
                name="code"
                label=label
                hint=hint
                error=form.error("code")
                autocomplete=if numeric { "one-time-code" } else { "off" }
                inputmode=if numeric { "numeric" } else { "text" }
                autocapitalize="none"
                spellcheck=false
                required=true
                autofocus=true
                code=true
            />
            <Checkbox name="trust_device" label=texts.trust value="on" hint=texts.trust_hint/>
            <SubmitButton full=true pending=verify.pending()>{texts.submit}</SubmitButton>
        </ActionForm>
    }
}

#[component]
fn OtherWays(ways: Vec<Way>, way: Signal<Way>, next: String) -> impl IntoView {
    let texts = &t().two_factor;
    let link = move |other: Way| {
        let label = match other {
            Way::Totp => texts.use_totp,
            Way::Otp => texts.use_otp,
            Way::Passkey => t().passkeys.second_factor,
            Way::Backup => texts.use_backup,
        };
        let next = leptos_router::location::Url::escape(&next);
        let href = format!("{}?method={}&callbackURL={next}", SECOND_FACTOR.page, other.name());
        view! {
            <Show when=move || way.get() != other>
                <li><a href=href.clone()>{label}</a></li>
            </Show>
        }
    };
    view! {
        <div class="grid gap-2">
            <p class="text-sm text-muted-foreground">{texts.other_ways}</p>
            <ul class="grid gap-1">{ways.into_iter().map(link).collect_view()}</ul>
        </div>
    }
}

/// Ends the sign-in that waits.
#[component]
fn Cancel() -> impl IntoView {
    let action = ServerAction::<SignOut>::new();
    // Goes on when it is done.
    crate::api::session::SIGN_OUT.outcome(action);
    view! {
        <ActionForm action attr:class="text-center">
            <SubmitButton variant=ButtonVariant::Ghost pending=action.pending()>{t().two_factor.cancel}</SubmitButton>
        </ActionForm>
    }
}
