//! `/admin`: how things stand.

use leptos::prelude::*;

use super::{AdminPage, chart::DayChart};
use crate::{
    api::admin::overview::{Overview, admin_overview},
    components::{Alert, Card, CardBody, CardHeader, Fact, Tone},
    texts::t,
};

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let texts = &t().admin;
    let overview = Resource::new(|| (), |()| admin_overview());
    view! {
        <AdminPage title=texts.title description=texts.description>
            <Suspense fallback=|| ()>
                {move || Suspend::new(async move {
                    match overview.await {
                        Ok(overview) => view! { <Standing overview/> }.into_any(),
                        Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                    }
                })}
            </Suspense>
        </AdminPage>
    }
}

#[component]
fn Standing(overview: Overview) -> impl IntoView {
    let texts = &t().admin;
    view! {
        <Card>
            <CardBody>
                <dl class="grid gap-4 sm:grid-cols-4">
                    <Fact term=texts.accounts>{overview.users}</Fact>
                    <Fact term=texts.verified>{overview.verified}</Fact>
                    <Fact term=texts.banned>{overview.banned}</Fact>
                    <Fact term=texts.sessions>{overview.sessions}</Fact>
                </dl>
            </CardBody>
        </Card>
        <Card>
            <CardHeader title=texts.chart description=texts.chart_description/>
            <CardBody>
                <DayChart days=overview.days/>
            </CardBody>
        </Card>
    }
}
