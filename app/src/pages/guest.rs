//! What guests are told.

use leptos::prelude::*;

use crate::{
    components::{Alert, ButtonSize, ButtonVariant, LinkButton},
    policy::{SIGN_IN, SIGN_UP},
    session::use_session,
    texts::t,
};

/// How guests keep what they made. Nothing for others.
#[component]
pub fn GuestNotice() -> impl IntoView {
    let texts = &t().anonymous;
    let guest = use_session().is_guest();
    view! {
        <Show when=move || guest.get()>
            <Alert title=texts.title>
                <p class="text-pretty">{texts.notice}</p>
                <div class="mt-3 flex flex-wrap gap-3">
                    <LinkButton href=SIGN_UP variant=ButtonVariant::Primary size=ButtonSize::Small>{texts.sign_up}</LinkButton>
                    <LinkButton href=SIGN_IN size=ButtonSize::Small>{t().sign_in.title}</LinkButton>
                </div>
            </Alert>
        </Show>
    }
}
