//! `/settings/api-keys`: the API keys of the person; making and ending them.

use leptos::{form::ActionForm, prelude::*};

use super::SettingsPage;
use crate::{
    api::api_key::{ApiKeyOverview, CREATE_API_KEY, CreateApiKey, DELETE_API_KEY, DeleteApiKey, own_api_keys},
    components::{Alert, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, FormSummary, SubmitButton, Tone},
    forms::Outcome,
    pages::api_key::{KeyFields, KeyList, MadeCard},
    texts::t,
};

/// The page.
#[component]
pub fn ApiKeysPage() -> impl IntoView {
    let texts = &t().api_keys;
    let create = ServerAction::<CreateApiKey>::new();
    let delete = ServerAction::<DeleteApiKey>::new();
    let (creating, deleting) = (CREATE_API_KEY.outcome(create), DELETE_API_KEY.outcome(delete));
    let keys = Resource::new(move || (creating.accepted().get(), delete.version().get()), |_| own_api_keys());
    view! {
        <SettingsPage title=texts.title description=texts.description>
            <FormSummary problems=deleting.problems() id="delete-summary"/>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    match keys.await {
                        Ok(own) => view! { <Keys own create creating delete/> }.into_any(),
                        Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                    }
                })}
            </Transition>
        </SettingsPage>
    }
}

#[component]
fn Keys(
    /// What they have.
    own: ApiKeyOverview,
    /// Makes one.
    create: ServerAction<CreateApiKey>,
    /// What making came to.
    creating: Outcome,
    /// Ends one.
    delete: ServerAction<DeleteApiKey>,
) -> impl IntoView {
    let texts = &t().api_keys;
    let ApiKeyOverview { keys, made, permissions } = own;
    let delete_form = move |id: String, label: String| {
        view! {
            <ActionForm action=delete>
                <input type="hidden" name="id" value=id/>
                <SubmitButton size=ButtonSize::Small variant=ButtonVariant::Secondary attr:aria-label=label>
                    {texts.delete}
                </SubmitButton>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        {made.map(|made| view! { <MadeCard made/> })}
        <KeyList keys empty=texts.empty delete=delete_form/>
        <Card>
            <CardHeader title=texts.create_title description=texts.create_description/>
            <CardBody>
                <ActionForm action=create node_ref=creating.cleared() attr:class="grid gap-5" attr:novalidate=true>
                    <KeyFields permissions creating/>
                    <div>
                        <SubmitButton pending=create.pending()>{texts.create}</SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}
