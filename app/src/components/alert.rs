use super::{Icon, IconName, tw};
use leptos::prelude::*;

/// What a message is about, for [`Alert`], [`Badge`](super::Badge) and [`Toast`](super::Toast).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    #[default]
    Info,
    /// Something has worked.
    Success,
    /// Something to look at.
    Warning,
    /// Something is wrong.
    Danger,
}

impl Tone {
    /// Every tone, for the gallery.
    pub const ALL: [Self; 4] = [Self::Info, Self::Success, Self::Warning, Self::Danger];

    pub(super) const fn icon(self) -> IconName {
        match self {
            Self::Info => IconName::Info,
            Self::Success => IconName::Check,
            Self::Warning | Self::Danger => IconName::Alert,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Info => tw!("border-border bg-muted text-foreground"),
            Self::Success => tw!("border-success/30 bg-success-background text-success"),
            Self::Warning => tw!("border-warning/30 bg-warning-background text-warning"),
            Self::Danger => tw!("border-danger/30 bg-danger-background text-danger"),
        }
    }
}

/// A message that belongs to the page.
///
/// It is no live region: what changes while a person works belongs in a [`FormSummary`](super::FormSummary) or a
/// [`ToastRegion`](super::ToastRegion).
#[component]
pub fn Alert(
    /// What the message is about.
    #[prop(optional)]
    tone: Tone,
    /// A title above the message.
    #[prop(optional, into)]
    title: Option<String>,
    /// The message: text, links, a button.
    children: Children,
) -> impl IntoView {
    view! {
        <div class={format!("{} {}", tw!("flex items-start gap-2.5 rounded-md border px-3.5 py-3"), tone.class())}>
            <Icon name=tone.icon() class="size-4 mt-0.5" />
            <div class="grid min-w-0 gap-1">
                {title.map(|title| view! { <p class="font-medium">{title}</p> })} <div>{children()}</div>
            </div>
        </div>
    }
}
