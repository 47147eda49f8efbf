//! What the pages of API keys have in common: those of a person, and those of an organization.

use leptos::prelude::*;

use crate::{
    api::api_key::{MadeApiKey, OwnApiKey},
    components::{
        Badge, Card, CardBody, CardHeader, CopyButton, EmptyState, FormSummary, IconName, Moment, SelectInput,
        TextInput,
    },
    forms::Outcome,
    texts::t,
};

/// A key that was just made.
#[component]
pub fn MadeCard(
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

/// The list of keys.
#[component]
pub fn KeyList(
    /// The keys.
    keys: Vec<OwnApiKey>,
    /// What is said where there are none.
    empty: &'static str,
    /// Ends the key of an id; the second argument names the button for assistive technology.
    delete: impl Fn(String, String) -> AnyView,
) -> impl IntoView {
    let texts = &t().api_keys;
    if keys.is_empty() {
        return view! { <EmptyState icon=IconName::Key title=texts.empty_title description=empty/> }.into_any();
    }
    let item = |key: OwnApiKey| {
        let label = key.name.clone().unwrap_or_else(|| texts.unnamed.to_owned());
        let delete = delete(key.id.clone(), (texts.delete_label)(&label));
        view! { <KeyItem key_of=key label>{delete}</KeyItem> }
    };
    let items = keys.into_iter().map(item).collect_view();
    view! {
        <Card>
            <CardBody>
                <ul class="grid">{items}</ul>
            </CardBody>
        </Card>
    }
    .into_any()
}

#[component]
fn KeyItem(
    /// The key.
    key_of: OwnApiKey,
    /// What it is called.
    label: String,
    /// The form that ends it.
    children: Children,
) -> impl IntoView {
    let texts = &t().api_keys;
    let OwnApiKey { start, created_at, last_request, expires_at, permissions, .. } = key_of;
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
            {children()}
        </li>
    }
}

/// The fields of a new key.
#[component]
pub fn KeyFields(
    /// What a key may be allowed to do.
    permissions: Vec<String>,
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
    }
}
