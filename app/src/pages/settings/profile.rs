//! `/settings/profile`: the name, and the username.

use leptos::{form::ActionForm, prelude::*};

use super::SettingsPage;
use crate::{
    api::{
        user::{PROFILE, UpdateProfile},
        username::{USERNAME, UpdateUsername},
    },
    components::{Card, CardBody, CardHeader, Fact, FormSummary, SubmitButton, TextInput},
    pages::username::UsernameInput,
    public_config::{PublicUsername, use_public_config},
    session::use_session,
    texts::t,
};

/// The page.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let texts = &t().profile;
    let guest = use_session().is_guest();
    let action = ServerAction::<UpdateProfile>::new();
    let form = PROFILE.outcome(action);
    // What was refused is typed again by nobody; otherwise the name as it is.
    let typed = form.typed("name");
    let user = use_session().user().get_untracked();
    let name = if typed.is_empty() { user.map(|user| user.name).unwrap_or_default() } else { typed };
    view! {
        <SettingsPage title=texts.title description=texts.description>
            <Card>
                <CardBody>
                    <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                        <FormSummary problems=form.problems()/>
                        <TextInput
                            name="name"
                            label=t().sign_up.name
                            value=name
                            error=form.error("name")
                            autocomplete="name"
                            maxlength=255_u16
                            required=true
                        />
                        <div>
                            <SubmitButton pending=action.pending()>{texts.save}</SubmitButton>
                        </div>
                    </ActionForm>
                </CardBody>
            </Card>
            {use_public_config().username.map(|rules| view! {
                // Nobody signs in to the account of a guest.
                <Show when=move || !guest.get()><UsernameCard rules/></Show>
            })}
        </SettingsPage>
    }
}

/// The card of the username.
#[component]
fn UsernameCard(
    /// What a username has to be.
    rules: PublicUsername,
) -> impl IntoView {
    let texts = &t().username;
    let action = ServerAction::<UpdateUsername>::new();
    let form = USERNAME.outcome(action);
    let user = use_session().user().get_untracked();
    let own = user.as_ref().and_then(|user| user.username()).unwrap_or_default().to_owned();
    let shown = user.as_ref().and_then(|user| user.shown_username()).unwrap_or_default().to_owned();
    let stays = rules.immutable && !own.is_empty();
    let description = if rules.immutable { texts.immutable } else { texts.description };
    let as_typed =
        move |field: &str, own: String| Some(form.typed(field)).filter(|typed| !typed.is_empty()).unwrap_or(own);
    view! {
        <Card>
            <CardHeader title=texts.title description=description/>
            <CardBody>
                <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                    <FormSummary problems=form.problems() id="username-summary"/>
                    {if stays {
                        view! {
                            <input type="hidden" name="username" value=own.clone()/>
                            <dl><Fact term=texts.label>{own}</Fact></dl>
                        }
                            .into_any()
                    } else {
                        view! {
                            <UsernameInput
                                rules
                                label=texts.label
                                value=as_typed("username", own.clone())
                                own
                                error=form.error("username")
                                required=true
                            />
                        }
                            .into_any()
                    }}
                    {rules.display.then(|| view! {
                        <TextInput
                            name="display_username"
                            label=texts.display
                            hint=texts.display_hint
                            value=as_typed("display_username", shown)
                            error=form.error("display_username")
                            autocomplete="nickname"
                            spellcheck=false
                            maxlength=255_u16
                        />
                    })}
                    {(rules.display || !stays).then(|| view! {
                        <div>
                            <SubmitButton pending=action.pending()>{texts.save}</SubmitButton>
                        </div>
                    })}
                </ActionForm>
            </CardBody>
        </Card>
    }
}
