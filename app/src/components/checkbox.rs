use super::described_by;
use leptos::prelude::*;

/// A labelled checkbox. The label is part of the target.
#[component]
pub fn Checkbox(
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// The id; the name unless given.
    #[prop(optional, into)]
    id: Option<String>,
    /// What is sent when it is checked; nothing is sent when it is not.
    #[prop(default = "true")]
    value: &'static str,
    /// Whether it is checked at first.
    #[prop(optional)]
    checked: bool,
    /// One sentence of help.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong, in one sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Has to be checked.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let describes = id.clone();
    let error_id = format!("{id}-error");
    let hint_id = format!("{id}-hint");
    view! {
        <div class="grid gap-1">
            <div class="checkbox">
                <input
                    id=id.clone()
                    name=name
                    type="checkbox"
                    value=value
                    checked=checked
                    required=required
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=move || described_by(&describes, hint.get().is_some(), error.get().is_some())
                />
                <div class="grid gap-0.5">
                    <label for=id>{label}</label>
                    {move || {
                        hint.get()
                            .map(|hint| {
                                view! {
                                    <span id=hint_id.clone() class="text-xs text-muted-foreground">
                                        {hint}
                                    </span>
                                }
                            })
                    }}
                </div>
            </div>
            {move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p id=error_id.clone() class="text-xs font-medium text-destructive-text">
                                {error}
                            </p>
                        }
                    })
            }}
        </div>
    }
}
