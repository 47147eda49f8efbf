//! `/admin/users`: everybody who has an account. What is searched, shown and sorted is in the address.

use auth::wire::User;
use leptos::{form::ActionForm, prelude::*};
use leptos_router::{components::Form, hooks::use_query_map};

use super::{AdminPage, USERS as PATH};
use crate::{
    api::admin::{
        user::page_of,
        users::{ChangeUsers, PAGE_SIZE, USERS, UserPage, UserQuery, admin_users},
    },
    components::{
        Alert, Badge, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, Checkbox, EmptyState, FormSummary,
        LinkButton, Moment, SelectInput, SubmitButton, TextInput, Tone,
    },
    forms::Outcome,
    texts::t,
};

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let texts = &t().admin;
    let query = use_query_map();
    let query = Memo::new(move |_| query.with(UserQuery::of));
    let change = ServerAction::<ChangeUsers>::new();
    let form = USERS.outcome(change);
    let users = Resource::new(move || (query.get(), form.accepted().get()), |(query, _)| admin_users(query));
    let element = NodeRef::<leptos::html::Form>::new();
    // Once it is done, nothing is ticked that another click would do it to.
    Effect::new(move |_| {
        if let (Some(Ok(_)), Some(form)) = (change.value().get(), element.get_untracked()) {
            form.reset();
        }
    });
    view! {
        <AdminPage title=texts.users description=texts.users_description>
            <FormSummary problems=form.problems()/>
            // Made anew for another address, for example after the button Back.
            <For each=move || [query.get()] key=UserQuery::to_query let(query)>
                <Filters query/>
            </For>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    let query = query.get_untracked();
                    match users.await {
                        Ok(page) if page.users.is_empty() => {
                            view! { <EmptyState title=texts.nobody description=texts.nobody_hint/> }.into_any()
                        }
                        Ok(page) => {
                            // The server leads back from beyond the end.
                            let query = UserQuery { page: page.page, ..query };
                            view! { <List page query change form element/> }.into_any()
                        }
                        Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                    }
                })}
            </Transition>
        </AdminPage>
    }
}

#[component]
fn Filters(query: UserQuery) -> impl IntoView {
    let texts = &t().admin;
    let fields = vec![("email", texts.in_email), ("name", texts.in_name)];
    let filters = vec![
        ("", texts.show_all),
        ("banned", texts.show_banned),
        ("admins", texts.show_admins),
        ("unverified", texts.show_unverified),
    ];
    let sorts = vec![("createdAt", texts.sort_created), ("email", texts.sort_email), ("name", texts.sort_name)];
    let directions = vec![("desc", texts.descending), ("asc", texts.ascending)];
    view! {
        <Card>
            <CardBody>
                <Form method="get" action=PATH attr:class="grid items-end gap-4 sm:grid-cols-2">
                    <TextInput name="search" label=texts.search input_type="search" value=query.search autocomplete="off"/>
                    <SelectInput name="field" label=texts.search_in options=fields selected=query.field/>
                    <SelectInput name="filter" label=texts.show options=filters selected=query.filter/>
                    <SelectInput name="sort" label=texts.sort options=sorts selected=query.sort/>
                    <SelectInput name="direction" label=texts.order options=directions selected=query.direction/>
                    <div>
                        <SubmitButton variant=ButtonVariant::Secondary>{texts.apply}</SubmitButton>
                    </div>
                </Form>
            </CardBody>
        </Card>
    }
}

#[component]
fn List(
    /// The accounts.
    page: UserPage,
    /// What was asked for.
    query: UserQuery,
    /// Does something to several of them.
    change: ServerAction<ChangeUsers>,
    /// What that came to.
    form: Outcome,
    /// Its element.
    element: NodeRef<leptos::html::Form>,
) -> impl IntoView {
    let texts = &t().admin;
    let chosen = form.typed("ids");
    let users = page.users.clone();
    let first = (query.page - 1) * PAGE_SIZE + 1;
    let last = first + u64::try_from(page.users.len()).unwrap_or_default() - 1;
    let range = (texts.range)(first, last, page.total);
    let at = |page: u64| format!("{PATH}{}", UserQuery { page, ..query.clone() }.to_query());
    let previous = (query.page > 1).then(|| at(query.page - 1));
    let next = (last < page.total).then(|| at(query.page + 1));
    let export = format!("/admin/users.csv{}", UserQuery { page: 1, ..query.clone() }.to_query());
    let actions = vec![("revoke", texts.bulk_revoke), ("ban", texts.bulk_ban), ("remove", texts.bulk_remove)];
    let link = |href: Option<String>, label: &'static str| {
        href.map(|href| view! { <LinkButton href size=ButtonSize::Small>{label}</LinkButton> })
    };
    view! {
        <ActionForm action=change node_ref=element attr:class="grid gap-6" attr:novalidate=true>
            <input type="hidden" name="back" value=query.to_query()/>
            <Card>
                <div id="ids" class="overflow-x-auto">
                    <table class="w-full text-sm">
                        <thead>
                            <tr class="text-muted-foreground">
                                <th scope="col" class="p-3"><span class="sr-only">{texts.selection}</span></th>
                                <th scope="col" class="p-3 text-start font-medium">{texts.name}</th>
                                <th scope="col" class="p-3 text-start font-medium">{texts.role}</th>
                                <th scope="col" class="p-3 text-start font-medium">{texts.state}</th>
                                <th scope="col" class="p-3 text-start font-medium">{texts.created}</th>
                            </tr>
                        </thead>
                        // By key: a tick belongs to its account and not to its place on the page.
                        <tbody>
                            <For each=move || users.clone() key=|user| (user.id.clone(), user.updated_at) let(user)>
                                <Row chosen=chosen.split(' ').any(|id| id == user.id) user/>
                            </For>
                        </tbody>
                    </table>
                </div>
                <nav
                    aria-label=texts.pages
                    class="flex flex-wrap items-center justify-between gap-3 border-t border-border bg-subtle px-4 py-3 sm:px-6"
                >
                    <p class="text-sm text-muted-foreground">{range}</p>
                    <div class="flex flex-wrap gap-2">
                        {link(previous, texts.previous)} {link(next, texts.next)}
                        // Not a page of the application: the browser asks for it itself.
                        <a href=export rel="external" class="nav-link">{texts.export}</a>
                    </div>
                </nav>
            </Card>
            <Card>
                <CardHeader title=texts.bulk/>
                <CardBody>
                    <SelectInput name="action" label=texts.bulk_action options=actions selected=form.typed("action")/>
                    <Checkbox name="confirmed" label=texts.bulk_confirm error=form.error("confirmed")/>
                    <div>
                        <SubmitButton variant=ButtonVariant::Destructive pending=change.pending()>
                            {texts.bulk_submit}
                        </SubmitButton>
                    </div>
                </CardBody>
            </Card>
        </ActionForm>
    }
}

#[component]
fn Row(
    /// The account.
    user: User,
    /// Whether it was ticked before a refusal.
    chosen: bool,
) -> impl IntoView {
    let texts = &t().admin;
    let name = user.shown_name().to_owned();
    let state = if user.is_banned() {
        view! { <Badge tone=Tone::Danger>{texts.banned}</Badge> }.into_any()
    } else if user.email_verified {
        view! { <Badge tone=Tone::Success>{texts.active}</Badge> }.into_any()
    } else {
        view! { <Badge tone=Tone::Warning>{texts.unverified}</Badge> }.into_any()
    };
    view! {
        <tr class="border-t border-border">
            <td class="p-3">
                <input type="checkbox" name="ids[]" value=user.id.clone() checked=chosen aria-label=(texts.select)(&name)/>
            </td>
            <td class="p-3">
                <a href=page_of(&user.id) class="font-medium">{name}</a>
                <p class="text-muted-foreground">{user.email.clone()}</p>
            </td>
            <td class="p-3">{user.role().map(str::to_owned)}</td>
            <td class="p-3">{state}</td>
            <td class="p-3"><Moment of=user.created_at.to_string()/></td>
        </tr>
    }
}
