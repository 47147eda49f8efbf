//! The field for whatever a person signs in with.

use leptos::prelude::*;

use crate::{
    components::{EmailInput, TextInput},
    forms::Outcome,
    texts::t,
};

/// One field for an address, a username and a phone number, as far as they are on. What of them was typed, the core
/// tells. It is called `email` whatever it takes, so that password managers know it again.
#[component]
pub fn IdentifierInput(
    /// The form.
    form: Outcome,
    /// It takes usernames too.
    username: bool,
    /// It takes phone numbers too.
    phone_number: bool,
    /// `username`, with ` webauthn` last where passkeys are offered.
    #[prop(default = "username")]
    autocomplete: &'static str,
) -> impl IntoView {
    let label = (t().sign_in.identifier)(username, phone_number);
    let (value, error) = (form.typed("email"), form.error("email"));
    if username || phone_number {
        view! {
            // The keyboard for addresses has what usernames and numbers need.
            <TextInput
                name="email"
                label
                value
                error
                autocomplete
                inputmode="email"
                autocapitalize="none"
                spellcheck=false
                required=true
            />
        }
        .into_any()
    } else {
        view! { <EmailInput label value error autocomplete/> }.into_any()
    }
}
