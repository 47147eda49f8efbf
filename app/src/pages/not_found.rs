//! The page for addresses that lead nowhere.

use leptos::prelude::*;

use super::Page;
use crate::{components::ErrorPage, texts::t};

/// The page; the server sends it with status 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let texts = &t().not_found;
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! {
        <Page title=texts.title>
            <ErrorPage title=texts.title message=texts.message status=404_u16 action=texts.action href="/"/>
        </Page>
    }
}
