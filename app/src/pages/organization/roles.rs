//! `/o/{slug}/roles`: roles that an organization makes itself.

use std::collections::BTreeSet;

use auth::wire::OrganizationRole;
use leptos::{form::ActionForm, prelude::*};

use super::{OrganizationPage, shown, use_slug};
use crate::{
    api::organization::{
        Right,
        roles::{CREATE, CreateRole, DeleteRole, ROLES, RolesPage as Roles, UpdateRole, organization_roles},
    },
    components::{
        Badge, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, EmptyState, FormSummary, SubmitButton, TextInput,
    },
    forms::Outcome,
    texts::t,
};

/// Resources with their actions.
type Resources = Vec<(String, Vec<String>)>;

/// The page.
#[component]
pub fn RolesPage() -> impl IntoView {
    let texts = &t().organizations.roles;
    let slug = use_slug();
    let (create, update) = (ServerAction::<CreateRole>::new(), ServerAction::<UpdateRole>::new());
    let delete = ServerAction::<DeleteRole>::new();
    let (creating, updating, deleting) = (CREATE.outcome(create), ROLES.outcome(update), ROLES.outcome(delete));
    // Both are refused under one name where there are no scripts, and then it is said once.
    let problems = Signal::derive(move || {
        let problems = updating.problems().get();
        if problems.is_empty() { deleting.problems().get() } else { problems }
    });
    let changed = move || creating.accepted().get() + updating.accepted().get() + deleting.accepted().get();
    let found = Resource::new(move || (slug.get(), changed()), |(slug, _)| organization_roles(slug));
    view! {
        <OrganizationPage slug title=texts.title description=texts.description>
            <FormSummary problems id="roles-summary"/>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    shown(found.await, |roles| view! { <Cards roles create update delete creating/> }.into_any())
                })}
            </Transition>
        </OrganizationPage>
    }
}

#[component]
fn Cards(
    /// What there is.
    roles: Roles,
    /// Makes a role.
    create: ServerAction<CreateRole>,
    /// Changes one.
    update: ServerAction<UpdateRole>,
    /// Deletes one.
    delete: ServerAction<DeleteRole>,
    /// What became of a new one.
    creating: Outcome,
) -> impl IntoView {
    let texts = &t().organizations.roles;
    let Roles { view, built_in, own, resources } = roles;
    let slug = view.organization.slug.clone();
    let (may_create, may_update) = (view.may(Right::CreateRoles), view.may(Right::UpdateRoles));
    let may_delete = view.may(Right::DeleteRoles);
    let badge = |role: String| view! { <li><Badge>{(t().organizations.role_name)(&role)}</Badge></li> };
    let rows = if own.is_empty() {
        view! { <EmptyState title=texts.none description=texts.none_hint/> }.into_any()
    } else {
        let card = |role: OrganizationRole| {
            let (slug, resources) = (slug.clone(), resources.clone());
            view! { <RoleCard slug role resources may_update may_delete update delete/> }
        };
        own.into_iter().map(card).collect_view().into_any()
    };
    view! {
        <Card>
            <CardHeader title=texts.built_in description=texts.built_in_description/>
            <CardBody><ul class="flex flex-wrap gap-2">{built_in.into_iter().map(badge).collect_view()}</ul></CardBody>
        </Card>
        {rows}
        {may_create.then(|| view! { <CreateCard slug=slug.clone() resources action=create form=creating/> })}
    }
}

#[component]
fn RoleCard(
    /// The organization.
    slug: String,
    /// The role.
    role: OrganizationRole,
    /// What a role can allow.
    resources: Resources,
    /// Whether the caller may change it.
    may_update: bool,
    /// Whether the caller may delete it.
    may_delete: bool,
    /// Changes it.
    update: ServerAction<UpdateRole>,
    /// Deletes it.
    delete: ServerAction<DeleteRole>,
) -> impl IntoView {
    let texts = &t().organizations.roles;
    let pairs = role.permission.iter();
    let allowed =
        pairs.flat_map(|(resource, actions)| actions.iter().map(move |action| format!("{resource}:{action}")));
    let allowed: BTreeSet<String> = allowed.collect();
    let label = (texts.delete_label)(&role.role);
    let (id, prefix) = (role.id.clone(), role.id.clone());
    let of_delete = (slug.clone(), role.id.clone());
    view! {
        <Card>
            <CardHeader title=role.role/>
            <CardBody>
                <ActionForm action=update attr:class="grid gap-5">
                    <input type="hidden" name="slug" value=slug/>
                    <input type="hidden" name="role_id" value=id/>
                    <Permissions prefix resources allowed fixed=!may_update/>
                    {may_update.then(|| view! {
                        <div>
                            <SubmitButton variant=ButtonVariant::Secondary size=ButtonSize::Small pending=update.pending()>
                                {texts.save}
                            </SubmitButton>
                        </div>
                    })}
                </ActionForm>
                {may_delete.then(|| view! {
                    <ActionForm action=delete>
                        <input type="hidden" name="slug" value=of_delete.0/>
                        <input type="hidden" name="role_id" value=of_delete.1/>
                        <SubmitButton variant=ButtonVariant::Ghost size=ButtonSize::Small pending=delete.pending() attr:aria-label=label>
                            {texts.delete}
                        </SubmitButton>
                    </ActionForm>
                })}
            </CardBody>
        </Card>
    }
}

#[component]
fn CreateCard(
    /// The organization.
    slug: String,
    /// What a role can allow.
    resources: Resources,
    /// Makes it.
    action: ServerAction<CreateRole>,
    /// What became of it.
    form: Outcome,
) -> impl IntoView {
    let texts = &t().organizations.roles;
    let allowed = form.typed("permissions").split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    view! {
        <Card>
            <CardHeader title=texts.create_title/>
            <CardBody>
                <ActionForm action node_ref=form.cleared() attr:class="grid gap-5" attr:novalidate=true>
                    <FormSummary problems=form.problems()/>
                    <input type="hidden" name="slug" value=slug/>
                    <TextInput
                        name="role"
                        label=texts.name
                        hint=texts.name_hint
                        value=form.typed("role")
                        error=form.error("role")
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck=false
                        maxlength=64_u16
                        required=true
                    />
                    <div id="permissions" tabindex="-1">
                        <Permissions prefix="new".to_owned() resources allowed fixed=false/>
                    </div>
                    <div>
                        <SubmitButton pending=action.pending()>{texts.create}</SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}

/// A checkbox for each action on each resource.
#[component]
fn Permissions(
    /// What the ids begin with.
    prefix: String,
    /// What a role can allow.
    resources: Resources,
    /// What this one allows, each as `resource:action`.
    allowed: BTreeSet<String>,
    /// It can be read and not changed.
    fixed: bool,
) -> impl IntoView {
    let texts = &t().organizations.roles;
    let group = |(resource, actions): (String, Vec<String>)| {
        let boxes = actions.into_iter().map(|action| {
            let value = format!("{resource}:{action}");
            let id = format!("{prefix}-{resource}-{action}");
            let checked = allowed.contains(&value);
            let control = id.clone();
            view! {
                <label for=control class="flex items-center gap-2">
                    <input type="checkbox" id=id name="permissions[]" value=value checked=checked disabled=fixed/>
                    {(texts.action)(&action)}
                </label>
            }
        });
        let boxes = boxes.collect_view();
        view! {
            <fieldset class="grid gap-1.5">
                <legend class="font-medium">{(texts.resource)(&resource)}</legend>
                <div class="flex flex-wrap gap-x-5 gap-y-2">{boxes}</div>
            </fieldset>
        }
    };
    view! {
        <div role="group" aria-label=texts.permissions class="grid gap-4">
            {resources.into_iter().map(group).collect_view()}
        </div>
    }
}
