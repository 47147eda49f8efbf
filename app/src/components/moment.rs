use leptos::prelude::*;

/// A moment for people: date and minute in UTC, the same on the server and in the browser.
#[component]
pub fn Moment(
    /// ISO 8601 with milliseconds and `Z`.
    #[prop(into)]
    of: Signal<String>,
) -> impl IntoView {
    let words = move || {
        of.with(|iso| match iso.split_once('T') {
            Some((date, time)) => format!("{date} {} UTC", time.get(..5).unwrap_or(time)),
            None => iso.clone(),
        })
    };
    view! { <time datetime=of>{words}</time> }
}
