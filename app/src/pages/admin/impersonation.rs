//! What says on every page that somebody impersonates.

use leptos::{form::ActionForm, prelude::*};

use crate::{
    api::admin::impersonation::{STOP, StopImpersonating},
    components::{ButtonSize, ButtonVariant, FormSummary, SubmitButton},
    session::use_session,
    texts::t,
};

/// Above every page while somebody looks at the application as somebody else: as whom, how long, and the way back.
#[component]
pub fn ImpersonationBanner() -> impl IntoView {
    let texts = &t().admin;
    let session = use_session();
    let (user, impersonator) = (session.user(), session.impersonator());
    let stop = ServerAction::<StopImpersonating>::new();
    let form = STOP.outcome(stop);
    let sentence = move || {
        let name = user.get().map(|user| user.shown_name().to_owned());
        let minutes = impersonator.get().map(|impersonator| impersonator.minutes_left);
        (texts.banner)(&name.unwrap_or_default(), minutes.unwrap_or_default())
    };
    view! {
        <Show when=move || impersonator.get().is_some()>
            <section
                aria-label=texts.banner_label
                class="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 border-b border-warning/30 bg-warning-background px-4 py-2 text-warning"
            >
                <p class="font-medium text-pretty">{sentence}</p>
                <ActionForm action=stop>
                    <SubmitButton variant=ButtonVariant::Secondary size=ButtonSize::Small pending=stop.pending()>
                        {texts.stop}
                    </SubmitButton>
                </ActionForm>
                <FormSummary problems=form.problems() id="stop-summary" autofocus=false/>
            </section>
        </Show>
    }
}
