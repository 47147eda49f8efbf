use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::{
    App,
    components::Theme,
    hydration::{Hydration, PasskeyScript, ProofOfWorkScript},
    site_files::SiteFiles,
    texts::t,
};

/// The HTML document around the application. The server renders it for every page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let files = use_context::<SiteFiles>().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=t().lang dir=t().dir data-theme=Theme::current().attribute()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                <AutoReload options/>
                <Hydration files/>
                <PasskeyScript/>
                <ProofOfWorkScript/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
