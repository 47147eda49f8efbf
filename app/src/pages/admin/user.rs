//! `/admin/users/{id}`: one account.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;

use super::{
    AUDIT_LOG, AdminPage, USERS,
    user_forms::{BanCard, DetailsCard, PasswordCard, RemoveCard, RoleCard},
};
use crate::{
    api::admin::{
        impersonation::{IMPERSONATE, Impersonate},
        user::{RevokeSession, RevokeSessions, USER, UserDetails, UserSession, admin_user},
    },
    components::{
        Alert, Badge, ButtonSize, ButtonVariant, Card, CardBody, CardFooter, CardHeader, Fact, FormSummary, LinkButton,
        Moment, SubmitButton, Tone,
    },
    public_config::use_public_config,
    session::OrganizationLink,
    texts::t,
};

/// The page.
#[component]
pub fn UserPage() -> impl IntoView {
    let texts = &t().admin;
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let revoke = ServerAction::<RevokeSession>::new();
    let revoke_all = ServerAction::<RevokeSessions>::new();
    let impersonate = ServerAction::<Impersonate>::new();
    let (one, all, seeing) = (USER.outcome(revoke), USER.outcome(revoke_all), IMPERSONATE.outcome(impersonate));
    // Both are refused under one name where there are no scripts, and then it is said once.
    let problems = Signal::derive(move || {
        let problems = one.problems().get();
        if problems.is_empty() { all.problems().get() } else { problems }
    });
    // What a form of the page has changed is asked for anew.
    let changes = RwSignal::new(0_usize);
    provide_context(Changes(changes));
    let ended = move || one.accepted().get() + all.accepted().get();
    let details = Resource::new(move || (id.get(), changes.get(), ended()), |(id, ..)| admin_user(id));
    view! {
        <AdminPage title=texts.users description=texts.users_description>
            <div>
                <LinkButton href=USERS size=ButtonSize::Small>{texts.back}</LinkButton>
            </div>
            <FormSummary problems=problems/>
            <FormSummary problems=seeing.problems() id="impersonate-summary" autofocus=false/>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    match details.await {
                        Ok(Some(details)) => {
                            view! { <Account details revoke revoke_all impersonate/> }.into_any()
                        }
                        Ok(None) => view! { <Alert tone=Tone::Warning>{texts.not_found}</Alert> }.into_any(),
                        Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                    }
                })}
            </Transition>
        </AdminPage>
    }
}

/// Counts the changes of the account by forms of its page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Changes(pub(super) RwSignal<usize>);

#[component]
fn Account(
    /// The account.
    details: UserDetails,
    /// Ends a session.
    revoke: ServerAction<RevokeSession>,
    /// Ends all sessions.
    revoke_all: ServerAction<RevokeSessions>,
    /// Looks at the application as this person.
    impersonate: ServerAction<Impersonate>,
) -> impl IntoView {
    let texts = &t().admin;
    let UserDetails { user, own, can_be_impersonated, sessions, accounts, organizations } = details;
    let id = user.id.clone();
    let config = use_public_config();
    let way = move |account: crate::api::admin::user::UserAccount| {
        let name = match account.provider.as_str() {
            "credential" => texts.credential.to_owned(),
            provider => config.provider_name(provider),
        };
        view! { <li>{name} " " {texts.since} " " <Moment of=account.created_at.to_string()/></li> }
    };
    let ways = (!accounts.is_empty())
        .then(|| view! { <ul class="grid gap-1">{accounts.into_iter().map(way).collect_view()}</ul> });
    let organization = |own: OrganizationLink| {
        view! { <li><span class="break-words">{own.name}</span> " " <Badge>{(t().organizations.role_name)(&own.role)}</Badge></li> }
    };
    let organizations = (!organizations.is_empty()).then(|| {
        view! {
            <Fact term=texts.organizations_of>
                <ul class="grid gap-1">{organizations.into_iter().map(organization).collect_view()}</ul>
            </Fact>
        }
    });
    let without_ways = ways.is_none().then_some(texts.no_ways_in);
    let (name, email) = (user.shown_name().to_owned(), user.email.clone());
    let [details_of, role_of, password_of, ban_of, remove_of] = [(); 5].map(|()| user.clone());
    let (shown_id, role) = (id.clone(), user.role().map(str::to_owned));
    let (has_log, log) = (use_public_config().audit_log, format!("{AUDIT_LOG}?user={}", user.id));
    let (created, updated) = (user.created_at.to_string(), user.updated_at.to_string());
    view! {
        <Card>
            <CardHeader title=name description=email/>
            <CardBody>
                {own.then(|| view! { <Alert>{texts.own_account}</Alert> })}
                <dl class="grid gap-4 sm:grid-cols-2">
                    <Fact term=texts.id><span class="break-all font-mono text-xs">{shown_id}</span></Fact>
                    <Fact term=texts.role>{role}</Fact>
                    <Fact term=texts.created><Moment of=created/></Fact>
                    <Fact term=texts.updated><Moment of=updated/></Fact>
                    <Fact term=texts.ways_in>{ways} {without_ways}</Fact>
                    {organizations}
                </dl>
                {has_log.then(|| view! {
                    <div><LinkButton href=log size=ButtonSize::Small>{t().audit.of_account}</LinkButton></div>
                })}
            </CardBody>
        </Card>
        <Sessions id=id.clone() sessions revoke revoke_all/>
        {can_be_impersonated.then(|| view! {
            <Card>
                <CardHeader title=texts.impersonate_title description=texts.impersonate_description/>
                <CardBody>
                    <ActionForm action=impersonate>
                        <input type="hidden" name="user_id" value=id.clone()/>
                        <SubmitButton variant=ButtonVariant::Secondary pending=impersonate.pending()>
                            {texts.impersonate}
                        </SubmitButton>
                    </ActionForm>
                </CardBody>
            </Card>
        })}
        <DetailsCard user=details_of/>
        <RoleCard user=role_of/>
        <PasswordCard user=password_of/>
        {(!own).then(|| view! {
            <BanCard user=ban_of/>
            <RemoveCard user=remove_of/>
        })}
    }
}

#[component]
fn Sessions(
    /// Whose.
    id: String,
    /// The sessions.
    sessions: Vec<UserSession>,
    /// Ends one.
    revoke: ServerAction<RevokeSession>,
    /// Ends all.
    revoke_all: ServerAction<RevokeSessions>,
) -> impl IntoView {
    let texts = &t().admin;
    let any = !sessions.is_empty();
    let owner = id.clone();
    let item = move |session: UserSession| {
        let owner = owner.clone();
        let device = (t().sessions.device)(&session.device);
        let label = (texts.revoke_label)(&device);
        view! {
            <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 border-t border-border py-4 first:border-t-0 first:pt-0 last:pb-0">
                <div class="grid min-w-0 gap-1">
                    <p class="flex flex-wrap items-center gap-2 font-medium">
                        {device}
                        {session.impersonated.then(|| view! { <Badge tone=Tone::Warning>{texts.impersonated}</Badge> })}
                    </p>
                    <p class="text-sm text-muted-foreground">
                        {(!session.ip_address.is_empty()).then(|| format!("{} · ", session.ip_address))}
                        {t().sessions.signed_in} " " <Moment of=session.created_at.to_string()/>
                    </p>
                </div>
                <ActionForm action=revoke>
                    <input type="hidden" name="user_id" value=owner/>
                    <input type="hidden" name="handle" value=session.handle/>
                    <SubmitButton size=ButtonSize::Small variant=ButtonVariant::Secondary attr:aria-label=label>
                        {texts.revoke}
                    </SubmitButton>
                </ActionForm>
            </li>
        }
    };
    view! {
        <Card>
            <CardHeader title=texts.sessions/>
            <CardBody>
                <ul class="grid">{sessions.into_iter().map(item).collect_view()}</ul>
                {(!any).then(|| view! { <p class="text-muted-foreground">{texts.no_sessions}</p> })}
            </CardBody>
            {any.then(|| view! {
                <CardFooter>
                    <ActionForm action=revoke_all>
                        <input type="hidden" name="user_id" value=id/>
                        <SubmitButton variant=ButtonVariant::Destructive pending=revoke_all.pending()>
                            {texts.revoke_all}
                        </SubmitButton>
                    </ActionForm>
                </CardFooter>
            })}
        </Card>
    }
}
