//! `/orgs`: the organizations of a person, and the invitations that wait for them.

use auth::wire::UserInvitation;
use leptos::{form::ActionForm, prelude::*};
use leptos_router::{components::Form, hooks::use_query_map};

use crate::{
    api::organization::{
        answer::{AcceptInvitation, DeclineInvitation},
        own::{ANSWER_LISTED, OwnOrganizations, list_own},
        page_of,
    },
    components::{
        Alert, Avatar, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, EmptyState, FormSummary, LinkButton,
        Moment, SubmitButton, TextInput, Tone,
    },
    pages::Page,
    policy::ORGANIZATIONS,
    public_config::use_public_config,
    session::OrganizationLink,
    texts::t,
};

/// The page.
#[component]
pub fn OrganizationsPage() -> impl IntoView {
    let texts = &t().organizations.list;
    let can_create = use_public_config().organizations.unwrap_or_default().can_create;
    let query = use_query_map();
    let search = Memo::new(move |_| query.with(|query| query.get("search").unwrap_or_default()));
    let (accept, decline) = (ServerAction::<AcceptInvitation>::new(), ServerAction::<DeclineInvitation>::new());
    let (accepting, declining) = (ANSWER_LISTED.outcome(accept), ANSWER_LISTED.outcome(decline));
    // Both are refused under one name where there are no scripts, and then it is said once.
    let problems = Signal::derive(move || {
        let problems = accepting.problems().get();
        if problems.is_empty() { declining.problems().get() } else { problems }
    });
    let answered = move || accepting.accepted().get() + declining.accepted().get();
    let own = Resource::new(move || (search.get(), answered()), |(search, _)| list_own(search));
    view! {
        <Page title=texts.title>
            <div class="grid gap-6">
                <div class="flex flex-wrap items-start justify-between gap-4">
                    <div class="grid gap-1">
                        <h1 class="text-2xl font-semibold">{texts.title}</h1>
                        <p class="text-muted-foreground text-pretty">{texts.description}</p>
                    </div>
                    {can_create.then(|| view! {
                        <LinkButton href="/orgs/new" variant=ButtonVariant::Primary>
                            {t().organizations.switcher.create}
                        </LinkButton>
                    })}
                </div>
                <FormSummary problems=problems/>
                <Transition fallback=|| ()>
                    {move || Suspend::new(async move {
                        match own.await {
                            Ok(own) => view! { <Own own search=search.get_untracked() accept decline/> }.into_any(),
                            Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
        </Page>
    }
}

#[component]
fn Own(
    /// What there is.
    own: OwnOrganizations,
    /// What was searched.
    search: String,
    /// Joins.
    accept: ServerAction<AcceptInvitation>,
    /// Does not join.
    decline: ServerAction<DeclineInvitation>,
) -> impl IntoView {
    let texts = &t().organizations.list;
    let OwnOrganizations { organizations, invitations, unverified } = own;
    let searched = !search.is_empty();
    let list = if organizations.is_empty() && searched {
        view! { <EmptyState title=texts.nothing_found/> }.into_any()
    } else if organizations.is_empty() {
        view! { <EmptyState title=texts.none description=texts.none_hint/> }.into_any()
    } else {
        let rows = organizations.into_iter().map(|own| view! { <Row own/> }).collect_view();
        view! { <Card><ul>{rows}</ul></Card> }.into_any()
    };
    let waiting = (!invitations.is_empty()).then(|| {
        let row = move |invitation| view! { <Invited invitation accept decline/> };
        view! {
            <Card>
                <CardHeader title=texts.invitations description=texts.invitations_description/>
                <CardBody>
                    <ul class="grid gap-4">{invitations.into_iter().map(row).collect_view()}</ul>
                </CardBody>
            </Card>
        }
    });
    view! {
        {unverified.then(|| view! { <Alert>{texts.unverified}</Alert> })}
        {waiting}
        <Form method="get" action=ORGANIZATIONS attr:class="flex flex-wrap items-end gap-3" attr:role="search">
            <TextInput name="search" label=texts.search input_type="search" value=search autocomplete="off"/>
            <SubmitButton variant=ButtonVariant::Secondary>{texts.apply}</SubmitButton>
        </Form>
        {list}
    }
}

#[component]
fn Row(
    /// The organization.
    own: OrganizationLink,
) -> impl IntoView {
    view! {
        <li class="border-t border-border first:border-t-0">
            <a href=page_of(&own.slug) class="flex items-center gap-3 px-4 py-3 hover:bg-muted sm:px-6">
                <Avatar name=own.name.clone()/>
                <span class="grid min-w-0">
                    <span class="truncate font-medium">{own.name}</span>
                    <span class="truncate text-muted-foreground">{(t().organizations.role_name)(&own.role)}</span>
                </span>
            </a>
        </li>
    }
}

/// An invitation, and the two answers to it.
#[component]
fn Invited(
    /// The invitation.
    invitation: UserInvitation,
    /// Joins.
    accept: ServerAction<AcceptInvitation>,
    /// Does not join.
    decline: ServerAction<DeclineInvitation>,
) -> impl IntoView {
    let texts = &t().organizations.list;
    let UserInvitation { invitation, organization_name: name } = invitation;
    let role = (t().organizations.role_name)(&invitation.role);
    let (to_accept, to_decline) = (invitation.id.clone(), invitation.id);
    let (accept_label, decline_label) = ((texts.accept_label)(&name), (texts.decline_label)(&name));
    view! {
        <li class="flex flex-wrap items-center justify-between gap-3">
            <div class="grid min-w-0">
                <p class="font-medium break-words">{name}</p>
                <p class="text-muted-foreground">
                    {(texts.invited_as)(&role)} ", " {texts.until} " " <Moment of=invitation.expires_at.to_string()/>
                </p>
            </div>
            <div class="flex flex-wrap gap-2">
                <ActionForm action=accept>
                    <input type="hidden" name="id" value=to_accept/>
                    <SubmitButton size=ButtonSize::Small pending=accept.pending() attr:aria-label=accept_label>
                        {texts.accept}
                    </SubmitButton>
                </ActionForm>
                <ActionForm action=decline>
                    <input type="hidden" name="id" value=to_decline/>
                    <SubmitButton
                        variant=ButtonVariant::Secondary
                        size=ButtonSize::Small
                        pending=decline.pending()
                        attr:aria-label=decline_label
                    >
                        {texts.decline}
                    </SubmitButton>
                </ActionForm>
            </div>
        </li>
    }
}
