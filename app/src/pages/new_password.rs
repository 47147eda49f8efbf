//! The field in which a new password is chosen.

use leptos::prelude::*;

use crate::{components::PasswordInput, public_config::use_public_config, texts::t};

/// A password input that says what a new password has to be, to people and to password managers.
#[component]
pub fn NewPasswordInput(
    /// The name it is sent under.
    #[prop(default = "password")]
    name: &'static str,
    /// The visible label.
    label: &'static str,
    /// What is wrong, in one sentence.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let config = use_public_config();
    let (min, max) = (config.min_password_length, config.max_password_length);
    view! {
        <PasswordInput
            name
            label
            hint=(t().sign_up.password_hint)(min)
            error
            autocomplete="new-password"
            minlength=min
            maxlength=max
            passwordrules=format!("minlength: {min}; maxlength: {max};")
        />
    }
}
