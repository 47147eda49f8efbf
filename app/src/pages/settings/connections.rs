//! `/settings/connections`: the accounts by which the person signs in; linking and unlinking them.

use leptos::{form::ActionForm, prelude::*, server_fn::ServerFn as _};
use leptos_router::hooks::use_query_map;

use super::{SECURITY, SettingsPage};
use crate::{
    api::oauth::{CONNECTIONS, LinkWith, OwnAccount, UnlinkAccount, own_accounts},
    components::{
        Alert, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, FormSummary, LinkButton, Moment, ProviderMark,
        SubmitButton, Tone,
    },
    public_config::{PublicProvider, use_public_config},
    texts::t,
};

/// The provider of a password.
const PASSWORD: &str = "credential";

/// The page.
#[component]
pub fn ConnectionsPage() -> impl IntoView {
    let texts = &t().connections;
    let unlink = ServerAction::<UnlinkAccount>::new();
    let outcome = CONNECTIONS.outcome(unlink);
    let accounts = Resource::new(move || unlink.version().get(), |_| own_accounts());
    // The way back from a provider may bring a code; what an address says is never shown.
    let code = use_query_map().with_untracked(|query| query.get("error"));
    let problem = code.map(|code| (t().auth_error.of_code)(&code));
    view! {
        <SettingsPage title=texts.title description=texts.description>
            <FormSummary problems=outcome.problems()/>
            {problem.map(|(title, message)| view! { <Alert tone=Tone::Warning title=title>{message}</Alert> })}
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    match accounts.await {
                        Ok(accounts) => view! { <Accounts accounts unlink/> }.into_any(),
                        Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                    }
                })}
            </Transition>
        </SettingsPage>
    }
}

#[component]
fn Accounts(
    /// What is linked.
    accounts: Vec<OwnAccount>,
    /// Unlinks one.
    unlink: ServerAction<UnlinkAccount>,
) -> impl IntoView {
    let texts = &t().connections;
    let others: Vec<_> = use_public_config()
        .providers
        .into_iter()
        .filter(|provider| !accounts.iter().any(|account| account.provider == provider.id))
        .collect();
    let last = accounts.len() == 1;
    view! {
        <Card>
            <CardBody>
                <ul class="grid">
                    {accounts
                        .into_iter()
                        .map(|account| view! { <AccountItem account last unlink/> })
                        .collect_view()}
                </ul>
            </CardBody>
        </Card>
        {(!others.is_empty()).then(|| view! {
            <Card>
                <CardHeader title=texts.add description=texts.add_description/>
                <CardBody>
                    <div class="flex flex-wrap gap-3">
                        {others.into_iter().map(|provider| view! { <LinkForm provider/> }).collect_view()}
                    </div>
                </CardBody>
            </Card>
        })}
    }
}

#[component]
fn AccountItem(
    /// The account.
    account: OwnAccount,
    /// Whether it is the only one.
    last: bool,
    /// Unlinks it.
    unlink: ServerAction<UnlinkAccount>,
) -> impl IntoView {
    let texts = &t().connections;
    let config = use_public_config();
    let password = account.provider == PASSWORD;
    let name = if password { texts.password.to_owned() } else { config.provider_name(&account.provider) };
    let known = config.providers.iter().any(|provider| provider.id == account.provider);
    let (again_label, unlink_label) = ((texts.again_label)(&name), (texts.unlink_label)(&name));
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 border-t border-border py-4 first:border-t-0 first:pt-0 last:pb-0">
            <div class="grid min-w-0 gap-1">
                <p class="flex flex-wrap items-center gap-2 font-medium">
                    <ProviderMark id=account.provider.clone() name=name.clone()/> {name}
                </p>
                <p class="text-sm text-muted-foreground">
                    {texts.since} " " <Moment of=account.created_at.to_string()/>
                </p>
            </div>
            <div class="flex flex-wrap gap-2">
                {if password {
                    view! { <LinkButton href=SECURITY size=ButtonSize::Small>{t().security.change_password}</LinkButton> }
                        .into_any()
                } else if known {
                    view! {
                        <form method="post" action=LinkWith::url()>
                            <input type="hidden" name="provider" value=account.provider/>
                            <SubmitButton size=ButtonSize::Small variant=ButtonVariant::Ghost attr:aria-label=again_label>
                                {texts.again}
                            </SubmitButton>
                        </form>
                    }
                        .into_any()
                } else {
                    ().into_any()
                }}
                {(!last && !password).then(|| view! {
                    <ActionForm action=unlink>
                        <input type="hidden" name="id" value=account.id/>
                        <SubmitButton size=ButtonSize::Small variant=ButtonVariant::Secondary attr:aria-label=unlink_label>
                            {texts.unlink}
                        </SubmitButton>
                    </ActionForm>
                })}
            </div>
        </li>
    }
}

#[component]
fn LinkForm(
    /// The provider.
    provider: PublicProvider,
) -> impl IntoView {
    let label = (t().connections.link)(&provider.name);
    view! {
        <form method="post" action=LinkWith::url()>
            <input type="hidden" name="provider" value=provider.id.clone()/>
            <SubmitButton variant=ButtonVariant::Secondary>
                <ProviderMark id=provider.id.clone() name=provider.name/> {label}
            </SubmitButton>
        </form>
    }
}
