//! `/settings/security/passkeys`: the passkeys of the person; adding, renaming and removing them.

use leptos::{form::ActionForm, prelude::*};

use super::SettingsPage;
use crate::{
    api::passkey::{
        ADD_PASSKEY, AddPasskey, OwnPasskey, PasskeyOverview, REMOVE_PASSKEY, RENAME_PASSKEY, RemovePasskey,
        RenamePasskey, own_passkeys,
    },
    components::{
        Alert, Badge, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, EmptyState, FormSummary, IconName, Moment,
        PasskeyCreate, PasskeySignals, SelectInput, SubmitButton, TextInput, Tone,
    },
    forms::Outcome,
    session::use_session,
    texts::t,
};

/// The page.
#[component]
pub fn PasskeysPage() -> impl IntoView {
    let texts = &t().passkeys;
    let rename = ServerAction::<RenamePasskey>::new();
    let remove = ServerAction::<RemovePasskey>::new();
    let (renaming, removing) = (RENAME_PASSKEY.outcome(rename), REMOVE_PASSKEY.outcome(remove));
    let attachments = vec![("", texts.any), ("platform", texts.this_device), ("cross-platform", texts.other_device)];
    let adding = ADD_PASSKEY.outcome(ServerAction::<AddPasskey>::new());
    let passkeys = Resource::new(move || (rename.version().get(), remove.version().get()), |_| own_passkeys());
    view! {
        <SettingsPage title=texts.title description=texts.description>
            <FormSummary problems=adding.problems()/>
            <FormSummary problems=renaming.problems() id="rename-summary"/>
            <FormSummary problems=removing.problems() id="remove-summary"/>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    match passkeys.await {
                        Ok(own) => view! { <Passkeys own rename renaming remove/> }.into_any(),
                        Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                    }
                })}
            </Transition>
            <Card>
                <CardHeader title=texts.add_title description=texts.add_description/>
                <CardBody>
                    <PasskeyCreate label=texts.add without=texts.without>
                        <TextInput name="name" id="new_name" label=texts.name hint=texts.add_name_hint autocomplete="off" maxlength=64_u16/>
                        <SelectInput name="attachment" label=texts.attachment options=attachments/>
                    </PasskeyCreate>
                </CardBody>
            </Card>
        </SettingsPage>
    }
}

#[component]
fn Passkeys(
    /// What they have.
    own: PasskeyOverview,
    /// Renames one.
    rename: ServerAction<RenamePasskey>,
    /// What renaming came to.
    renaming: Outcome,
    /// Removes one.
    remove: ServerAction<RemovePasskey>,
) -> impl IntoView {
    let texts = &t().passkeys;
    let email = use_session().user().get_untracked().map(|user| user.email).unwrap_or_default();
    let credentials = own.passkeys.iter().map(|passkey| passkey.credential_id.clone()).collect();
    let list = if own.passkeys.is_empty() {
        view! { <EmptyState icon=IconName::Key title=texts.empty_title description=texts.empty/> }.into_any()
    } else {
        view! {
            <Card>
                <CardBody>
                    <ul class="grid">
                        // By key: what is open and typed belongs to its passkey and not to its place in the list.
                        <For each=move || own.passkeys.clone() key=|passkey| (passkey.id.clone(), passkey.name.clone()) let(passkey)>
                            <PasskeyItem passkey rename renaming remove/>
                        </For>
                    </ul>
                </CardBody>
            </Card>
        }
        .into_any()
    };
    view! {
        <PasskeySignals rp_id=own.rp_id user_handle=own.user_handle credentials name=email/>
        {list}
    }
}

#[component]
fn PasskeyItem(
    /// The passkey.
    passkey: OwnPasskey,
    /// Renames it.
    rename: ServerAction<RenamePasskey>,
    /// What renaming came to.
    renaming: Outcome,
    /// Removes it.
    remove: ServerAction<RemovePasskey>,
) -> impl IntoView {
    let texts = &t().passkeys;
    let OwnPasskey { id, name, provider, synchronised, created_at, .. } = passkey;
    let label = name.clone().or_else(|| provider.clone()).unwrap_or_else(|| texts.unnamed.to_owned());
    let provider = provider.filter(|provider| *provider != label);
    let (rename_label, remove_label) = ((texts.rename_label)(&label), (texts.remove_label)(&label));
    let (field, for_removing) = (format!("name-{id}"), id.clone());
    let error = {
        let field = field.clone();
        Signal::derive(move || {
            let problems = renaming.problems().get();
            problems.into_iter().find(|problem| problem.field.as_ref() == Some(&field)).map(|problem| problem.message)
        })
    };
    view! {
        <li class="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 border-t border-border py-4 first:border-t-0 first:pt-0 last:pb-0">
            <div class="grid min-w-0 gap-1">
                <p class="flex flex-wrap items-center gap-2 font-medium">
                    {label} {synchronised.then(|| view! { <Badge>{texts.synchronised}</Badge> })}
                </p>
                <p class="text-sm text-muted-foreground">
                    {provider.map(|provider| format!("{provider} · "))}
                    {created_at.map(|moment| view! { {texts.added} " " <Moment of=moment.to_string()/> })}
                </p>
            </div>
            <div class="flex flex-wrap items-start gap-2">
                // Open where what was typed is wrong.
                <details class="grid gap-3" open=move || error.get().is_some()>
                    <summary class="cursor-pointer px-2.5 py-1 text-sm font-medium" aria-label=rename_label>
                        {texts.rename}
                    </summary>
                    <ActionForm action=rename attr:class="grid gap-3 pt-3" attr:novalidate=true>
                        <input type="hidden" name="id" value=id/>
                        <TextInput
                            name="name"
                            id=field
                            label=texts.name
                            value=name.unwrap_or_default()
                            error=error
                            autocomplete="off"
                            maxlength=64_u16
                            required=true
                        />
                        <div>
                            <SubmitButton size=ButtonSize::Small pending=rename.pending()>{texts.save}</SubmitButton>
                        </div>
                    </ActionForm>
                </details>
                <ActionForm action=remove>
                    <input type="hidden" name="id" value=for_removing/>
                    <SubmitButton size=ButtonSize::Small variant=ButtonVariant::Secondary attr:aria-label=remove_label>
                        {texts.remove}
                    </SubmitButton>
                </ActionForm>
            </div>
        </li>
    }
}
