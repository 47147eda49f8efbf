//! `/admin/system`: what runs here.

use leptos::prelude::*;

use super::AdminPage;
use crate::{
    api::admin::overview::{System, admin_system},
    components::{Alert, Card, CardBody, CardHeader, Fact, Tone},
    texts::t,
};

/// The page.
#[component]
pub fn SystemPage() -> impl IntoView {
    let texts = &t().admin;
    let system = Resource::new(|| (), |()| admin_system());
    view! {
        <AdminPage title=texts.system description=texts.system_description>
            <Suspense fallback=|| ()>
                {move || Suspend::new(async move {
                    match system.await {
                        Ok(system) => view! { <Facts system/> }.into_any(),
                        Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                    }
                })}
            </Suspense>
        </AdminPage>
    }
}

#[component]
fn Facts(system: System) -> impl IntoView {
    let texts = &t().admin;
    let complete = system.lacks.is_empty();
    let address = |address: Option<String>| address.unwrap_or_else(|| texts.no_address.to_owned());
    let pair = |(key, value): (String, String)| {
        view! {
            <div class="grid gap-1 sm:grid-cols-2">
                <dt class="break-all font-mono text-xs text-muted-foreground">{key}</dt>
                <dd class="break-all">{value}</dd>
            </div>
        }
    };
    view! {
        <Card>
            <CardBody>
                <dl class="grid gap-4">
                    <Fact term=texts.version>{system.version}</Fact>
                    <Fact term=texts.database>
                        {if complete {
                            view! { <span>{texts.database_complete}</span> }.into_any()
                        } else {
                            view! { <span>{texts.database_lacks} " " {system.lacks.join(", ")}</span> }.into_any()
                        }}
                    </Fact>
                </dl>
            </CardBody>
        </Card>
        <Card>
            <CardHeader title=texts.mail/>
            <CardBody>
                <dl class="grid gap-4">
                    <Fact term=texts.mails_waiting>{system.mails_waiting}</Fact>
                    <Fact term=texts.mails_retried>{system.mails_retried}</Fact>
                </dl>
            </CardBody>
        </Card>
        <Card>
            <CardHeader title=texts.your_address description=texts.your_address_description/>
            <CardBody>
                <dl class="grid gap-4">
                    <Fact term=texts.connection>{address(system.peer)}</Fact>
                    <Fact term=texts.client>{address(system.client)}</Fact>
                </dl>
            </CardBody>
        </Card>
        <Card>
            <CardHeader title=texts.configuration description=texts.configuration_description/>
            <CardBody>
                <dl class="grid gap-3 text-sm">{system.configuration.into_iter().map(pair).collect_view()}</dl>
            </CardBody>
        </Card>
    }
}
