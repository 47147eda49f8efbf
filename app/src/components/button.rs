use super::tw;
use leptos::prelude::*;

/// How much weight a button has. A view has one primary action at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    /// The action the page is about.
    #[default]
    Primary,
    /// Another action.
    Secondary,
    /// An action in passing, without a border.
    Ghost,
    /// An action that takes something away.
    Destructive,
}

impl ButtonVariant {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => tw!("bg-primary text-primary-foreground hover:bg-primary/88"),
            Self::Secondary => tw!("border-input bg-card text-card-foreground hover:bg-muted"),
            Self::Ghost => tw!("text-foreground hover:bg-muted"),
            Self::Destructive => {
                tw!("bg-destructive text-destructive-foreground hover:bg-destructive/90")
            }
        }
    }
}

/// The height of a button: 32, 36 or 40 px, and 44 px for all of them where fingers point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// 32 px: in tables and toolbars.
    Small,
    /// 36 px.
    #[default]
    Medium,
    /// 40 px: the one button of a sign-in form.
    Large,
}

impl ButtonSize {
    const fn class(self) -> &'static str {
        match self {
            Self::Small => tw!("min-h-8 pointer-coarse:min-h-11 px-2.5 py-1"),
            Self::Medium => tw!("min-h-9 pointer-coarse:min-h-11 px-3.5 py-1.5"),
            Self::Large => tw!("min-h-10 pointer-coarse:min-h-11 px-4 py-2"),
        }
    }
}

/// `.button` and its parts (spinner, pending state) are in `style/base.css`.
fn classes(variant: ButtonVariant, size: ButtonSize, full: bool) -> String {
    let width = if full { tw!(" w-full") } else { "" };
    format!("{} {} {}{width}", tw!("button"), variant.class(), size.class())
}

/// A `<button type="button">`: for scripts, or as the opener of a popover.
///
/// Attributes written on it (`attr:aria-label`, `on:click`, `attr:popovertarget`) go to the button element.
#[component]
pub fn Button(
    /// How much weight it has.
    #[prop(optional)]
    variant: ButtonVariant,
    /// How high it is.
    #[prop(optional)]
    size: ButtonSize,
    /// As wide as its container.
    #[prop(optional)]
    full: bool,
    /// The label, with an icon or without.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class=classes(variant, size, full)>
            <span class="button-label">{children()}</span>
        </button>
    }
}

/// The `<button type="submit">` of a form.
///
/// It is never disabled, so that a person can always submit and read what is wrong. While `pending`, it says so to
/// assistive technology (`aria-busy`), ignores clicks, keeps its width, and shows a spinner after 150 ms.
#[component]
pub fn SubmitButton(
    /// How much weight it has.
    #[prop(optional)]
    variant: ButtonVariant,
    /// How high it is.
    #[prop(optional)]
    size: ButtonSize,
    /// As wide as its container.
    #[prop(optional)]
    full: bool,
    /// The answer is under way, for example `action.pending()`.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// `name` and `value` of the button, for a form with several of them.
    #[prop(optional, into)]
    name: Option<&'static str>,
    /// The value that is sent under `name`.
    #[prop(optional, into)]
    value: Option<String>,
    /// The label, with an icon or without.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="submit"
            name=name
            value=value
            class=classes(variant, size, full)
            aria-busy=move || pending.get().then_some("true")
            on:click=move |event| {
                if pending.get_untracked() {
                    event.prevent_default();
                }
            }
        >
            <span class="button-label">{children()}</span>
            <span class="button-spinner" aria-hidden="true"></span>
        </button>
    }
}

/// A link that looks like a button: for going somewhere, not for doing something.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much weight it has.
    #[prop(default = ButtonVariant::Secondary)]
    variant: ButtonVariant,
    /// How high it is.
    #[prop(optional)]
    size: ButtonSize,
    /// As wide as its container.
    #[prop(optional)]
    full: bool,
    /// The label, with an icon or without.
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=classes(variant, size, full)>
            <span class="button-label">{children()}</span>
        </a>
    }
}
