//! `/dashboard`: who is signed in, and how.

use leptos::prelude::*;

use super::{Page, guest::GuestNotice};
use crate::{
    api::session::{OwnSession, own_sessions},
    components::{
        Alert, Badge, ButtonSize, Card, CardBody, CardHeader, Fact, LinkButton, Moment, PasskeyUpgrade, Tone,
    },
    session::use_session,
    texts::t,
};

/// The page.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let texts = &t().dashboard;
    let user = use_session().user();
    let name = move || user.get().map(|user| user.name).unwrap_or_default();
    view! {
        <Page title=texts.title>
            <PasskeyUpgrade/>
            <div class="grid gap-6">
                <div class="grid gap-1">
                    <h1 class="text-2xl font-semibold">{move || (texts.greeting)(&name())}</h1>
                    <p class="text-muted-foreground">{texts.description}</p>
                </div>
                <GuestNotice/>
                <div class="grid items-start gap-6 md:grid-cols-2">
                    <AccountCard/>
                    <SessionCard/>
                </div>
            </div>
        </Page>
    }
}

#[component]
fn AccountCard() -> impl IntoView {
    let texts = &t().dashboard;
    let user = use_session().user();
    // Guests, and whoever signed up by a phone number, have an address that means nothing to them.
    let email = move || user.get().and_then(|user| user.reachable_email().map(str::to_owned));
    let username = move || user.get().and_then(|user| user.shown_username().map(str::to_owned));
    let number = move || user.get().and_then(|user| user.phone_number().map(str::to_owned));
    let verified = move || user.get().is_some_and(|user| user.email_verified);
    view! {
        <Card>
            <CardHeader title=texts.account/>
            <CardBody>
                <dl class="grid gap-4">
                    <Fact term=texts.name>{move || user.get().map(|user| user.name)}</Fact>
                    <Show when=move || email().is_some()>
                        <Fact term=texts.email>
                            <span class="break-all">{email}</span>
                            " "
                            {move || {
                                if verified() {
                                    view! { <Badge tone=Tone::Success>{texts.verified}</Badge> }.into_any()
                                } else {
                                    view! { <Badge tone=Tone::Warning>{texts.not_verified}</Badge> }.into_any()
                                }
                            }}
                        </Fact>
                    </Show>
                    <Show when=move || username().is_some()>
                        <Fact term=t().username.label><span class="break-all">{username}</span></Fact>
                    </Show>
                    <Show when=move || number().is_some()>
                        <Fact term=t().phone_number.label>{number}</Fact>
                    </Show>
                    <Show when=move || user.get().is_some_and(|user| user.role().is_some())>
                        <Fact term=texts.role>{move || user.get().and_then(|user| user.role().map(str::to_owned))}</Fact>
                    </Show>
                    <Fact term=texts.member_since>
                        <Moment of=Signal::derive(move || user.get().map(|user| user.created_at.to_string()).unwrap_or_default())/>
                    </Fact>
                </dl>
            </CardBody>
        </Card>
    }
}

#[component]
fn SessionCard() -> impl IntoView {
    let texts = &t().dashboard;
    let sessions = Resource::new(|| (), |()| own_sessions());
    let manage =
        || view! { <LinkButton href="/settings/sessions" size=ButtonSize::Small>{t().sessions.manage}</LinkButton> };
    view! {
        <Card>
            <CardHeader title=texts.session description=texts.session_description action=manage/>
            <CardBody>
                <Suspense fallback=|| ()>
                    {move || Suspend::new(async move {
                        let sessions = sessions.await.unwrap_or_default();
                        match sessions.into_iter().find(|session| session.current) {
                            Some(session) => view! { <SessionFacts session/> }.into_any(),
                            None => view! { <Alert tone=Tone::Warning>{texts.session_unknown}</Alert> }.into_any(),
                        }
                    })}
                </Suspense>
            </CardBody>
        </Card>
    }
}

#[component]
fn SessionFacts(session: OwnSession) -> impl IntoView {
    let texts = &t().dashboard;
    let address = if session.ip_address.is_empty() { texts.unknown.to_owned() } else { session.ip_address };
    view! {
        <dl class="grid gap-4">
            <Fact term=texts.device>{(t().sessions.device)(&session.device)}</Fact>
            <Fact term=texts.address>{address}</Fact>
            <Fact term=texts.signed_in><Moment of=session.created_at.to_string()/></Fact>
            <Fact term=texts.ends><Moment of=session.expires_at.to_string()/></Fact>
        </dl>
    }
}
