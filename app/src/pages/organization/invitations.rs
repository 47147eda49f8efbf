//! `/o/{slug}/invitations`: inviting people, and who has not answered yet.

use auth::wire::Team;
use leptos::{form::ActionForm, prelude::*};

use super::{OrganizationPage, role_options, shown, use_slug};
use crate::{
    api::organization::{
        Right,
        invitations::{
            CancelInvitation, INVITATIONS, INVITE, InvitationPage, InviteMembers, ResendInvitation, SentInvitation,
            organization_invitations,
        },
    },
    components::{
        Alert, Badge, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, EmptyState, FormSummary, Moment,
        SelectInput, SubmitButton, TextArea, Tone,
    },
    forms::Outcome,
    texts::t,
};

/// The page.
#[component]
pub fn InvitationsPage() -> impl IntoView {
    let texts = &t().organizations.invitations;
    let slug = use_slug();
    let invite = ServerAction::<InviteMembers>::new();
    let (resend, cancel) = (ServerAction::<ResendInvitation>::new(), ServerAction::<CancelInvitation>::new());
    let inviting = INVITE.outcome(invite);
    let (resending, cancelling) = (INVITATIONS.outcome(resend), INVITATIONS.outcome(cancel));
    // Both are refused under one name where there are no scripts, and then it is said once.
    let problems = Signal::derive(move || {
        let problems = resending.problems().get();
        if problems.is_empty() { cancelling.problems().get() } else { problems }
    });
    // Of several addresses some may have been invited although others were refused.
    let changed = move || invite.version().get() + resending.accepted().get() + cancelling.accepted().get();
    let found = Resource::new(move || (slug.get(), changed()), |(slug, _)| organization_invitations(slug));
    view! {
        <OrganizationPage slug title=texts.title description=texts.description>
            <FormSummary problems=inviting.problems()/>
            <FormSummary problems id="invitations-summary"/>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    shown(found.await, |page| view! { <Cards page invite inviting resend cancel/> }.into_any())
                })}
            </Transition>
        </OrganizationPage>
    }
}

/// The form that invites, and below it who is invited.
#[component]
fn Cards(
    /// What there is.
    page: InvitationPage,
    /// Invites.
    invite: ServerAction<InviteMembers>,
    /// What became of that. Made anew, the form has the addresses that could not be invited.
    inviting: Outcome,
    /// Mails one again.
    resend: ServerAction<ResendInvitation>,
    /// Calls one off.
    cancel: ServerAction<CancelInvitation>,
) -> impl IntoView {
    let slug = page.view.organization.slug.clone();
    let (roles, teams) = (page.roles.clone(), page.teams.clone());
    let may = page.view.may(Right::Invite);
    view! {
        {may.then(|| view! { <InviteCard slug roles teams action=invite form=inviting/> })}
        <List page resend cancel/>
    }
}

#[component]
fn InviteCard(
    /// The organization.
    slug: String,
    /// The roles that there are.
    roles: Vec<String>,
    /// The teams that there are.
    teams: Vec<Team>,
    /// Invites.
    action: ServerAction<InviteMembers>,
    /// What became of it.
    form: Outcome,
) -> impl IntoView {
    let texts = &t().organizations.invitations;
    let role = Some(form.typed("role")).filter(|role| !role.is_empty()).unwrap_or_else(|| "member".to_owned());
    let team = form.typed("team");
    let of_teams = teams.into_iter().map(|team| (team.id, team.name));
    let of_teams: Vec<_> = std::iter::once((String::new(), texts.no_team.to_owned())).chain(of_teams).collect();
    view! {
        <Card>
            <CardHeader title=texts.invite_title/>
            <CardBody>
                <ActionForm action node_ref=form.cleared() attr:class="grid gap-5" attr:novalidate=true>
                    <input type="hidden" name="slug" value=slug/>
                    <TextArea
                        name="emails"
                        label=texts.emails
                        hint=texts.emails_hint
                        value=form.typed("emails")
                        error=form.error("emails")
                        inputmode="email"
                        required=true
                    />
                    <SelectInput name="role" label=texts.role options=role_options(roles) selected=role/>
                    {(of_teams.len() > 1).then(|| view! {
                        <SelectInput name="team" label=texts.team options=of_teams selected=team/>
                    })}
                    <div>
                        <SubmitButton pending=action.pending()>{texts.submit}</SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}

#[component]
fn List(
    /// What there is.
    page: InvitationPage,
    /// Mails one again.
    resend: ServerAction<ResendInvitation>,
    /// Calls one off.
    cancel: ServerAction<CancelInvitation>,
) -> impl IntoView {
    let texts = &t().organizations.invitations;
    let InvitationPage { view, invitations, .. } = page;
    if !view.may(Right::Invite) {
        return view! { <Alert>{t().organizations.page.not_allowed}</Alert> }.into_any();
    }
    if invitations.is_empty() {
        return view! { <EmptyState title=texts.none description=texts.none_hint/> }.into_any();
    }
    let slug = view.organization.slug.clone();
    let cancellable = view.may(Right::CancelInvitations);
    let row = move |sent: SentInvitation| view! { <Row sent slug=slug.clone() cancellable resend cancel/> };
    view! {
        <Card>
            <CardHeader title=texts.list_title/>
            <CardBody>
                <ul class="grid gap-4">{invitations.into_iter().map(row).collect_view()}</ul>
            </CardBody>
        </Card>
    }
    .into_any()
}

#[component]
fn Row(
    /// The invitation.
    sent: SentInvitation,
    /// The organization.
    slug: String,
    /// Whether the caller may call it off.
    cancellable: bool,
    /// Mails one again.
    resend: ServerAction<ResendInvitation>,
    /// Calls one off.
    cancel: ServerAction<CancelInvitation>,
) -> impl IntoView {
    let texts = &t().organizations.invitations;
    let SentInvitation { invitation, is_over } = sent;
    let role = (t().organizations.role_name)(&invitation.role);
    let (resend_label, cancel_label) =
        ((texts.resend_label)(&invitation.email), (texts.cancel_label)(&invitation.email));
    let state = if is_over {
        view! { <Badge tone=Tone::Warning>{texts.expired}</Badge> }
    } else {
        view! { <Badge>{(texts.status)(invitation.status)}</Badge> }
    };
    let (to_resend, slug_to_resend) = (invitation.id.clone(), slug.clone());
    view! {
        <li class="flex flex-wrap items-center justify-between gap-3">
            <div class="grid min-w-0">
                <p class="font-medium break-all">{invitation.email}</p>
                <p class="text-muted-foreground">
                    {role} ", " {texts.until} " " <Moment of=invitation.expires_at.to_string()/> " " {state}
                </p>
            </div>
            <div class="flex flex-wrap gap-2">
                <ActionForm action=resend>
                    <input type="hidden" name="slug" value=slug_to_resend/>
                    <input type="hidden" name="invitation_id" value=to_resend/>
                    <SubmitButton variant=ButtonVariant::Secondary size=ButtonSize::Small pending=resend.pending() attr:aria-label=resend_label>
                        {texts.resend}
                    </SubmitButton>
                </ActionForm>
                {cancellable.then(|| view! {
                    <ActionForm action=cancel>
                        <input type="hidden" name="slug" value=slug/>
                        <input type="hidden" name="invitation_id" value=invitation.id/>
                        <SubmitButton variant=ButtonVariant::Ghost size=ButtonSize::Small pending=cancel.pending() attr:aria-label=cancel_label>
                            {texts.cancel}
                        </SubmitButton>
                    </ActionForm>
                })}
            </div>
        </li>
    }
}
