//! `/dashboard`: who is signed in, and how.

use leptos::prelude::*;

use super::Page;
use crate::{
    api::session::{OwnSession, session_details},
    components::{Alert, Badge, Card, CardBody, CardHeader, Tone},
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
            <div class="grid gap-6">
                <div class="grid gap-1">
                    <h1 class="text-2xl font-semibold">{move || (texts.greeting)(&name())}</h1>
                    <p class="text-muted-foreground">{texts.description}</p>
                </div>
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
    let verified = move || user.get().is_some_and(|user| user.email_verified);
    view! {
        <Card>
            <CardHeader title=texts.account/>
            <CardBody>
                <dl class="grid gap-4">
                    <Fact term=texts.name>{move || user.get().map(|user| user.name)}</Fact>
                    <Fact term=texts.email>
                        <span class="break-all">{move || user.get().map(|user| user.email)}</span>
                        " "
                        {move || {
                            if verified() {
                                view! { <Badge tone=Tone::Success>{texts.verified}</Badge> }.into_any()
                            } else {
                                view! { <Badge tone=Tone::Warning>{texts.not_verified}</Badge> }.into_any()
                            }
                        }}
                    </Fact>
                    <Show when=move || user.get().is_some_and(|user| user.role.is_some())>
                        <Fact term=texts.role>{move || user.get().and_then(|user| user.role)}</Fact>
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
    let details = Resource::new(|| (), |()| session_details());
    view! {
        <Card>
            <CardHeader title=texts.session description=texts.session_description/>
            <CardBody>
                <Suspense fallback=|| ()>
                    {move || Suspend::new(async move {
                        match details.await {
                            Ok(details) => view! { <SessionFacts details/> }.into_any(),
                            Err(_) => view! { <Alert tone=Tone::Warning>{texts.session_unknown}</Alert> }.into_any(),
                        }
                    })}
                </Suspense>
            </CardBody>
        </Card>
    }
}

#[component]
fn SessionFacts(details: OwnSession) -> impl IntoView {
    let texts = &t().dashboard;
    let or_unknown = |text: String| {
        if text.is_empty() { texts.unknown.to_owned() } else { text }
    };
    view! {
        <dl class="grid gap-4">
            <Fact term=texts.signed_in><Moment of=details.created_at.to_string()/></Fact>
            <Fact term=texts.ends><Moment of=details.expires_at.to_string()/></Fact>
            <Fact term=texts.address>{or_unknown(details.ip_address)}</Fact>
            <Fact term=texts.browser><span class="break-words">{or_unknown(details.user_agent)}</span></Fact>
        </dl>
    }
}

#[component]
fn Fact(
    /// What it is.
    term: &'static str,
    /// Its value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="grid gap-1">
            <dt class="text-sm text-muted-foreground">{term}</dt>
            <dd class="min-w-0 font-medium">{children()}</dd>
        </div>
    }
}

/// A moment for people: date and minute in UTC, the same on the server and in the browser.
#[component]
fn Moment(
    /// ISO 8601 with milliseconds and `Z`.
    #[prop(into)]
    of: Signal<String>,
) -> impl IntoView {
    let words = move || {
        of.with(|iso| match iso.split_once('T') {
            Some((date, time)) => format!("{date} {} UTC", time.get(..5).unwrap_or(time)),
            None => iso.clone(),
        })
    };
    view! { <time datetime=of>{words}</time> }
}
