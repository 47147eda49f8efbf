//! `/o/{slug}`: what an organization is.

use leptos::prelude::*;

use super::{OrganizationPage, shown, use_slug};
use crate::{
    api::organization::{OrganizationView, Right, read_organization, subpage_of},
    components::{ButtonVariant, Card, CardBody, CardHeader, Fact, LinkButton, Moment},
    public_config::use_public_config,
    texts::t,
};

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let texts = &t().organizations.page;
    let slug = use_slug();
    let found = Resource::new(move || slug.get(), read_organization);
    view! {
        <OrganizationPage slug title=texts.overview description=texts.overview_description>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    shown(found.await, |view| view! { <Facts view/> }.into_any())
                })}
            </Transition>
        </OrganizationPage>
    }
}

#[component]
fn Facts(
    /// The organization.
    view: OrganizationView,
) -> impl IntoView {
    let texts = &t().organizations.page;
    let site = use_public_config().origin;
    let invite = view.may(Right::Invite);
    let OrganizationView { organization, role, members, .. } = view;
    let invitations = subpage_of(&organization.slug, "invitations");
    let action = move || {
        let href = invitations.clone();
        invite.then(|| {
            view! {
                <LinkButton href variant=ButtonVariant::Primary>{t().organizations.members.invite}</LinkButton>
            }
        })
    };
    let logo = organization.logo.clone().filter(|logo| logo.starts_with("https://"));
    view! {
        <Card>
            <CardHeader title=organization.name.clone() action/>
            <CardBody>
                {logo.map(|logo| view! {
                    // Decoration: the name stands above it. The site of the picture is not told which page shows it.
                    <img src=logo alt="" referrerpolicy="no-referrer" class="size-14 rounded-lg border border-border"/>
                })}
                <dl class="grid gap-4 sm:grid-cols-2">
                    <Fact term=texts.address>
                        <span class="break-all">{format!("{site}/o/{}", organization.slug)}</span>
                    </Fact>
                    <Fact term=texts.your_role>{(t().organizations.role_name)(&role)}</Fact>
                    <Fact term=texts.members>{members}</Fact>
                    <Fact term=texts.since><Moment of=organization.created_at.to_string()/></Fact>
                </dl>
            </CardBody>
        </Card>
    }
}
