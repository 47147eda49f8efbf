//! The forms of the page of an account.

use auth::wire::User;
use leptos::{form::ActionForm, prelude::*};

use super::user::Changes;
use crate::{
    api::admin::user::{
        BAN, BanUser, DETAILS, PASSWORD, REMOVE, ROLE, RemoveUser, SetPassword, SetRole, UnbanUser, UpdateDetails,
    },
    components::{
        ButtonVariant, Card, CardBody, CardHeader, Checkbox, EmailInput, Fact, FormSummary, Moment, SubmitButton,
        TextInput,
    },
    forms::Outcome,
    pages::new_password::NewPasswordInput,
    texts::t,
};

/// Tells the page that a form has changed the account.
fn tell_page(form: Outcome) {
    let (changes, accepted) = (use_context::<Changes>(), form.accepted());
    Effect::new(move |_| {
        if let (Some(Changes(changes)), true) = (changes, accepted.get() > 0) {
            changes.update(|changes| *changes += 1);
        }
    });
}

/// What was typed and refused, or what is so.
fn typed_or(typed: String, current: &str) -> String {
    if typed.is_empty() { current.to_owned() } else { typed }
}

/// Name and address.
#[component]
pub(super) fn DetailsCard(user: User) -> impl IntoView {
    let texts = &t().admin;
    let action = ServerAction::<UpdateDetails>::new();
    let form = DETAILS.outcome(action);
    let verified = match form.typed("verified").as_str() {
        "on" => true,
        "off" => false,
        _ => user.email_verified,
    };
    tell_page(form);
    view! {
        <Card>
            <CardHeader title=texts.details/>
            <CardBody>
                <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                    <FormSummary problems=form.problems() id="details-summary"/>
                    <input type="hidden" name="user_id" value=user.id/>
                    <TextInput
                        name="name"
                        label=texts.name
                        value=typed_or(form.typed("name"), &user.name)
                        error=form.error("name")
                        autocomplete="off"
                        maxlength=255_u16
                    />
                    <EmailInput
                        label=texts.email
                        value=typed_or(form.typed("email"), &user.email)
                        error=form.error("email")
                        autocomplete="off"
                    />
                    <Checkbox name="verified" label=texts.email_verified checked=verified/>
                    <div>
                        <SubmitButton pending=action.pending()>{texts.save}</SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}

/// The roles.
#[component]
pub(super) fn RoleCard(user: User) -> impl IntoView {
    let texts = &t().admin;
    let action = ServerAction::<SetRole>::new();
    let form = ROLE.outcome(action);
    tell_page(form);
    view! {
        <Card>
            <CardHeader title=texts.role/>
            <CardBody>
                <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                    <FormSummary problems=form.problems() id="role-summary"/>
                    <input type="hidden" name="user_id" value=user.id.clone()/>
                    <TextInput
                        name="role"
                        label=texts.role
                        hint=texts.role_hint
                        value=typed_or(form.typed("role"), user.role().unwrap_or_default())
                        error=form.error("role")
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck=false
                    />
                    <div>
                        <SubmitButton variant=ButtonVariant::Secondary pending=action.pending()>{texts.save}</SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}

/// A new password.
#[component]
pub(super) fn PasswordCard(user: User) -> impl IntoView {
    let texts = &t().admin;
    let action = ServerAction::<SetPassword>::new();
    let form = PASSWORD.outcome(action);
    tell_page(form);
    let element = NodeRef::<leptos::html::Form>::new();
    // Once it is set, nothing of the password stays in the field.
    Effect::new(move |_| {
        if let (Some(Ok(_)), Some(form)) = (action.value().get(), element.get_untracked()) {
            form.reset();
        }
    });
    view! {
        <Card>
            <CardHeader title=texts.password_title description=texts.password_description/>
            <CardBody>
                <ActionForm action node_ref=element attr:class="grid gap-5" attr:novalidate=true>
                    <FormSummary problems=form.problems() id="password-summary"/>
                    <input type="hidden" name="user_id" value=user.id/>
                    <NewPasswordInput label=texts.password error=form.error("password")/>
                    <div>
                        <SubmitButton variant=ButtonVariant::Secondary pending=action.pending()>
                            {texts.set_password}
                        </SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}

/// The ban, or the way to one.
#[component]
pub(super) fn BanCard(user: User) -> impl IntoView {
    let texts = &t().admin;
    let ban = ServerAction::<BanUser>::new();
    let unban = ServerAction::<UnbanUser>::new();
    let form = BAN.outcome(ban);
    let lifting = BAN.outcome(unban);
    tell_page(form);
    tell_page(lifting);
    let reason = user.ban_reason().map(str::to_owned);
    let id = user.id.clone();
    let content = if user.is_banned() {
        let until = match user.ban_expires() {
            Some(end) => view! { <Moment of=end.to_string()/> }.into_any(),
            None => view! { <span>{texts.ban_for_ever}</span> }.into_any(),
        };
        view! {
            <dl class="grid gap-4">
                <Fact term=texts.ban_reason>{reason}</Fact>
                <Fact term=texts.ban_until>{until}</Fact>
            </dl>
            <ActionForm action=unban attr:class="grid gap-5">
                <FormSummary problems=lifting.problems() id="unban-summary"/>
                <input type="hidden" name="user_id" value=id/>
                <div>
                    <SubmitButton variant=ButtonVariant::Secondary pending=unban.pending()>{texts.unban}</SubmitButton>
                </div>
            </ActionForm>
        }
        .into_any()
    } else {
        view! {
            <ActionForm action=ban attr:class="grid gap-5" attr:novalidate=true>
                <FormSummary problems=form.problems() id="ban-summary"/>
                <input type="hidden" name="user_id" value=id/>
                <TextInput name="reason" label=texts.ban_reason value=form.typed("reason") autocomplete="off" maxlength=255_u16/>
                <TextInput
                    name="days"
                    label=texts.ban_days
                    hint=texts.ban_days_hint
                    value=form.typed("days")
                    error=form.error("days")
                    autocomplete="off"
                    inputmode="numeric"
                    pattern="[0-9]*"
                    maxlength=5_u16
                />
                <div>
                    <SubmitButton variant=ButtonVariant::Destructive pending=ban.pending()>{texts.ban}</SubmitButton>
                </div>
            </ActionForm>
        }
            .into_any()
    };
    view! {
        <Card>
            <CardHeader title=texts.ban_title description=texts.ban_description/>
            <CardBody>{content}</CardBody>
        </Card>
    }
}

/// Deleting the account.
#[component]
pub(super) fn RemoveCard(user: User) -> impl IntoView {
    let texts = &t().admin;
    let action = ServerAction::<RemoveUser>::new();
    let form = REMOVE.outcome(action);
    view! {
        <Card>
            <CardHeader title=texts.remove_title description=texts.remove_description/>
            <CardBody>
                <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                    <FormSummary problems=form.problems() id="remove-summary"/>
                    <input type="hidden" name="user_id" value=user.id/>
                    <TextInput
                        name="address"
                        label=texts.remove_confirmation
                        value=form.typed("address")
                        error=form.error("address")
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck=false
                    />
                    <div>
                        <SubmitButton variant=ButtonVariant::Destructive pending=action.pending()>{texts.remove}</SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}
