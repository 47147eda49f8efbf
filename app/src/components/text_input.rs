#![expect(clippy::fn_params_excessive_bools, reason = "they are attributes of HTML")]

use super::{Field, described_by};
use crate::texts::t;
use leptos::prelude::*;

/// A labelled single-line text control.
///
/// `value` is what the control shows at first; afterwards the browser owns it.
#[component]
pub fn TextInput(
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// The id; the name unless given. Give one where two forms of a page have a field of the same name.
    #[prop(optional, into)]
    id: Option<String>,
    /// `text`, `search`, `tel`, `url` or `email`.
    #[prop(default = "text")]
    input_type: &'static str,
    /// What the control shows at first.
    #[prop(optional, into)]
    value: String,
    /// One sentence of help.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong, in one sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Something at the end of the label's line.
    #[prop(optional, into)]
    aside: ViewFn,
    /// The token that password managers and browsers fill by, for example `one-time-code`.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// The keyboard of a phone, for example `numeric`.
    #[prop(optional, into)]
    inputmode: Option<&'static str>,
    /// `none` for identifiers, `characters` for codes.
    #[prop(optional, into)]
    autocapitalize: Option<&'static str>,
    /// `false` for identifiers and codes.
    #[prop(default = true)]
    spellcheck: bool,
    /// A regular expression that the whole value has to match.
    #[prop(optional, into)]
    pattern: Option<&'static str>,
    /// An example of a value; never instead of a label.
    #[prop(optional, into)]
    placeholder: MaybeProp<String>,
    /// The smallest number of characters.
    #[prop(optional, into)]
    minlength: Option<u16>,
    /// The largest number of characters.
    #[prop(optional, into)]
    maxlength: Option<u16>,
    /// Has to be filled in.
    #[prop(optional)]
    required: bool,
    /// Can be read and sent but not changed.
    #[prop(optional)]
    readonly: bool,
    /// Takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// A code: shown in the monospaced font with wide letters.
    #[prop(optional)]
    code: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let describes = id.clone();
    let control_class = if code { "control control-code" } else { "control" };
    view! {
        <Field id=id.clone() label=label hint=hint error=error aside=aside>
            <input
                id=id
                name=name
                type=input_type
                class=control_class
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                autocapitalize=autocapitalize
                spellcheck=(!spellcheck).then_some("false")
                pattern=pattern
                placeholder=move || placeholder.get()
                minlength=minlength.map(|n| n.to_string())
                maxlength=maxlength.map(|n| n.to_string())
                required=required
                readonly=readonly
                autofocus=autofocus
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=move || described_by(&describes, hint.get().is_some(), error.get().is_some())
            />
        </Field>
    }
}

/// A labelled e-mail address control, with the keyboard and the settings that addresses need.
#[component]
pub fn EmailInput(
    /// The name it is sent under.
    #[prop(default = "email".to_owned(), into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// The id; the name unless given.
    #[prop(optional, into)]
    id: Option<String>,
    /// What the control shows at first.
    #[prop(optional, into)]
    value: String,
    /// One sentence of help.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong, in one sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Something at the end of the label's line.
    #[prop(optional, into)]
    aside: ViewFn,
    /// `username` where the address signs a person in (with ` webauthn` last where passkeys are offered), `off` for
    /// the addresses of other people.
    #[prop(default = "username")]
    autocomplete: &'static str,
    /// An example of a value.
    #[prop(optional, into)]
    placeholder: MaybeProp<String>,
    /// Has to be filled in.
    #[prop(default = true)]
    required: bool,
    /// Can be read and sent but not changed.
    #[prop(optional)]
    readonly: bool,
    /// Takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    view! {
        <TextInput
            name=name
            label=label
            id=id
            input_type="email"
            value=value
            hint=hint
            error=error
            aside=aside
            autocomplete=autocomplete
            inputmode="email"
            autocapitalize="none"
            spellcheck=false
            placeholder=placeholder
            required=required
            readonly=readonly
            autofocus=autofocus
        />
    }
}

/// A labelled phone number control. Numbers are typed with their country; spaces between the digits do not matter.
#[component]
pub fn PhoneInput(
    /// The name it is sent under.
    #[prop(default = "phone_number".to_owned(), into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// What the control shows at first.
    #[prop(optional, into)]
    value: String,
    /// What is wrong, in one sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <TextInput
            name=name
            label=label
            input_type="tel"
            value=value
            hint=t().phone_number.hint
            error=error
            autocomplete="tel"
            inputmode="tel"
            required=true
        />
    }
}
