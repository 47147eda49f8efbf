//! `/o/{slug}/api-keys`: the API keys of an organization; making and ending them.

use leptos::{form::ActionForm, prelude::*};

use super::{OrganizationPage, shown, use_slug};
use crate::{
    api::organization::api_keys::{
        ApiKeysPage as Found, CREATE, CreateOrganizationApiKey, DELETE, DeleteOrganizationApiKey, organization_api_keys,
    },
    components::{Alert, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, FormSummary, SubmitButton},
    forms::Outcome,
    pages::api_key::{KeyFields, KeyList, MadeCard},
    texts::t,
};

/// The page.
#[component]
pub fn ApiKeysPage() -> impl IntoView {
    let texts = &t().organizations.api_keys;
    let slug = use_slug();
    let create = ServerAction::<CreateOrganizationApiKey>::new();
    let delete = ServerAction::<DeleteOrganizationApiKey>::new();
    let (creating, deleting) = (CREATE.outcome(create), DELETE.outcome(delete));
    let changed = move || creating.accepted().get() + deleting.accepted().get();
    let found = Resource::new(move || (slug.get(), changed()), |(slug, _)| organization_api_keys(slug));
    view! {
        <OrganizationPage slug title=t().api_keys.title description=texts.description>
            <FormSummary problems=deleting.problems() id="delete-summary"/>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    shown(found.await, |found| view! { <Keys found create creating delete/> }.into_any())
                })}
            </Transition>
        </OrganizationPage>
    }
}

#[component]
fn Keys(
    /// What there is.
    found: Found,
    /// Makes a key.
    create: ServerAction<CreateOrganizationApiKey>,
    /// What making came to.
    creating: Outcome,
    /// Ends one.
    delete: ServerAction<DeleteOrganizationApiKey>,
) -> impl IntoView {
    let texts = &t().api_keys;
    let Found { view, keys, may_create, may_delete } = found;
    let slug = view.organization.slug;
    let Some(keys) = keys else {
        return view! { <Alert>{t().organizations.page.not_allowed}</Alert> }.into_any();
    };
    let of_delete = slug.clone();
    let delete_form = move |id: String, label: String| {
        let slug = of_delete.clone();
        let form = may_delete.then(|| {
            view! {
                <ActionForm action=delete>
                    <input type="hidden" name="slug" value=slug/>
                    <input type="hidden" name="id" value=id/>
                    <SubmitButton size=ButtonSize::Small variant=ButtonVariant::Secondary attr:aria-label=label>
                        {texts.delete}
                    </SubmitButton>
                </ActionForm>
            }
        });
        form.into_any()
    };
    let permissions = keys.permissions;
    let new_key = may_create.then(|| {
        view! {
            <Card>
                <CardHeader title=texts.create_title description=texts.create_description/>
                <CardBody>
                    <ActionForm action=create node_ref=creating.cleared() attr:class="grid gap-5" attr:novalidate=true>
                        <input type="hidden" name="slug" value=slug/>
                        <KeyFields permissions creating/>
                        <div>
                            <SubmitButton pending=create.pending()>{texts.create}</SubmitButton>
                        </div>
                    </ActionForm>
                </CardBody>
            </Card>
        }
    });
    view! {
        {keys.made.map(|made| view! { <MadeCard made/> })}
        <KeyList keys=keys.keys empty=t().organizations.api_keys.empty delete=delete_form/>
        {new_key}
    }
    .into_any()
}
