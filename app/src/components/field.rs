use super::{Icon, IconName};
use leptos::prelude::*;

/// The value of `aria-describedby` for the control of a [`Field`]: its hint and, while there is one, its error.
pub fn described_by(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    match (has_hint, has_error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// The frame of one control: label, hint, the control itself, and what is wrong with it.
///
/// The typed inputs ([`TextInput`](super::TextInput) and the others) use it. For a control of your own, give the
/// control the same `id`, `aria-describedby` from [`described_by`], and `aria-invalid="true"` while there is an error.
#[component]
pub fn Field(
    /// The id of the control.
    #[prop(into)]
    id: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// One sentence of help below the label.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong, in one sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Something at the end of the label's line, for example the link "Forgot password?".
    #[prop(optional, into)]
    aside: ViewFn,
    /// The control.
    children: Children,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let hint_id = format!("{id}-hint");
    view! {
        <div class="grid gap-1.5">
            <div class="flex flex-wrap items-baseline justify-between gap-x-3">
                <label for=id class="font-medium">
                    {label}
                </label>
                {aside.run()}
            </div>
            {children()}
            {move || {
                hint.get()
                    .map(|hint| {
                        view! {
                            <p id=hint_id.clone() class="text-xs text-muted-foreground">
                                {hint}
                            </p>
                        }
                    })
            }}
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p
                                id=error_id.clone()
                                class="flex items-start gap-1.5 text-xs font-medium text-destructive-text"
                            >
                                <Icon name=IconName::Alert class="size-3.5 mt-px" />
                                <span>{error}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}
