//! The field in which a username is chosen.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    api::username::{Availability, UsernameAvailability},
    components::TextInput,
    public_config::PublicUsername,
    texts::t,
};

/// How long nobody types before the server is asked.
const PAUSE: Duration = Duration::from_millis(400);

/// A username. Where scripts run, it says while somebody types whether they can have it.
#[component]
pub fn UsernameInput(
    /// What a username has to be.
    rules: PublicUsername,
    /// The visible label.
    label: &'static str,
    /// What the control shows at first.
    value: String,
    /// The username of the person, which is no news.
    #[prop(optional, into)]
    own: String,
    /// What is wrong, in one sentence.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Has to be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let texts = &t().username;
    let check = ServerAction::<UsernameAvailability>::new();
    let typed = RwSignal::new(String::new());
    // The action forgets its input with the answer.
    let asked = RwSignal::new(String::new());
    let found = check.value();
    // An answer about what is not there any more is none.
    let current = move || !check.pending().get() && asked.get() == typed.get();
    let said = move || match found.get() {
        Some(Ok(Availability::Free)) if current() => texts.free,
        Some(Ok(Availability::Taken)) if current() => {
            (t().problems.of_code)(auth::wire::ErrorCode::UsernameIsAlreadyTaken)
        }
        Some(Ok(Availability::Refused(code))) if current() => (t().problems.of_code)(code),
        _ => "",
    };
    let mut ask = debounce(PAUSE, move |username: String| {
        if !username.is_empty() && username != own {
            asked.set(username.clone());
            check.dispatch(UsernameAvailability { username });
        }
    });
    let on_input = move |event: leptos::ev::Event| {
        let username = event_target_value(&event).trim().to_owned();
        typed.set(username.clone());
        ask(username);
    };
    view! {
        <div class="grid gap-1.5" on:input=on_input>
            <TextInput
                name="username"
                label
                value
                hint=(texts.hint)(rules.min_length, rules.max_length)
                error
                autocomplete="username"
                autocapitalize="none"
                spellcheck=false
                maxlength=rules.max_length
                required
            />
            <p role="status" class="text-xs text-muted-foreground empty:hidden">{said}</p>
        </div>
    }
}
