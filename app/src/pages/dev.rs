//! Pages for developers; the server answers 404 for them in production.

use leptos::prelude::*;
use leptos_meta::Title;

use super::Page;
use crate::{
    api::mailbox::{ShownMail, mailbox},
    components::{Alert, Card, CardBody, CardHeader, EmptyState, Gallery, IconName, Tone},
    texts::t,
};

/// `/dev/mailbox`: every mail that would have been sent.
#[component]
pub fn MailboxPage() -> impl IntoView {
    let texts = &t().mailbox;
    let mails = Resource::new(|| (), |()| mailbox());
    view! {
        <Page title=texts.title>
            <div class="grid gap-6">
                <div class="grid gap-1">
                    <h1 class="text-2xl font-semibold">{texts.title}</h1>
                    <p class="text-muted-foreground">{texts.description}</p>
                </div>
                <Suspense fallback=|| ()>
                    {move || Suspend::new(async move {
                        match mails.await {
                            Ok(mails) if mails.is_empty() => {
                                view! { <EmptyState title=texts.empty description=texts.empty_hint icon=IconName::Mail/> }.into_any()
                            }
                            Ok(mails) => mails.into_iter().map(|mail| view! { <MailCard mail/> }).collect_view().into_any(),
                            Err(_) => view! { <Alert tone=Tone::Warning>{texts.unavailable}</Alert> }.into_any(),
                        }
                    })}
                </Suspense>
            </div>
        </Page>
    }
}

#[component]
fn MailCard(mail: ShownMail) -> impl IntoView {
    view! {
        <Card>
            <CardHeader title=mail.subject description=(t().mailbox.to)(&mail.to)/>
            <CardBody>
                <div class="grid gap-2 break-words">
                    {mail.text.lines().map(|line| view! { <p>{linked(line)}</p> }).collect_view()}
                </div>
            </CardBody>
        </Card>
    }
}

/// A line of a mail; the addresses in it are links, as a mail reader makes them.
fn linked(line: &str) -> impl IntoView + use<> {
    let word = |word: &str| {
        let word = word.to_owned();
        if word.starts_with("http://") || word.starts_with("https://") {
            let href = word.clone();
            view! { <a href=href rel="external">{word}</a> " " }.into_any()
        } else {
            view! { {word} " " }.into_any()
        }
    };
    line.split_whitespace().map(word).collect_view()
}

/// `/dev/components`: the parts that pages are made of, in their states.
#[component]
pub fn ComponentsPage() -> impl IntoView {
    view! {
        <Title text=t().components.title/>
        <Gallery/>
    }
}
