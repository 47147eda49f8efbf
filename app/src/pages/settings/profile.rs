//! `/settings/profile`: the name.

use leptos::{form::ActionForm, prelude::*};

use super::SettingsPage;
use crate::{
    api::user::{PROFILE, UpdateProfile},
    components::{Card, CardBody, FormSummary, SubmitButton, TextInput},
    session::use_session,
    texts::t,
};

/// The page.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let texts = &t().profile;
    let action = ServerAction::<UpdateProfile>::new();
    let form = PROFILE.outcome(action);
    // What was refused is typed again by nobody; otherwise the name as it is.
    let typed = form.typed("name");
    let user = use_session().user().get_untracked();
    let name = if typed.is_empty() { user.map(|user| user.name).unwrap_or_default() } else { typed };
    view! {
        <SettingsPage title=texts.title description=texts.description>
            <Card>
                <CardBody>
                    <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                        <FormSummary problems=form.problems()/>
                        <TextInput
                            name="name"
                            label=t().sign_up.name
                            value=name
                            error=form.error("name")
                            autocomplete="name"
                            maxlength=255_u16
                            required=true
                        />
                        <div>
                            <SubmitButton pending=action.pending()>{texts.save}</SubmitButton>
                        </div>
                    </ActionForm>
                </CardBody>
            </Card>
        </SettingsPage>
    }
}
