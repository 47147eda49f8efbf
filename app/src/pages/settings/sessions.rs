//! `/settings/sessions`: where the person is signed in, and signing out there.

use leptos::{form::ActionForm, prelude::*};

use super::SettingsPage;
use crate::{
    api::session::{OwnSession, RevokeOtherSessions, RevokeSession, SESSIONS, own_sessions},
    components::{
        Alert, Badge, ButtonSize, ButtonVariant, Card, CardBody, CardFooter, FormSummary, LinkButton, Moment,
        SubmitButton, Tone,
    },
    texts::t,
};

/// The page.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let texts = &t().sessions;
    let revoke = ServerAction::<RevokeSession>::new();
    let revoke_others = ServerAction::<RevokeOtherSessions>::new();
    let one = SESSIONS.outcome(revoke);
    let others = SESSIONS.outcome(revoke_others);
    let sessions = Resource::new(move || (revoke.version().get(), revoke_others.version().get()), |_| own_sessions());
    view! {
        <SettingsPage title=texts.title description=texts.description>
            <FormSummary problems=one.problems()/>
            <FormSummary problems=others.problems() id="others-summary"/>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    match sessions.await {
                        Ok(sessions) => {
                            let several = sessions.len() > 1;
                            view! {
                                <Card>
                                    <CardBody>
                                        <ul class="grid">
                                            {sessions
                                                .into_iter()
                                                .map(|session| view! { <SessionItem session revoke/> })
                                                .collect_view()}
                                        </ul>
                                    </CardBody>
                                    {several.then(|| view! {
                                        <CardFooter>
                                            <p class="text-sm text-muted-foreground">{texts.others_hint}</p>
                                            <ActionForm action=revoke_others>
                                                <SubmitButton variant=ButtonVariant::Destructive pending=revoke_others.pending()>
                                                    {texts.revoke_others}
                                                </SubmitButton>
                                            </ActionForm>
                                        </CardFooter>
                                    })}
                                </Card>
                            }
                                .into_any()
                        }
                        Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                    }
                })}
            </Transition>
        </SettingsPage>
    }
}

#[component]
fn SessionItem(
    /// The session.
    session: OwnSession,
    /// Ends it.
    revoke: ServerAction<RevokeSession>,
) -> impl IntoView {
    let texts = &t().sessions;
    let device = (texts.device)(&session.device);
    let label = (texts.revoke_label)(&device);
    let current = session.current;
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 border-t border-border py-4 first:border-t-0 first:pt-0 last:pb-0">
            <div class="grid min-w-0 gap-1">
                <p class="flex flex-wrap items-center gap-2 font-medium">
                    {device} {current.then(|| view! { <Badge tone=Tone::Success>{texts.current}</Badge> })}
                </p>
                <p class="text-sm text-muted-foreground">
                    {(!session.ip_address.is_empty()).then(|| format!("{} · ", session.ip_address))}
                    {texts.signed_in} " " <Moment of=session.created_at.to_string()/> " · " {texts.last_active} " "
                    <Moment of=session.updated_at.to_string()/>
                </p>
            </div>
            {if current {
                view! { <LinkButton href="/sign-out" size=ButtonSize::Small>{t().user_menu.sign_out}</LinkButton> }.into_any()
            } else {
                view! {
                    <ActionForm action=revoke>
                        <input type="hidden" name="id" value=session.id/>
                        <SubmitButton size=ButtonSize::Small variant=ButtonVariant::Secondary attr:aria-label=label>
                            {texts.revoke}
                        </SubmitButton>
                    </ActionForm>
                }
                    .into_any()
            }}
        </li>
    }
}
