//! `/`: what this is.

use leptos::prelude::*;

use super::Page;
use crate::{
    components::{Alert, ButtonVariant, Card, CardBody, CardHeader, LinkButton},
    policy::{HOME, SIGN_IN, SIGN_UP},
    public_config::use_public_config,
    session::{SignedIn, SignedOut},
    texts::t,
};

/// The page.
#[component]
pub fn LandingPage() -> impl IntoView {
    let texts = &t().landing;
    let config = use_public_config();
    let development = config.development;
    view! {
        <Page title="">
            <div class="grid gap-10 py-6 md:py-12">
                <div class="grid max-w-160 gap-4">
                    <h1 class="text-3xl font-semibold text-balance">{texts.heading}</h1>
                    <p class="text-lg text-muted-foreground text-pretty">{texts.lead}</p>
                    <div class="flex flex-wrap gap-3">
                        <SignedIn>
                            <LinkButton href=HOME variant=ButtonVariant::Primary>{texts.open_dashboard}</LinkButton>
                        </SignedIn>
                        <SignedOut>
                            <LinkButton href=SIGN_UP variant=ButtonVariant::Primary>{texts.sign_up}</LinkButton>
                            <LinkButton href=SIGN_IN>{t().sign_in.title}</LinkButton>
                        </SignedOut>
                    </div>
                </div>
                <Show when=move || development>
                    <Alert title=texts.demo_title>
                        <p>{texts.demo}</p>
                        <p><a href="/dev/mailbox">{t().mailbox.title}</a> " · " <a href="/dev/components">{t().components.title}</a></p>
                    </Alert>
                </Show>
                <div class="grid gap-4 md:grid-cols-3">
                    {texts.points
                        .iter()
                        .map(|(title, text)| view! {
                            <Card>
                                <CardHeader title=*title/>
                                <CardBody><p class="text-muted-foreground text-pretty">{*text}</p></CardBody>
                            </Card>
                        })
                        .collect_view()}
                </div>
            </div>
        </Page>
    }
}
