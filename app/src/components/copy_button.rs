use leptos::prelude::*;

use super::{Button, ButtonSize, ButtonVariant, use_hydrated};

/// Copies a text. It is there once scripts are; without them the text is selected by hand.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// What the button says.
    copy: &'static str,
    /// What it says afterwards.
    copied: &'static str,
) -> impl IntoView {
    let (done, set_done) = signal(false);
    let text = StoredValue::new(text);
    let write = move |_| {
        #[cfg(feature = "hydrate")]
        {
            // A browser that refuses leaves the text to be selected.
            let _ = window().navigator().clipboard().write_text(&text.get_value());
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = text;
        set_done.set(true);
    };
    let hydrated = use_hydrated();
    view! {
        <Show when=move || hydrated.get()>
            <Button variant=ButtonVariant::Secondary size=ButtonSize::Small on:click=write>
                {move || if done.get() { copied } else { copy }}
            </Button>
        </Show>
    }
}
