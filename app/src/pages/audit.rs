//! The audit log: of the person (`/settings/activity`), of the site (`/admin/audit-log`) and of an organization
//! (`/o/{slug}/activity`).

use leptos::prelude::*;
use leptos_router::{components::Form, hooks::use_query_map};

use super::{
    admin::{AUDIT_LOG, AdminPage},
    organization::{OrganizationPage, use_slug},
    settings::{ACTIVITY, SettingsPage},
};
use crate::{
    api::{
        admin::user::page_of,
        audit::{AuditLine, AuditLines, AuditQuery, Person, organization_audit_log, own_audit_log, site_audit_log},
        organization::subpage_of,
    },
    components::{
        Alert, ButtonSize, ButtonVariant, Card, CardBody, CardFooter, EmptyState, LinkButton, Moment, SelectInput,
        SubmitButton, TextInput, Tone,
    },
    forms::Refusal,
    texts::t,
};

/// `/settings/activity`: what the person did, and what happened to their account.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let texts = &t().audit;
    let query = asked();
    let lines = Resource::new(move || query.get(), own_audit_log);
    view! {
        <SettingsPage title=texts.activity description=texts.activity_description>
            <For each=move || [query.get()] key=AuditQuery::to_query let(query)>
                <Filters query path=ACTIVITY.to_owned()/>
            </For>
            <Lines query lines path=Signal::stored(ACTIVITY.to_owned())/>
        </SettingsPage>
    }
}

/// `/admin/audit-log`: what happened on the site.
#[component]
pub fn AuditLogPage() -> impl IntoView {
    let texts = &t().audit;
    let query = asked();
    let lines = Resource::new(move || query.get(), site_audit_log);
    view! {
        <AdminPage title=texts.title description=texts.description>
            <For each=move || [query.get()] key=AuditQuery::to_query let(query)>
                <Filters query path=AUDIT_LOG.to_owned()/>
            </For>
            <Lines query lines path=Signal::stored(AUDIT_LOG.to_owned())/>
        </AdminPage>
    }
}

/// `/o/{slug}/activity`: what happened in an organization.
#[component]
pub fn OrganizationActivityPage() -> impl IntoView {
    let texts = &t().audit;
    let slug = use_slug();
    let query = asked();
    let lines = Resource::new(move || (slug.get(), query.get()), |(slug, query)| organization_audit_log(slug, query));
    let path = Signal::derive(move || subpage_of(&slug.get(), "activity"));
    view! {
        <OrganizationPage slug title=texts.activity description=texts.organization_description>
            <For each=move || [query.get()] key=AuditQuery::to_query let(query)>
                <Filters query path=path.get_untracked()/>
            </For>
            <Lines query lines path/>
        </OrganizationPage>
    }
}

fn asked() -> Memo<AuditQuery> {
    let query = use_query_map();
    Memo::new(move |_| query.with(AuditQuery::of))
}

#[component]
fn Filters(
    /// What was asked for.
    query: AuditQuery,
    /// The page.
    path: String,
) -> impl IntoView {
    let texts = &t().audit;
    let of_others = path != ACTIVITY;
    let kinds = vec![
        ("", texts.all),
        ("sign-ins", texts.sign_ins),
        ("accounts", texts.accounts),
        ("passwords", texts.passwords),
        ("factors", texts.factors),
        ("administration", texts.administration),
        ("organizations", texts.organizations),
        ("keys", texts.keys),
        ("refusals", texts.refusals),
    ];
    view! {
        <Card>
            <CardBody>
                <Form method="get" action=path attr:class="grid items-end gap-4 sm:grid-cols-2">
                    <SelectInput name="kind" label=texts.kind options=kinds selected=query.kind/>
                    {of_others.then(|| view! {
                        <TextInput name="user" label=texts.user value=query.user autocomplete="off" autocapitalize="none" spellcheck=false/>
                    })}
                    <TextInput name="from" label=texts.from input_type="date" value=query.from/>
                    <TextInput name="to" label=texts.to input_type="date" value=query.to/>
                    <div>
                        <SubmitButton variant=ButtonVariant::Secondary>{texts.apply}</SubmitButton>
                    </div>
                </Form>
            </CardBody>
        </Card>
    }
}

#[component]
fn Lines(
    /// What was asked for.
    query: Memo<AuditQuery>,
    /// The answer.
    lines: Resource<Result<AuditLines, Refusal>>,
    /// The page.
    path: Signal<String>,
) -> impl IntoView {
    let texts = &t().audit;
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                let (query, path) = (query.get_untracked(), path.get_untracked());
                match lines.await {
                    Ok(page) if page.lines.is_empty() => {
                        view! { <EmptyState title=texts.nothing description=texts.nothing_hint/> }.into_any()
                    }
                    Ok(page) => view! { <List page query path/> }.into_any(),
                    Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn List(
    /// The lines.
    page: AuditLines,
    /// What was asked for.
    query: AuditQuery,
    /// The page.
    path: String,
) -> impl IntoView {
    let texts = &t().audit;
    let of_site = path == AUDIT_LOG;
    let at = |after: String| format!("{path}{}", AuditQuery { after, ..query.clone() }.to_query());
    let newest = (!query.after.is_empty()).then(|| at(String::new()));
    let older = page.next.clone().map(at);
    let whole = AuditQuery { after: String::new(), ..query.clone() }.to_query();
    let files = of_site.then(|| {
        [("csv", texts.csv), ("json", texts.json)].map(|(kind, label)| (format!("{path}.{kind}{whole}"), label))
    });
    let link = |href: Option<String>, label: &'static str| {
        href.map(|href| view! { <LinkButton href size=ButtonSize::Small>{label}</LinkButton> })
    };
    view! {
        <Card>
            <CardBody>
                <ul class="grid">
                    {page.lines.into_iter().map(|line| view! { <Line line linked=of_site/> }).collect_view()}
                </ul>
            </CardBody>
            <CardFooter>
                <nav aria-label=texts.pages class="flex flex-wrap items-center gap-2">
                    {link(newest, texts.newest)} {link(older, texts.older)}
                    // Not pages of the application: the browser asks for them itself.
                    {files
                        .into_iter()
                        .flatten()
                        .map(|(href, label)| view! { <a href=href rel="external" class="nav-link">{label}</a> })
                        .collect_view()}
                </nav>
            </CardFooter>
        </Card>
    }
}

#[component]
fn Line(
    /// The line.
    line: AuditLine,
    /// Whether people are links to their accounts.
    linked: bool,
) -> impl IntoView {
    let texts = &t().audit;
    let what = (texts.action)(line.action, line.detail.as_deref());
    let same = line.actor == line.subject;
    let told = (!same && line.subject != Person::Nobody).then_some(line.subject);
    let device = line.device.map(|device| (t().sessions.device)(&device));
    view! {
        <li class="grid min-w-0 gap-1 border-t border-border py-3 first:border-t-0 first:pt-0 last:pb-0">
            <p class="font-medium">{what}</p>
            <p class="text-sm text-muted-foreground break-words">
                {texts.by} " " {name(line.actor, linked)}
                {line.acting_as.map(|person| view! { " " {texts.acting_as} " " {name(person, linked)} })}
                {told.map(|person| view! { " · " {texts.about} " " {name(person, linked)} })}
            </p>
            <p class="text-sm text-muted-foreground">
                <Moment of=line.created_at.to_string()/>
                {line.ip_address.map(|address| format!(" · {address}"))} {device.map(|device| format!(" · {device}"))}
            </p>
        </li>
    }
}

/// Somebody, with a link to their account where there is one to see.
fn name(person: Person, linked: bool) -> AnyView {
    let texts = &t().audit;
    match person {
        Person::Reader => texts.reader.into_any(),
        Person::Nobody => texts.nobody.into_any(),
        Person::User(_, None) => texts.somebody.into_any(),
        Person::User(_, Some(email)) if !linked => email.into_any(),
        Person::User(id, Some(email)) => view! { <a href=page_of(&id)>{email}</a> }.into_any(),
        Person::Gone(id) => (texts.gone)(&id).into_any(),
    }
}
