//! The elements of `public/passkey.js` around the forms of passkeys. They are hidden until the browser says that it knows
//! passkeys, so that nobody meets a button that does nothing.

use auth::wire::ErrorCode;
use leptos::{prelude::*, server_fn::ServerFn as _};

use super::{Badge, ButtonVariant, FormSummary, Icon, IconName, SubmitButton};
use crate::{
    api::passkey::{AddPasskey, SIGN_IN_WITH_PASSKEY, SignInWithPasskey},
    last_used::last_used,
    public_config::use_public_config,
    texts::t,
};

/// The button that signs in by a passkey, and on the sign-in page the field for the address that offers them. Shows
/// nothing where passkeys are off.
#[component]
pub fn PasskeySignIn(
    /// Passkeys are offered in the field for the address too.
    #[prop(optional)]
    autofill: bool,
    /// The page where the sign-in wanted to go, if the passkey is its second factor.
    #[prop(optional, into)]
    second_factor: Option<String>,
) -> impl IntoView {
    let texts = &t().passkeys;
    let config = use_public_config();
    let form = SIGN_IN_WITH_PASSKEY.outcome(ServerAction::<SignInWithPasskey>::new());
    // The browser offers no longer what the server did not know.
    let unknown = form.has(ErrorCode::PasskeyNotFound).get_untracked().then_some(config.rp_id);
    let label = if second_factor.is_some() { texts.second_factor } else { texts.sign_in };
    let used_last = last_used().as_deref() == Some("passkey");
    let variant = if second_factor.is_some() { ButtonVariant::Primary } else { ButtonVariant::Secondary };
    config.passkeys.then(|| {
        view! {
            <FormSummary problems=form.problems() id="passkey-summary"/>
            <passkey-sign-in
                api=config.api_path
                autofill=autofill
                unknown=unknown
                data-cancelled=texts.cancelled
                data-failed=texts.failed
                data-offline=texts.offline
            >
                <form method="post" action=SignInWithPasskey::url() class="grid gap-3">
                    <input type="hidden" name="response" value=""/>
                    {second_factor.map(|next| view! {
                        <input type="hidden" name="second_factor" value="on"/>
                        <input type="hidden" name="next" value=next/>
                    })}
                    <SubmitButton full=true variant>
                        <Icon name=IconName::Key class="size-4"/>
                        {label}
                        {used_last.then(|| view! { <Badge>{t().providers.last_used}</Badge> })}
                    </SubmitButton>
                    <p role="alert" data-problem="" class="text-sm text-destructive-text empty:hidden"></p>
                </form>
            </passkey-sign-in>
        }
    })
}

/// The form that adds a passkey.
#[component]
pub fn PasskeyCreate(
    /// On the page after signing up: nothing is asked, and the way on leads to the dashboard.
    #[prop(optional)]
    onboarding: bool,
    /// The label of its button.
    label: &'static str,
    /// What is said where the browser knows no passkeys.
    without: &'static str,
    /// The fields.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let texts = &t().passkeys;
    view! {
        <passkey-create
            api=use_public_config().api_path
            data-cancelled=texts.cancelled
            data-known=texts.known
            data-failed=texts.failed
            data-offline=texts.offline
        >
            <form method="post" action=AddPasskey::url() class="grid gap-5">
                <input type="hidden" name="response" value=""/>
                {onboarding.then(|| view! { <input type="hidden" name="onboarding" value="on"/> })}
                {children.map(|children| children())}
                <div class="grid gap-3">
                    <div>
                        <SubmitButton full=onboarding>{label}</SubmitButton>
                    </div>
                    <p role="alert" data-problem="" class="text-sm text-destructive-text empty:hidden"></p>
                </div>
            </form>
        </passkey-create>
        <p data-without-passkeys="" class="text-sm text-muted-foreground text-pretty">{without}</p>
    }
}

/// Makes a passkey beside a password that was just typed, where the browser can do that without asking.
#[component]
pub fn PasskeyUpgrade() -> impl IntoView {
    let config = use_public_config();
    config.passkeys.then(|| view! { <passkey-upgrade hidden=true api=config.api_path></passkey-upgrade> })
}

/// Tells the browser which passkeys are left, and what the account is called.
#[component]
pub fn PasskeySignals(
    /// The domain that they are for.
    rp_id: String,
    /// What authenticators know the person by.
    user_handle: String,
    /// The ids of the passkeys that are left.
    credentials: Vec<String>,
    /// The address of the person.
    name: String,
) -> impl IntoView {
    view! {
        <passkey-signals
            hidden=true
            credentials=credentials.join(" ")
            data-rp=rp_id
            data-user=user_handle
            data-display-name=name.clone()
            data-name=name
        ></passkey-signals>
    }
}
