//! `/admin/organizations`: every organization. What is searched is in the address.

use auth::wire::Organization;
use leptos::prelude::*;
use leptos_router::{components::Form, hooks::use_query_map};

use super::{AdminPage, ORGANIZATIONS as PATH};
use crate::{
    api::admin::organizations::{OrganizationPage, OrganizationQuery, PAGE_SIZE, admin_organizations},
    components::{
        Alert, ButtonSize, ButtonVariant, Card, EmptyState, LinkButton, Moment, SubmitButton, TextInput, Tone,
    },
    texts::t,
};

/// The page.
#[component]
pub fn OrganizationsPage() -> impl IntoView {
    let texts = &t().admin;
    let query = use_query_map();
    let query = Memo::new(move |_| query.with(OrganizationQuery::of));
    let found = Resource::new(move || query.get(), admin_organizations);
    view! {
        <AdminPage title=texts.organizations description=texts.organizations_description>
            // Made anew for another address, for example after the button Back.
            <For each=move || [query.get()] key=OrganizationQuery::to_query let(query)>
                <Form method="get" action=PATH attr:class="flex flex-wrap items-end gap-3" attr:role="search">
                    <TextInput
                        name="search"
                        label=texts.search
                        input_type="search"
                        value=query.search
                        autocomplete="off"
                    />
                    <SubmitButton variant=ButtonVariant::Secondary>{texts.apply}</SubmitButton>
                </Form>
            </For>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(page) if page.organizations.is_empty() => {
                            view! { <EmptyState title=texts.no_organization/> }.into_any()
                        }
                        Ok(page) => {
                            // The server leads back from beyond the end.
                            let query = OrganizationQuery { page: page.page, ..query.get_untracked() };
                            view! { <List page query/> }.into_any()
                        }
                        Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                    }
                })}
            </Transition>
        </AdminPage>
    }
}

#[component]
fn List(
    /// The organizations.
    page: OrganizationPage,
    /// What was asked for.
    query: OrganizationQuery,
) -> impl IntoView {
    let texts = &t().admin;
    let OrganizationPage { organizations, total, .. } = page;
    let first = (query.page - 1) * PAGE_SIZE + 1;
    let last = first + u64::try_from(organizations.len()).unwrap_or_default() - 1;
    let range = (texts.range)(first, last, total);
    let at = |page: u64| format!("{PATH}{}", OrganizationQuery { page, ..query.clone() }.to_query());
    let previous = (query.page > 1).then(|| at(query.page - 1));
    let next = (last < total).then(|| at(query.page + 1));
    let link = |href: Option<String>, label: &'static str| {
        href.map(|href| view! { <LinkButton href size=ButtonSize::Small>{label}</LinkButton> })
    };
    let row = |(organization, members): (Organization, u64)| {
        view! {
            <tr class="border-t border-border">
                <td class="p-3">
                    <p class="font-medium break-words">{organization.name}</p>
                    <p class="text-muted-foreground break-all">{organization.slug}</p>
                </td>
                <td class="p-3">{members}</td>
                <td class="p-3"><Moment of=organization.created_at.to_string()/></td>
            </tr>
        }
    };
    view! {
        <Card>
            <div class="overflow-x-auto">
                <table class="w-full text-sm">
                    <thead>
                        <tr class="text-muted-foreground">
                            <th scope="col" class="p-3 text-start font-medium">{texts.name}</th>
                            <th scope="col" class="p-3 text-start font-medium">{t().organizations.members.title}</th>
                            <th scope="col" class="p-3 text-start font-medium">{texts.created}</th>
                        </tr>
                    </thead>
                    <tbody>{organizations.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <nav
                aria-label=texts.pages
                class="flex flex-wrap items-center justify-between gap-3 border-t border-border bg-subtle px-4 py-3 sm:px-6"
            >
                <p class="text-sm text-muted-foreground">{range}</p>
                <div class="flex flex-wrap gap-2">{link(previous, texts.previous)} {link(next, texts.next)}</div>
            </nav>
        </Card>
    }
}
