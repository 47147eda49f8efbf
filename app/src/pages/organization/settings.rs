//! `/o/{slug}/settings`: name, slug and logo, and deleting the organization.

use auth::wire::Organization;
use leptos::{form::ActionForm, prelude::*};

use super::{OrganizationPage, shown, use_slug};
use crate::{
    api::organization::{
        Right, read_organization,
        settings::{DELETE, DeleteOrganization, UPDATE, UpdateOrganization},
        subpage_of,
    },
    components::{Alert, ButtonVariant, Card, CardBody, CardHeader, FormSummary, LinkButton, SubmitButton, TextInput},
    forms::Outcome,
    public_config::use_public_config,
    texts::t,
};

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let texts = &t().organizations.settings;
    let can_delete = use_public_config().organizations.unwrap_or_default().can_delete;
    let has_log = use_public_config().audit_log;
    let slug = use_slug();
    let update = ServerAction::<UpdateOrganization>::new();
    let form = UPDATE.outcome(update);
    let found = Resource::new(move || slug.get(), read_organization);
    view! {
        <OrganizationPage slug title=texts.title description=texts.description>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    shown(found.await, |view| {
                        let (may_update, may_delete) = (view.may(Right::Update), view.may(Right::Delete) && can_delete);
                        let slug = view.organization.slug.clone();
                        view! {
                            {if may_update {
                                let activity = subpage_of(&slug, "activity");
                                view! {
                                    <GeneralCard organization=view.organization action=update form/>
                                    {has_log.then(|| view! {
                                        <Card>
                                            <CardHeader title=t().audit.activity description=t().audit.organization_description/>
                                            <CardBody>
                                                <div><LinkButton href=activity>{t().audit.see}</LinkButton></div>
                                            </CardBody>
                                        </Card>
                                    })}
                                }
                                .into_any()
                            } else {
                                view! { <Alert>{t().organizations.page.not_allowed}</Alert> }.into_any()
                            }}
                            {may_delete.then(|| view! { <DeleteCard slug/> })}
                        }
                        .into_any()
                    })
                })}
            </Transition>
        </OrganizationPage>
    }
}

#[component]
fn GeneralCard(
    /// The organization.
    organization: Organization,
    /// Changes it.
    action: ServerAction<UpdateOrganization>,
    /// What became of it.
    form: Outcome,
) -> impl IntoView {
    let texts = &t().organizations.settings;
    let site = use_public_config().origin;
    let as_typed =
        move |field: &str, own: String| Some(form.typed(field)).filter(|typed| !typed.is_empty()).unwrap_or(own);
    view! {
        <Card>
            <CardHeader title=texts.general/>
            <CardBody>
                <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                    <FormSummary problems=form.problems()/>
                    <input type="hidden" name="organization" value=organization.slug.clone()/>
                    <TextInput
                        name="organization_name"
                        label=t().organizations.new.name
                        value=as_typed("organization_name", organization.name)
                        error=form.error("organization_name")
                        autocomplete="organization"
                        maxlength=255_u16
                        required=true
                    />
                    <TextInput
                        name="slug"
                        label=t().organizations.new.slug
                        hint=(texts.slug_hint)(&site)
                        value=as_typed("slug", organization.slug)
                        error=form.error("slug")
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck=false
                        maxlength=64_u16
                        required=true
                    />
                    <TextInput
                        name="logo"
                        label=texts.logo
                        hint=texts.logo_hint
                        input_type="url"
                        value=as_typed("logo", organization.logo.unwrap_or_default())
                        error=form.error("logo")
                        autocomplete="off"
                        inputmode="url"
                        maxlength=2000_u16
                    />
                    <div>
                        <SubmitButton pending=action.pending()>{texts.save}</SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}

/// Deleting the organization, once its slug is typed.
#[component]
fn DeleteCard(
    /// Its slug.
    slug: String,
) -> impl IntoView {
    let texts = &t().organizations.settings;
    let action = ServerAction::<DeleteOrganization>::new();
    let form = DELETE.outcome(action);
    view! {
        <Card>
            <CardHeader title=texts.delete_title description=texts.delete_description/>
            <CardBody>
                <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                    <FormSummary problems=form.problems() id="delete-summary"/>
                    <input type="hidden" name="organization" value=slug.clone()/>
                    <TextInput
                        name="typed_slug"
                        label=texts.confirmation
                        hint=(texts.confirmation_hint)(&slug)
                        value=form.typed("typed_slug")
                        error=form.error("typed_slug")
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck=false
                        required=true
                    />
                    <div>
                        <SubmitButton variant=ButtonVariant::Destructive pending=action.pending()>{texts.delete}</SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}
