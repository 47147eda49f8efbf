//! `/accept-invitation/{id}`: the mail of an invitation leads here. Nothing happens before a person says yes: programs that
//! look at mails follow links too.

use auth::wire::{InvitationPreview, InvitationStatus};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::{
    api::organization::{
        answer::{ANSWER, AcceptInvitation, DeclineInvitation, JOIN, JoinOrganization, invitation},
        page_of,
    },
    components::{Alert, ButtonVariant, EmailInput, FormSummary, LinkButton, Moment, SubmitButton, TextInput, Tone},
    pages::{AuthPage, new_password::NewPasswordInput, query_token},
    policy::SIGN_IN,
    session::use_session,
    texts::t,
};

/// The link of the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Link {
    id: String,
    token: String,
}

/// The page.
#[component]
pub fn AcceptInvitationPage() -> impl IntoView {
    let texts = &t().organizations.answer;
    let (params, query) = (use_params_map(), use_query_map());
    let link = Memo::new(move |_| Link {
        id: params.with(|params| params.get("id").unwrap_or_default()),
        token: query.with(query_token).unwrap_or_default(),
    });
    // Who is signed in changes what can be done.
    let signed_in = use_session().is_signed_in();
    let found = Resource::new(move || (link.get(), signed_in.get()), |(Link { id, token }, _)| invitation(id, token));
    view! {
        <AuthPage title=texts.title>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    let link = link.get_untracked();
                    match found.await {
                        Ok(Some(preview)) => view! { <Invitation preview link/> }.into_any(),
                        Ok(None) => said(Tone::Danger, texts.unknown_title, texts.unknown),
                        Err(_) => view! { <Alert tone=Tone::Warning>{t().organizations.page.unknown}</Alert> }.into_any(),
                    }
                })}
            </Transition>
        </AuthPage>
    }
}

/// What an invitation is, and what the visitor can do about it.
#[component]
fn Invitation(
    /// The invitation.
    preview: InvitationPreview,
    /// Its link.
    link: Link,
) -> impl IntoView {
    let texts = &t().organizations.answer;
    match preview.status {
        InvitationStatus::Pending if preview.is_over => said(Tone::Warning, texts.expired_title, texts.expired),
        InvitationStatus::Pending => view! { <Open preview link/> }.into_any(),
        InvitationStatus::Accepted => {
            let href = page_of(&preview.organization_slug);
            view! {
                <Alert title=texts.accepted_title>{texts.accepted}</Alert>
                <LinkButton href variant=ButtonVariant::Primary full=true>
                    {(texts.open)(&preview.organization_name)}
                </LinkButton>
            }
            .into_any()
        }
        InvitationStatus::Rejected => said(Tone::Info, texts.declined_title, texts.declined),
        InvitationStatus::Canceled => said(Tone::Warning, texts.cancelled_title, texts.cancelled),
    }
}

/// Nothing more can be done here.
fn said(tone: Tone, title: &'static str, text: &'static str) -> AnyView {
    view! {
        <Alert tone title>{text}</Alert>
        <LinkButton href="/" full=true>{t().not_found.action}</LinkButton>
    }
    .into_any()
}

/// An invitation that waits for an answer.
#[component]
fn Open(
    /// The invitation.
    preview: InvitationPreview,
    /// Its link.
    link: Link,
) -> impl IntoView {
    let texts = &t().organizations.answer;
    let role = (t().organizations.role_name)(&preview.role).to_lowercase();
    let invited = (texts.invited)(&preview.organization_name, preview.inviter_name.as_deref(), &role);
    // A guest is nobody yet.
    let user = use_session().user().get_untracked().filter(|user| !user.is_guest());
    let sent_to = (texts.sent_to)(&preview.email);
    let content = match user {
        Some(user) if user.email == preview.email => view! { <Answer link/> }.into_any(),
        Some(user) => view! {
            <Alert tone=Tone::Warning title=texts.other_title>
                {(texts.other)(&preview.email, user.contact().unwrap_or(&user.email))}
            </Alert>
            <LinkButton href="/sign-out" variant=ButtonVariant::Primary full=true>{texts.switch}</LinkButton>
        }
        .into_any(),
        None if preview.has_account => view! {
            <LinkButton href=SIGN_IN variant=ButtonVariant::Primary full=true>{texts.sign_in}</LinkButton>
        }
        .into_any(),
        None => view! { <Join link email=preview.email.clone()/> }.into_any(),
    };
    view! {
        <div class="grid gap-1">
            <p class="font-medium text-pretty">{invited}</p>
            <p class="text-muted-foreground text-pretty">
                {sent_to} " " {texts.until} " " <Moment of=preview.expires_at.to_string()/> "."
            </p>
        </div>
        {content}
    }
}

/// The answer of whoever was invited.
#[component]
fn Answer(
    /// The link.
    link: Link,
) -> impl IntoView {
    let texts = &t().organizations.answer;
    let (accept, decline) = (ServerAction::<AcceptInvitation>::new(), ServerAction::<DeclineInvitation>::new());
    let (accepting, declining) = (ANSWER.outcome(accept), ANSWER.outcome(decline));
    // Both are refused under one name where there are no scripts, and then it is said once.
    let problems = Signal::derive(move || {
        let problems = accepting.problems().get();
        if problems.is_empty() { declining.problems().get() } else { problems }
    });
    let Link { id, token } = link;
    let (of_decline, token_of_decline) = (id.clone(), token.clone());
    view! {
        <FormSummary problems/>
        <ActionForm action=accept>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="token" value=token/>
            <SubmitButton full=true pending=accept.pending()>{texts.accept}</SubmitButton>
        </ActionForm>
        <ActionForm action=decline>
            <input type="hidden" name="id" value=of_decline/>
            <input type="hidden" name="token" value=token_of_decline/>
            <SubmitButton full=true variant=ButtonVariant::Ghost pending=decline.pending()>{texts.decline}</SubmitButton>
        </ActionForm>
    }
}

/// Signing up with the address of the invitation, and joining in the same step.
#[component]
fn Join(
    /// The link.
    link: Link,
    /// The address.
    email: String,
) -> impl IntoView {
    let texts = &t().organizations.answer;
    let action = ServerAction::<JoinOrganization>::new();
    let form = JOIN.outcome(action);
    view! {
        <div class="grid gap-1">
            <h2 class="text-base font-semibold">{texts.sign_up}</h2>
            <p class="text-muted-foreground text-pretty">{texts.sign_up_description}</p>
        </div>
        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
            <FormSummary problems=form.problems()/>
            <input type="hidden" name="id" value=link.id/>
            <input type="hidden" name="token" value=link.token/>
            // Read and not changed; password managers keep it beside the password.
            <EmailInput label=texts.email value=email readonly=true/>
            <TextInput
                name="name"
                label=t().sign_up.name
                value=form.typed("name")
                error=form.error("name")
                autocomplete="name"
                maxlength=255_u16
                required=true
            />
            <NewPasswordInput label=t().sign_up.password error=form.error("password")/>
            <SubmitButton full=true pending=action.pending()>{texts.join}</SubmitButton>
        </ActionForm>
    }
}
