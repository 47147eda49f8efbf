//! `/settings/api-keys`: the API keys of the person; making and ending them.

use leptos::{form::ActionForm, prelude::*};

use super::SettingsPage;
use crate::{
    api::api_key::{
        ApiKeyOverview, CREATE_API_KEY, CreateApiKey, DELETE_API_KEY, DeleteApiKey, MadeApiKey, OwnApiKey, own_api_keys,
    },
    components::{
        Alert, Badge, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, CopyButton, EmptyState, FormSummary,
        IconName, Moment, SelectInput, SubmitButton, TextInput, Tone,
    },
    forms::Outcome,
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
    let list = if keys.is_empty() {
        view! { <EmptyState icon=IconName::Key title=texts.empty_title description=texts.empty/> }.into_any()
    } else {
        view! {
            <Card>
                <CardBody>
                    <ul class="grid">
                        {keys.into_iter().map(|key| view! { <KeyItem key_of=key delete/> }).collect_view()}
                    </ul>
                </CardBody>
            </Card>
        }
        .into_any()
    };
    view! {
        {made.map(|made| view! { <MadeCard made/> })}
        {list}
        <CreateCard permissions create creating/>
    }
}

#[component]
fn MadeCard(
    /// The key, which nobody sees again.
    made: MadeApiKey,
) -> impl IntoView {
    let texts = &t().api_keys;
    let MadeApiKey { key, example } = made;
    view! {
        <Card>
            <CardHeader title=texts.made_title description=texts.made_description/>
            <CardBody>
                <div class="grid gap-4" role="status">
                    <div class="flex flex-wrap items-center gap-2">
                        <code class="min-w-0 break-all" id="new-api-key">{key.clone()}</code>
                        <CopyButton text=key copy=texts.copy copied=texts.copied/>
                    </div>
                    <div class="grid gap-1">
                        <p class="text-sm text-muted-foreground">{texts.example}</p>
                        <pre class="overflow-x-auto whitespace-pre-wrap break-all text-sm" tabindex="0"><code>{example}</code></pre>
                    </div>
                </div>
            </CardBody>
        </Card>
    }
}

#[component]
fn KeyItem(
    /// The key.
    key_of: OwnApiKey,
    /// Ends it.
    delete: ServerAction<DeleteApiKey>,
) -> impl IntoView {
    let texts = &t().api_keys;
    let OwnApiKey { id, name, start, created_at, last_request, expires_at, permissions } = key_of;
    let label = name.unwrap_or_else(|| texts.unnamed.to_owned());
    let delete_label = (texts.delete_label)(&label);
    view! {
        <li class="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 border-t border-border py-4 first:border-t-0 first:pt-0 last:pb-0">
            <div class="grid min-w-0 gap-1">
                <p class="flex flex-wrap items-center gap-2 font-medium">
                    {label} {start.map(|start| view! { <code>{format!("{start}…")}</code> })}
                </p>
                <p class="text-sm text-muted-foreground">
                    {texts.created} " " <Moment of=created_at.to_string()/> " · "
                    {match last_request {
                        Some(moment) => view! { {texts.last_used} " " <Moment of=moment.to_string()/> }.into_any(),
                        None => texts.never_used.into_any(),
                    }} " · "
                    {match expires_at {
                        Some(moment) => view! { {texts.ends} " " <Moment of=moment.to_string()/> }.into_any(),
                        None => texts.never_ends.into_any(),
                    }}
                </p>
                <p class="flex flex-wrap gap-1">
                    {permissions.into_iter().map(|permission| view! { <Badge>{permission}</Badge> }).collect_view()}
                </p>
            </div>
            <ActionForm action=delete>
                <input type="hidden" name="id" value=id/>
                <SubmitButton size=ButtonSize::Small variant=ButtonVariant::Secondary attr:aria-label=delete_label>
                    {texts.delete}
                </SubmitButton>
            </ActionForm>
        </li>
    }
}

#[component]
fn CreateCard(
    /// What a key may be allowed to do.
    permissions: Vec<String>,
    /// Makes one.
    create: ServerAction<CreateApiKey>,
    /// What making came to.
    creating: Outcome,
) -> impl IntoView {
    let texts = &t().api_keys;
    let days = vec![
        ("7", texts.week),
        ("30", texts.month),
        ("90", texts.quarter),
        ("365", texts.year),
        ("", texts.never_ends),
    ];
    let choices = (!permissions.is_empty()).then(|| {
        let choice = |(index, permission): (usize, String)| {
            let id = format!("permission-{index}");
            view! {
                <div class="checkbox">
                    <input type="checkbox" id=id.clone() name="permissions[]" value=permission.clone() checked=true/>
                    <label for=id>{permission}</label>
                </div>
            }
        };
        view! {
            <fieldset class="grid gap-2">
                <legend class="text-sm font-medium">{texts.permissions}</legend>
                {permissions.into_iter().enumerate().map(choice).collect_view()}
            </fieldset>
        }
    });
    view! {
        <Card>
            <CardHeader title=texts.create_title description=texts.create_description/>
            <CardBody>
                <ActionForm action=create attr:class="grid gap-5" attr:novalidate=true>
                    <FormSummary problems=creating.problems()/>
                    <TextInput
                        name="name"
                        label=texts.name
                        hint=texts.name_hint
                        value=creating.typed("name")
                        error=creating.error("name")
                        autocomplete="off"
                        maxlength=32_u16
                        required=true
                    />
                    <SelectInput name="days" label=texts.ends_after options=days selected="90"/>
                    {choices}
                    <div>
                        <SubmitButton pending=create.pending()>{texts.create}</SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}
