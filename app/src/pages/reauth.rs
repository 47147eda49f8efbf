//! `/reauth`: the password once more, before something that asks for a recent sign-in.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::AuthPage;
use crate::{
    api::session::{REAUTH, Reauthenticate},
    components::{FormSummary, PasswordInput, SubmitButton},
    session::use_session,
    texts::t,
};

/// The page.
#[component]
pub fn ReauthPage() -> impl IntoView {
    let texts = &t().reauth;
    let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
    let action = ServerAction::<Reauthenticate>::new();
    let form = REAUTH.outcome(action);
    let user = use_session().user();
    let email = move || user.get().map(|user| user.email).unwrap_or_default();
    let footer = || view! { <a href="/sign-out">{t().reauth.no_password}</a> };
    view! {
        <AuthPage title=texts.title description=texts.description footer>
            <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                <FormSummary problems=form.problems()/>
                // Tells password managers whose password it is.
                <input type="text" name="username" autocomplete="username" value=email hidden/>
                <input type="hidden" name="next" value=next/>
                <PasswordInput label=t().sign_in.password error=form.error("password") autocomplete="current-password"/>
                <SubmitButton full=true pending=action.pending()>{texts.submit}</SubmitButton>
            </ActionForm>
        </AuthPage>
    }
}
