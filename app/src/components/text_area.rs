use super::{Field, described_by};
use leptos::prelude::*;

/// A labelled text control of several lines.
///
/// `value` is what the control shows at first; afterwards the browser owns it.
#[component]
pub fn TextArea(
    /// The name it is sent under, and its id.
    #[prop(into)]
    name: String,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// What the control shows at first.
    #[prop(optional, into)]
    value: String,
    /// One sentence of help.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong, in one sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The keyboard of a phone, for example `email`.
    #[prop(optional, into)]
    inputmode: Option<&'static str>,
    /// How many lines are seen.
    #[prop(default = 3)]
    rows: u16,
    /// Has to be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let id = name.clone();
    let describes = id.clone();
    view! {
        <Field id=id.clone() label=label hint=hint error=error>
            <textarea
                id=id
                name=name
                class="control"
                rows=rows.to_string()
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                inputmode=inputmode
                required=required
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=move || described_by(&describes, hint.get().is_some(), error.get().is_some())
                inner_html=escaped(&value)
            ></textarea>
        </Field>
    }
}

/// A text as the content of a `<textarea>`, which has neither elements nor comments: a child of the view would be parted
/// by comments there.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    // INJ-001
    #[test]
    fn no_text_ends_the_control() {
        assert_eq!(escaped("a</textarea><script>&lt;"), "a&lt;/textarea>&lt;script>&amp;lt;");
    }
}
