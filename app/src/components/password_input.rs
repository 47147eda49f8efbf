use super::{Field, Icon, IconName, described_by, use_hydrated};
use crate::texts::t;
use leptos::{attr::custom::custom_attribute, prelude::*};

/// A labelled password control.
///
/// Once scripts run it has a button that shows and hides the password, and it says when Caps Lock is on. It has no
/// `value`: a password is never sent back to the page.
#[component]
pub fn PasswordInput(
    /// The name it is sent under.
    #[prop(default = "password".to_owned(), into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// `current-password` or `new-password` (with ` webauthn` last where passkeys are offered). It is kept as given.
    autocomplete: &'static str,
    /// The id; the name unless given.
    #[prop(optional, into)]
    id: Option<String>,
    /// One sentence of help.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong, in one sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Something at the end of the label's line, for example the link "Forgot password?".
    #[prop(optional, into)]
    aside: ViewFn,
    /// The smallest number of characters. Only for new passwords: a sign-in form knows no policy.
    #[prop(optional, into)]
    minlength: Option<u16>,
    /// The largest number of characters.
    #[prop(optional, into)]
    maxlength: Option<u16>,
    /// Rules for password managers that make passwords, for example `minlength: 8; maxlength: 128;`.
    #[prop(optional, into)]
    passwordrules: Option<String>,
    /// Has to be filled in.
    #[prop(default = true)]
    required: bool,
    /// Takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let texts = &t().password_input;
    let id = id.unwrap_or_else(|| name.clone());
    let describes = id.clone();
    let controls = id.clone();
    let hydrated = use_hydrated();
    let (shown, set_shown) = signal(false);
    let (caps_lock, set_caps_lock) = signal(false);
    let watch_caps_lock = move |event: leptos::ev::KeyboardEvent| {
        let on = event.get_modifier_state("CapsLock");
        if caps_lock.get_untracked() != on {
            set_caps_lock.set(on);
        }
    };
    view! {
        <Field id=id.clone() label=label hint=hint error=error aside=aside>
            <div class="relative">
                <input
                    id=id
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    class="control pe-11"
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    minlength=minlength.map(|n| n.to_string())
                    maxlength=maxlength.map(|n| n.to_string())
                    {..custom_attribute("passwordrules", passwordrules)}
                    required=required
                    autofocus=autofocus
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=move || described_by(&describes, hint.get().is_some(), error.get().is_some())
                    on:keydown=watch_caps_lock
                    on:keyup=watch_caps_lock
                    on:blur=move |_| set_caps_lock.set(false)
                />
                <button
                    type="button"
                    class="control-action"
                    hidden=move || !hydrated.get()
                    aria-controls=controls
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    aria-label=texts.show
                    title=move || if shown.get() { texts.hide } else { texts.show }
                    on:click=move |_| set_shown.update(|shown| *shown = !*shown)
                >
                    {move || {
                        view! { <Icon name=if shown.get() { IconName::EyeOff } else { IconName::Eye } /> }
                    }}
                </button>
            </div>
            <p role="status" class="text-xs text-warning empty:hidden">
                {move || caps_lock.get().then_some(texts.caps_lock)}
            </p>
        </Field>
    }
}
