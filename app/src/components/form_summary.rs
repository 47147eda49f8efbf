use super::{Icon, IconName};
use crate::texts::t;
use leptos::prelude::*;

/// One thing that is wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The id of the control it is about; `None` when it is about the whole form.
    pub field: Option<String>,
    /// What is wrong, in one sentence.
    pub message: String,
}

impl Problem {
    /// A problem with the whole form.
    pub fn form(message: impl Into<String>) -> Self {
        Self { field: None, message: message.into() }
    }

    /// A problem with one control.
    pub fn field(id: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: Some(id.into()), message: message.into() }
    }
}

/// What is wrong with a form, above its fields, with a link to each field.
///
/// It is an alert and receives the focus: by `autofocus` when the page arrives with problems (no script needed), and
/// by script when they arrive later. Render it in the form at all times; it takes no room while there are none.
#[component]
pub fn FormSummary(
    /// What is wrong; empty while nothing is.
    #[prop(into)]
    problems: Signal<Vec<Problem>>,
    /// The id of the summary.
    #[prop(default = "form-summary".to_owned(), into)]
    id: String,
    /// Takes the focus when the page arrives with problems; for one summary of a page.
    #[prop(default = true)]
    autofocus: bool,
) -> impl IntoView {
    let texts = &t().form_summary;
    let element = NodeRef::<leptos::html::Div>::new();
    let arrived_with_problems = autofocus && problems.with_untracked(|problems| !problems.is_empty());
    Effect::new(move |before: Option<()>| {
        // The first run belongs to the page as it arrived, where `autofocus` has done the work.
        let any = problems.with(|problems| !problems.is_empty());
        if before.is_some()
            && any
            && let Some(element) = element.get_untracked()
        {
            // Fails only for an element that has left the page.
            let _ = element.focus();
        }
    });
    view! {
        <div
            id=id
            node_ref=element
            role="alert"
            tabindex="-1"
            autofocus=arrived_with_problems
            class="form-summary empty:hidden"
        >
            {move || {
                let problems = problems.get();
                let one = problems.len() == 1;
                (!problems.is_empty())
                    .then(|| {
                        view! {
                            <Icon name=IconName::Alert class="size-4 mt-0.5" />
                            <div class="grid gap-1">
                                {(!one).then(|| view! { <p class="font-medium">{texts.title}</p> })}
                                <ul class="grid gap-1">
                                    {problems
                                        .into_iter()
                                        .map(|Problem { field, message }| match field {
                                            Some(field) => {
                                                view! {
                                                    <li>
                                                        <a href=format!("#{field}") rel="external">
                                                            {message}
                                                        </a>
                                                    </li>
                                                }
                                                    .into_any()
                                            }
                                            None => view! { <li>{message}</li> }.into_any(),
                                        })
                                        .collect_view()}
                                </ul>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
