use super::{Field, described_by};
use leptos::prelude::*;

/// A labelled choice of one of several words.
#[component]
pub fn SelectInput<S>(
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// The id; the name unless given. Give one where two forms of a page have a field of the same name.
    #[prop(optional, into)]
    id: Option<String>,
    /// The words as they are sent, and as they are shown.
    options: Vec<(S, S)>,
    /// The word that is chosen at first.
    #[prop(optional, into)]
    selected: String,
    /// What is wrong, in one sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView
where
    S: Into<String> + Send + 'static,
{
    let id = id.unwrap_or_else(|| name.clone());
    let describes = id.clone();
    let option = move |(value, label): (S, S)| {
        let value: String = value.into();
        let chosen = value == selected;
        view! { <option value=value selected=chosen>{label.into()}</option> }
    };
    view! {
        <Field id=id.clone() label=label error=error>
            <select
                id=id
                name=name
                class="control"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=move || described_by(&describes, false, error.get().is_some())
            >
                {options.into_iter().map(option).collect_view()}
            </select>
        </Field>
    }
}
