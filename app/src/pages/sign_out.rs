//! `/sign-out`: ask once, then end the session. Following a link must not sign anybody out.

use leptos::{form::ActionForm, prelude::*};

use super::{AuthPage, multi_session::SignOutOneForm};
use crate::{
    api::session::{SIGN_OUT, SignOut},
    components::{Alert, ButtonVariant, FormSummary, LinkButton, SubmitButton, Tone},
    policy::{HOME, SIGN_IN},
    session::{SignedIn, SignedOut, use_session},
    texts::t,
};

/// The page.
#[component]
pub fn SignOutPage() -> impl IntoView {
    let texts = &t().sign_out;
    let action = ServerAction::<SignOut>::new();
    let form = SIGN_OUT.outcome(action);
    let user = use_session().user();
    let guest = use_session().is_guest();
    let others = use_session().others();
    let several = Memo::new(move |_| others.with(|others| !others.is_empty()));
    let email = move || user.get().and_then(|user| user.contact().map(str::to_owned)).unwrap_or_default();
    view! {
        <AuthPage title=texts.title>
            <SignedIn>
                <Show
                    when=move || guest.get()
                    fallback=move || view! { <p class="text-muted-foreground">{move || (texts.signed_in_as)(&email())}</p> }
                >
                    <Alert tone=Tone::Warning>{t().anonymous.sign_out}</Alert>
                </Show>
                <Show when=move || several.get()><SignOutOneForm/></Show>
                <ActionForm action attr:class="grid gap-3">
                    <FormSummary problems=form.problems()/>
                    <Show
                        when=move || several.get()
                        fallback=move || view! {
                            <SubmitButton full=true pending=action.pending()>{texts.submit}</SubmitButton>
                        }
                    >
                        <SubmitButton full=true variant=ButtonVariant::Secondary pending=action.pending()>
                            {t().accounts.sign_out_all}
                        </SubmitButton>
                    </Show>
                    <LinkButton href=HOME full=true variant=ButtonVariant::Ghost>{texts.stay}</LinkButton>
                </ActionForm>
            </SignedIn>
            <SignedOut>
                <p class="text-muted-foreground">{texts.nobody}</p>
                <LinkButton href=SIGN_IN full=true>{t().sign_in.title}</LinkButton>
            </SignedOut>
        </AuthPage>
    }
}
