//! `/auth/error`: why signing in at a provider did not work. The way back from a provider leads here with a code.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::AuthPage;
use crate::{
    components::{Alert, ButtonVariant, LinkButton, Tone},
    policy::SIGN_IN,
    texts::t,
};

/// The page.
#[component]
pub fn AuthErrorPage() -> impl IntoView {
    let texts = &t().auth_error;
    // The code is for the catalogue alone; what an address says is never shown.
    let code = use_query_map().with_untracked(|query| query.get("error")).unwrap_or_default();
    let (title, message) = (texts.of_code)(&code);
    view! {
        <AuthPage title=texts.title>
            <Alert tone=Tone::Warning title=title>{message}</Alert>
            <LinkButton href=SIGN_IN variant=ButtonVariant::Primary full=true>{texts.again}</LinkButton>
        </AuthPage>
    }
}
