use super::{Icon, IconName, Tone, use_hydrated};
use crate::texts::t;
use leptos::prelude::*;

/// A short message about what has just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// What the message is about.
    pub tone: Tone,
    /// The message, one sentence.
    pub message: String,
}

impl Toast {
    /// Something has worked.
    pub fn success(message: impl Into<String>) -> Self {
        Self { tone: Tone::Success, message: message.into() }
    }

    /// Something to know.
    pub fn info(message: impl Into<String>) -> Self {
        Self { tone: Tone::Info, message: message.into() }
    }
}

/// The one place for toasts: once per page, as a live region (`role=status`).
///
/// The server renders the flash message of a form into it. It stays until it is dismissed or the page is left, and
/// without scripts it has no button. It is never the only place where an error is said.
#[component]
pub fn ToastRegion(
    /// The message; `None` while there is none.
    #[prop(into)]
    toast: Signal<Option<Toast>>,
) -> impl IntoView {
    let hydrated = use_hydrated();
    let (dismissed, set_dismissed) = signal(false);
    Effect::new(move |before: Option<()>| {
        toast.track();
        if before.is_some() {
            set_dismissed.set(false);
        }
    });
    view! {
        <div role="status" class="toast-region">
            {move || {
                toast
                    .get()
                    .filter(|_| !dismissed.get())
                    .map(|Toast { tone, message }| {
                        let icon_class = match tone {
                            Tone::Info => super::tw!("size-4 mt-0.5 text-muted-foreground"),
                            Tone::Success => super::tw!("size-4 mt-0.5 text-success"),
                            Tone::Warning => super::tw!("size-4 mt-0.5 text-warning"),
                            Tone::Danger => super::tw!("size-4 mt-0.5 text-destructive-text"),
                        };
                        view! {
                            <div class="toast">
                                <Icon name=tone.icon() class=icon_class />
                                <p class="min-w-0 grow">{message}</p>
                                <button
                                    type="button"
                                    class="icon-button -my-1 -me-1"
                                    hidden=move || !hydrated.get()
                                    aria-label=t().toast.dismiss
                                    on:click=move |_| set_dismissed.set(true)
                                >
                                    <Icon name=IconName::X />
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
