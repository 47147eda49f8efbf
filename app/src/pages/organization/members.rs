//! `/o/{slug}/members`: who is in an organization. What is searched is in the address.

use auth::wire::Member;
use leptos::{form::ActionForm, prelude::*};
use leptos_router::{components::Form, hooks::use_query_map};

use super::{OrganizationPage, role_options, shown, use_slug};
use crate::{
    api::organization::{
        Right,
        members::{ChangeMemberRole, MEMBERS, MemberPage, MemberQuery, PAGE_SIZE, RemoveMember, organization_members},
        own::{LEAVE, LeaveOrganization},
        subpage_of,
    },
    components::{
        Avatar, Badge, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, Checkbox, EmptyState, FormSummary,
        LinkButton, Moment, SelectInput, SubmitButton, TextInput,
    },
    forms::Outcome,
    texts::t,
};

/// The page.
#[component]
pub fn MembersPage() -> impl IntoView {
    let texts = &t().organizations.members;
    let slug = use_slug();
    let query = use_query_map();
    let query = Memo::new(move |_| query.with(MemberQuery::of));
    let (change, remove) = (ServerAction::<ChangeMemberRole>::new(), ServerAction::<RemoveMember>::new());
    let (changing, removing) = (MEMBERS.outcome(change), MEMBERS.outcome(remove));
    // Both are refused under one name where there are no scripts, and then it is said once.
    let problems = Signal::derive(move || {
        let problems = changing.problems().get();
        if problems.is_empty() { removing.problems().get() } else { problems }
    });
    let leave = ServerAction::<LeaveOrganization>::new();
    let leaving = LEAVE.outcome(leave);
    let changed = move || changing.accepted().get() + removing.accepted().get();
    let found = Resource::new(
        move || (slug.get(), query.get(), changed()),
        |(slug, query, _)| organization_members(slug, query),
    );
    view! {
        <OrganizationPage slug title=texts.title description=texts.description>
            <FormSummary problems/>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    let query = query.get_untracked();
                    shown(found.await, |page| view! { <List page query change remove/> }.into_any())
                })}
            </Transition>
            <LeaveCard slug action=leave form=leaving/>
        </OrganizationPage>
    }
}

#[component]
fn List(
    /// The members.
    page: MemberPage,
    /// What was asked for.
    query: MemberQuery,
    /// Gives a role.
    change: ServerAction<ChangeMemberRole>,
    /// Removes a member.
    remove: ServerAction<RemoveMember>,
) -> impl IntoView {
    let texts = &t().organizations.members;
    let MemberPage { view, members, total, page, roles } = page;
    let slug = view.organization.slug.clone();
    let path = subpage_of(&slug, "members");
    let query = MemberQuery { page, ..query };
    let at = |page: u64| format!("{path}{}", MemberQuery { page, ..query.clone() }.to_query());
    let first = (page - 1) * PAGE_SIZE + 1;
    let last = first + u64::try_from(members.len()).unwrap_or_default();
    let range = (t().admin.range)(first, last.saturating_sub(1), total);
    let previous = (page > 1).then(|| at(page - 1));
    let next = (last <= total).then(|| at(page + 1));
    let link = |href: Option<String>, label: &'static str| {
        href.map(|href| view! { <LinkButton href size=ButtonSize::Small>{label}</LinkButton> })
    };
    let back = query.to_query();
    let own_id = view.member_id.clone();
    let (may_change, may_remove) = (view.may(Right::UpdateMembers), view.may(Right::RemoveMembers));
    let invite = view.may(Right::Invite).then(|| subpage_of(&slug, "invitations"));
    let list = if members.is_empty() {
        view! { <EmptyState title=texts.nobody/> }.into_any()
    } else {
        let row = |member: Member| {
            let own = member.id == own_id;
            let forms = MemberForms {
                slug: slug.clone(),
                back: back.clone(),
                roles: may_change.then(|| roles.clone()),
                // Leaving is another thing, with a form of its own.
                removable: may_remove && !own,
            };
            view! { <Row member own forms change remove/> }
        };
        let rows = members.into_iter().map(row).collect_view();
        view! {
            <Card>
                <ul id="members">{rows}</ul>
                <nav
                    aria-label=t().admin.pages
                    class="flex flex-wrap items-center justify-between gap-3 border-t border-border bg-subtle px-4 py-3 sm:px-6"
                >
                    <p class="text-sm text-muted-foreground">{range}</p>
                    <div class="flex flex-wrap gap-2">
                        {link(previous, t().admin.previous)} {link(next, t().admin.next)}
                    </div>
                </nav>
            </Card>
        }
        .into_any()
    };
    view! {
        <div class="flex flex-wrap items-end justify-between gap-3">
            <Form method="get" action=path attr:class="flex flex-wrap items-end gap-3" attr:role="search">
                <TextInput name="search" label=texts.search input_type="search" value=query.search autocomplete="off"/>
                <SubmitButton variant=ButtonVariant::Secondary>{t().organizations.list.apply}</SubmitButton>
            </Form>
            {invite.map(|href| view! { <LinkButton href variant=ButtonVariant::Primary>{texts.invite}</LinkButton> })}
        </div>
        {list}
    }
}

/// What the forms of a member are made of.
#[derive(Debug, Clone)]
struct MemberForms {
    /// The organization.
    slug: String,
    /// The query of the list.
    back: String,
    /// The roles that the caller can give, if they can.
    roles: Option<Vec<String>>,
    /// Whether the caller can remove the member.
    removable: bool,
}

#[component]
fn Row(
    /// The member.
    member: Member,
    /// Whether it is the caller.
    own: bool,
    /// The forms.
    forms: MemberForms,
    /// Gives a role.
    change: ServerAction<ChangeMemberRole>,
    /// Removes a member.
    remove: ServerAction<RemoveMember>,
) -> impl IntoView {
    let texts = &t().organizations.members;
    let MemberForms { slug, back, roles, removable } = forms;
    let Member { id, role, created_at, user, .. } = member;
    let email = user.as_ref().map(|user| user.email.clone()).unwrap_or_default();
    let name = user.map(|user| user.name).filter(|name| !name.is_empty()).unwrap_or_else(|| email.clone());
    let (save_label, remove_label) = ((texts.save_role_label)(&name), (texts.remove_label)(&name));
    let roles = roles.map(|mut roles| {
        // A member with several roles keeps them, unless another one is chosen.
        if !roles.contains(&role) {
            roles.push(role.clone());
        }
        let (slug, back, member_id) = (slug.clone(), back.clone(), id.clone());
        let (control, label, selected) = (format!("role-{id}"), (texts.role_label)(&name), role.clone());
        view! {
            <ActionForm action=change attr:class="flex flex-wrap items-end gap-2">
                <input type="hidden" name="slug" value=slug/>
                <input type="hidden" name="back" value=back/>
                <input type="hidden" name="member_id" value=member_id/>
                <SelectInput name="role" id=control label options=role_options(roles) selected/>
                <SubmitButton variant=ButtonVariant::Secondary size=ButtonSize::Small pending=change.pending() attr:aria-label=save_label>
                    {texts.save_role}
                </SubmitButton>
            </ActionForm>
        }
        .into_any()
    });
    let role = roles.unwrap_or_else(|| view! { <p>{(t().organizations.role_name)(&role)}</p> }.into_any());
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t border-border px-4 py-3 first:border-t-0 sm:px-6">
            <div class="flex min-w-0 items-center gap-3">
                <Avatar name=name.clone()/>
                <div class="grid min-w-0">
                    <p class="font-medium break-words">
                        {name} " " {own.then(|| view! { <Badge>{texts.you}</Badge> })}
                    </p>
                    <p class="text-muted-foreground break-all">{email}</p>
                    <p class="text-xs text-muted-foreground">{texts.since} " " <Moment of=created_at.to_string()/></p>
                </div>
            </div>
            <div class="flex flex-wrap items-end gap-2">
                {role}
                {removable.then(|| view! {
                    <ActionForm action=remove>
                        <input type="hidden" name="slug" value=slug/>
                        <input type="hidden" name="back" value=back/>
                        <input type="hidden" name="member_id" value=id/>
                        <SubmitButton variant=ButtonVariant::Ghost size=ButtonSize::Small pending=remove.pending() attr:aria-label=remove_label>
                            {texts.remove}
                        </SubmitButton>
                    </ActionForm>
                })}
            </div>
        </li>
    }
}

/// Leaving, once that is confirmed.
#[component]
fn LeaveCard(
    /// The organization.
    slug: Memo<String>,
    /// Leaves.
    action: ServerAction<LeaveOrganization>,
    /// What became of it.
    form: Outcome,
) -> impl IntoView {
    let texts = &t().organizations.members;
    view! {
        <Card>
            <CardHeader title=texts.leave_title description=texts.leave_description/>
            <CardBody>
                <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                    <FormSummary problems=form.problems() id="leave-summary"/>
                    <input type="hidden" name="slug" value=slug/>
                    <Checkbox name="confirmed" label=texts.leave_confirm error=form.error("confirmed")/>
                    <div>
                        <SubmitButton variant=ButtonVariant::Destructive pending=action.pending()>{texts.leave}</SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}
