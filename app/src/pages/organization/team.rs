//! `/o/{slug}/teams/{id}`: one team.

use auth::wire::Member;
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;

use super::{OrganizationPage, shown, use_slug};
use crate::{
    api::organization::{
        Right, subpage_of,
        teams::{
            AddTeamMember, DELETE, DeleteTeam, RENAME, RemoveTeamMember, RenameTeam, TEAM_MEMBERS, TeamPage as Team,
            organization_team,
        },
    },
    components::{
        Avatar, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, Checkbox, FormSummary, LinkButton, SelectInput,
        SubmitButton, TextInput,
    },
    forms::Outcome,
    texts::t,
};

/// The forms of the page.
#[derive(Clone, Copy)]
struct Forms {
    rename: ServerAction<RenameTeam>,
    renaming: Outcome,
    add: ServerAction<AddTeamMember>,
    remove: ServerAction<RemoveTeamMember>,
}

/// The page.
#[component]
pub fn TeamPage() -> impl IntoView {
    let texts = &t().organizations.teams;
    let slug = use_slug();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let rename = ServerAction::<RenameTeam>::new();
    let renaming = RENAME.outcome(rename);
    let forms = Forms { rename, renaming, add: ServerAction::new(), remove: ServerAction::new() };
    let (adding, removing) = (TEAM_MEMBERS.outcome(forms.add), TEAM_MEMBERS.outcome(forms.remove));
    // Both are refused under one name where there are no scripts, and then it is said once.
    let problems = Signal::derive(move || {
        let problems = adding.problems().get();
        if problems.is_empty() { removing.problems().get() } else { problems }
    });
    let changed = move || renaming.accepted().get() + adding.accepted().get() + removing.accepted().get();
    let found = Resource::new(move || (slug.get(), id.get(), changed()), |(slug, id, _)| organization_team(slug, id));
    view! {
        <OrganizationPage slug title=texts.title description=texts.description>
            <div>
                {move || view! {
                    <LinkButton href=subpage_of(&slug.get(), "teams") size=ButtonSize::Small>{texts.back}</LinkButton>
                }}
            </div>
            <FormSummary problems=renaming.problems() id="rename-summary"/>
            <FormSummary problems id="members-summary"/>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    shown(found.await, |team| view! { <Cards team forms/> }.into_any())
                })}
            </Transition>
        </OrganizationPage>
    }
}

#[component]
fn Cards(
    /// The team.
    team: Team,
    /// The forms.
    forms: Forms,
) -> impl IntoView {
    let texts = &t().organizations.teams;
    let Team { view, team, members, others } = team;
    let slug = view.organization.slug.clone();
    let (may_put, may_take) = (view.may(Right::UpdateMembers), view.may(Right::RemoveMembers));
    let row = |member: Member| {
        let name = name_of(&member);
        let label = (texts.remove_label)(&name, &team.name);
        let (slug, team_id) = (slug.clone(), team.id.clone());
        view! {
            <li class="flex flex-wrap items-center justify-between gap-3">
                <div class="flex min-w-0 items-center gap-3">
                    <Avatar name=name.clone()/>
                    <p class="font-medium break-words">{name}</p>
                </div>
                {may_take.then(|| view! {
                    <ActionForm action=forms.remove>
                        <input type="hidden" name="slug" value=slug/>
                        <input type="hidden" name="team_id" value=team_id/>
                        <input type="hidden" name="user_id" value=member.user_id/>
                        <SubmitButton
                            variant=ButtonVariant::Ghost
                            size=ButtonSize::Small
                            pending=forms.remove.pending()
                            attr:aria-label=label
                        >
                            {texts.remove}
                        </SubmitButton>
                    </ActionForm>
                })}
            </li>
        }
    };
    let list = if members.is_empty() {
        view! { <p class="text-muted-foreground">{texts.nobody}</p> }.into_any()
    } else {
        view! { <ul class="grid gap-4">{members.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    let choices: Vec<_> = others.iter().map(|member| (member.user_id.clone(), name_of(member))).collect();
    let add = (may_put && !choices.is_empty()).then(|| {
        let (slug, team_id) = (slug.clone(), team.id.clone());
        view! {
            <ActionForm action=forms.add attr:class="flex flex-wrap items-end gap-3">
                <input type="hidden" name="slug" value=slug/>
                <input type="hidden" name="team_id" value=team_id/>
                <SelectInput name="user_id" label=texts.member options=choices/>
                <SubmitButton variant=ButtonVariant::Secondary pending=forms.add.pending()>{texts.add}</SubmitButton>
            </ActionForm>
        }
    });
    let rename = view.may(Right::UpdateTeams).then(|| {
        let (slug, team_id) = (slug.clone(), team.id.clone());
        let typed = forms.renaming.typed("team_name");
        let name = if typed.is_empty() { team.name.clone() } else { typed };
        view! {
            <Card>
                <CardHeader title=texts.rename/>
                <CardBody>
                    <ActionForm action=forms.rename attr:class="grid gap-5" attr:novalidate=true>
                        <input type="hidden" name="slug" value=slug/>
                        <input type="hidden" name="team_id" value=team_id/>
                        <TextInput
                            name="team_name"
                            label=texts.name
                            value=name
                            error=forms.renaming.error("team_name")
                            autocomplete="off"
                            maxlength=255_u16
                            required=true
                        />
                        <div>
                            <SubmitButton variant=ButtonVariant::Secondary pending=forms.rename.pending()>
                                {texts.rename}
                            </SubmitButton>
                        </div>
                    </ActionForm>
                </CardBody>
            </Card>
        }
    });
    let delete =
        view.may(Right::DeleteTeams).then(|| view! { <DeleteCard slug=slug.clone() team_id=team.id.clone()/> });
    view! {
        <Card>
            <CardHeader title=team.name.clone()/>
            <CardBody>{list} {add}</CardBody>
        </Card>
        {rename}
        {delete}
    }
}

/// What people call a member.
fn name_of(member: &Member) -> String {
    let user = member.user.as_ref();
    let name = user.map(|user| if user.name.is_empty() { &user.email } else { &user.name });
    name.unwrap_or(&member.user_id).clone()
}

/// Deleting the team, once that is confirmed.
#[component]
fn DeleteCard(
    /// The organization.
    slug: String,
    /// The team.
    team_id: String,
) -> impl IntoView {
    let texts = &t().organizations.teams;
    let action = ServerAction::<DeleteTeam>::new();
    let form = DELETE.outcome(action);
    view! {
        <Card>
            <CardHeader title=texts.delete_title/>
            <CardBody>
                <ActionForm action attr:class="grid gap-4" attr:novalidate=true>
                    <FormSummary problems=form.problems() id="delete-summary"/>
                    <input type="hidden" name="slug" value=slug/>
                    <input type="hidden" name="team_id" value=team_id/>
                    <Checkbox name="confirmed" label=texts.delete_confirm error=form.error("confirmed")/>
                    <div>
                        <SubmitButton variant=ButtonVariant::Destructive pending=action.pending()>{texts.delete}</SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}
