//! `/onboarding`: a passkey for somebody who has just signed up. It can be skipped.

use leptos::prelude::*;

use super::AuthPage;
use crate::{
    api::passkey::{ADD_PASSKEY, AddPasskey},
    components::{ButtonVariant, FormSummary, Icon, IconName, LinkButton, PasskeyCreate},
    policy::HOME,
    texts::t,
};

/// The page.
#[component]
pub fn OnboardingPage() -> impl IntoView {
    let texts = &t().passkeys;
    let adding = ADD_PASSKEY.outcome(ServerAction::<AddPasskey>::new());
    view! {
        <AuthPage title=texts.onboarding_title description=texts.onboarding_description>
            <FormSummary problems=adding.problems()/>
            <ul class="grid gap-3 text-sm">
                {texts
                    .onboarding_points
                    .iter()
                    .map(|point| view! {
                        <li class="flex items-start gap-2">
                            <Icon name=IconName::Check class="size-4 mt-0.5"/>
                            <span>{*point}</span>
                        </li>
                    })
                    .collect_view()}
            </ul>
            <PasskeyCreate onboarding=true label=texts.onboarding_add without=texts.onboarding_without/>
            <LinkButton href=HOME variant=ButtonVariant::Ghost full=true>{texts.skip}</LinkButton>
        </AuthPage>
    }
}
