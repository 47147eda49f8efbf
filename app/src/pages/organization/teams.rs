//! `/o/{slug}/teams`: the teams of an organization.

use auth::wire::Team;
use leptos::{form::ActionForm, prelude::*};

use super::{OrganizationPage, shown, use_slug};
use crate::{
    api::organization::{
        OrganizationView, Right,
        teams::{CREATE, CreateTeam, TeamsPage as Teams, organization_teams, page_of},
    },
    components::{
        ButtonSize, Card, CardBody, CardHeader, EmptyState, FormSummary, LinkButton, SubmitButton, TextInput,
    },
    forms::Outcome,
    texts::t,
};

/// The page.
#[component]
pub fn TeamsPage() -> impl IntoView {
    let texts = &t().organizations.teams;
    let slug = use_slug();
    let create = ServerAction::<CreateTeam>::new();
    let form = CREATE.outcome(create);
    let accepted = form.accepted();
    let found = Resource::new(move || (slug.get(), accepted.get()), |(slug, _)| organization_teams(slug));
    view! {
        <OrganizationPage slug title=texts.title description=texts.description>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    shown(found.await, |Teams { view, teams }| {
                        let may = view.may(Right::CreateTeams);
                        view! {
                            <List view teams/>
                            {may.then(|| view! { <CreateCard slug action=create form/> })}
                        }
                        .into_any()
                    })
                })}
            </Transition>
        </OrganizationPage>
    }
}

#[component]
fn List(
    /// The organization.
    view: OrganizationView,
    /// The teams, and how many members each has.
    teams: Vec<(Team, usize)>,
) -> impl IntoView {
    let texts = &t().organizations.teams;
    if teams.is_empty() {
        return view! { <EmptyState title=texts.none description=texts.none_hint/> }.into_any();
    }
    let slug = view.organization.slug;
    let row = move |(team, members): (Team, usize)| {
        let label = (texts.manage_label)(&team.name);
        view! {
            <li class="flex flex-wrap items-center justify-between gap-3 border-t border-border px-4 py-3 first:border-t-0 sm:px-6">
                <div class="grid min-w-0">
                    <p class="font-medium break-words">{team.name}</p>
                    <p class="text-muted-foreground">{(texts.members)(members)}</p>
                </div>
                <LinkButton href=page_of(&slug, &team.id) size=ButtonSize::Small attr:aria-label=label>
                    {texts.manage}
                </LinkButton>
            </li>
        }
    };
    view! { <Card><ul>{teams.into_iter().map(row).collect_view()}</ul></Card> }.into_any()
}

#[component]
fn CreateCard(
    /// The organization.
    slug: Memo<String>,
    /// Makes a team.
    action: ServerAction<CreateTeam>,
    /// What became of it.
    form: Outcome,
) -> impl IntoView {
    let texts = &t().organizations.teams;
    view! {
        <Card>
            <CardHeader title=texts.create_title/>
            <CardBody>
                <ActionForm action node_ref=form.cleared() attr:class="grid gap-5" attr:novalidate=true>
                    <FormSummary problems=form.problems()/>
                    <input type="hidden" name="slug" value=slug/>
                    <TextInput
                        name="team_name"
                        label=texts.name
                        value=form.typed("team_name")
                        error=form.error("team_name")
                        autocomplete="off"
                        maxlength=255_u16
                        required=true
                    />
                    <div>
                        <SubmitButton pending=action.pending()>{texts.create}</SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}
