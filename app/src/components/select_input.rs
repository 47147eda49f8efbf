use super::Field;
use leptos::prelude::*;

/// A labelled choice of one of several words.
#[component]
pub fn SelectInput(
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// The id; the name unless given.
    #[prop(optional, into)]
    id: Option<String>,
    /// Value and label of each choice.
    options: Vec<(&'static str, &'static str)>,
    /// The value that is chosen at first.
    #[prop(optional, into)]
    selected: String,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let option = move |(value, label): (&'static str, &'static str)| {
        let chosen = value == selected;
        view! { <option value=value selected=chosen>{label}</option> }
    };
    view! {
        <Field id=id.clone() label=label>
            <select id=id name=name class="control">
                {options.into_iter().map(option).collect_view()}
            </select>
        </Field>
    }
}
