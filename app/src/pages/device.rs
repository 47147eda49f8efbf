//! `/device`: signing in a device that has no browser. The code is typed, who asks for what is shown, and a person says
//! yes or no; an address alone does neither.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::AuthPage;
use crate::{
    api::device_authorization::{
        ANSWER_DEVICE, ApproveDevice, DenyDevice, DeviceRequest, FIND_DEVICE, FindDevice, asked_device,
    },
    components::{Alert, ButtonVariant, Fact, FormSummary, LinkButton, SubmitButton, TextInput, Tone},
    policy::{DEVICE, HOME},
    session::use_session,
    texts::t,
};

/// The page of the code.
#[component]
pub fn DevicePage() -> impl IntoView {
    let texts = &t().devices;
    let action = ServerAction::<FindDevice>::new();
    let form = FIND_DEVICE.outcome(action);
    let typed = form.typed("user_code");
    // A device may show an address that has its code, as a picture to scan. It still has to be sent.
    let brought = use_query_map().with_untracked(|query| query.get("user_code")).unwrap_or_default();
    let value = if typed.is_empty() { brought } else { typed };
    view! {
        <AuthPage title=texts.title description=texts.description>
            <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                <FormSummary problems=form.problems()/>
                <TextInput
                    name="user_code"
                    label=texts.code
                    hint=texts.code_hint
                    value=value
                    error=form.error("user_code")
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck=false
                    maxlength=255_u16
                    required=true
                    code=true
                />
                <SubmitButton full=true pending=action.pending()>{texts.find}</SubmitButton>
            </ActionForm>
        </AuthPage>
    }
}

/// The page of the answer.
#[component]
pub fn DeviceRequestPage() -> impl IntoView {
    let texts = &t().devices;
    let device = Resource::new(|| (), |()| asked_device());
    let (approve, deny) = (ServerAction::<ApproveDevice>::new(), ServerAction::<DenyDevice>::new());
    let (approving, denying) = (ANSWER_DEVICE.outcome(approve), ANSWER_DEVICE.outcome(deny));
    // Both are refused under one name where there are no scripts, and then it is said once. It is said as well to whoever
    // answered a device that is not theirs, and has none to be asked about.
    let problems = Signal::derive(move || {
        let problems = approving.problems().get();
        if problems.is_empty() { denying.problems().get() } else { problems }
    });
    view! {
        <AuthPage title=texts.request_title description=texts.request_description>
            <FormSummary problems/>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    match device.await {
                        Ok(Some(device)) => view! { <Asked device approve deny/> }.into_any(),
                        Ok(None) => view! {
                            <Alert title=texts.none_title>{texts.none}</Alert>
                            <LinkButton href=DEVICE variant=ButtonVariant::Primary full=true>{texts.enter}</LinkButton>
                        }
                        .into_any(),
                        Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                    }
                })}
            </Transition>
        </AuthPage>
    }
}

/// Who asks for what, and the answer.
#[component]
fn Asked(
    /// The request.
    device: DeviceRequest,
    /// Says yes.
    approve: ServerAction<ApproveDevice>,
    /// Says no.
    deny: ServerAction<DenyDevice>,
) -> impl IntoView {
    let texts = &t().devices;
    let user = use_session().user();
    let account = move || user.get().map(|user| user.contact().unwrap_or(&user.name).to_owned());
    let DeviceRequest { user_code, client_id, scopes } = device;
    let scopes = if scopes.is_empty() {
        texts.no_scopes.into_any()
    } else {
        let items: Vec<_> = scopes.into_iter().map(|scope| view! { <li class="break-words">{scope}</li> }).collect();
        view! { <ul>{items}</ul> }.into_any()
    };
    // Each answer says which request it is about: another one may have been found in another tab meanwhile.
    let (of_approve, of_deny) = (user_code.clone(), user_code.clone());
    view! {
        <dl class="grid gap-4">
            <Fact term=texts.client><span class="break-words">{client_id}</span></Fact>
            <Fact term=texts.shown><code>{user_code}</code></Fact>
            <Fact term=texts.scopes>{scopes}</Fact>
            <Fact term=texts.account>{account}</Fact>
        </dl>
        <Alert tone=Tone::Warning title=texts.warning_title>{texts.warning}</Alert>
        <ActionForm action=approve>
            <input type="hidden" name="user_code" value=of_approve/>
            <SubmitButton full=true pending=approve.pending()>{texts.approve}</SubmitButton>
        </ActionForm>
        <ActionForm action=deny>
            <input type="hidden" name="user_code" value=of_deny/>
            <SubmitButton full=true variant=ButtonVariant::Ghost pending=deny.pending()>{texts.deny}</SubmitButton>
        </ActionForm>
        <p class="text-sm"><a href="/sign-out">{texts.other_account}</a></p>
    }
}

/// The page after a yes.
#[component]
pub fn DeviceApprovedPage() -> impl IntoView {
    let texts = &t().devices;
    view! {
        <AuthPage title=texts.approved_title>
            <Alert tone=Tone::Success>{texts.approved}</Alert>
            <LinkButton href="/settings/sessions" full=true>{texts.sessions}</LinkButton>
        </AuthPage>
    }
}

/// The page after a no.
#[component]
pub fn DeviceDeniedPage() -> impl IntoView {
    let texts = &t().devices;
    view! {
        <AuthPage title=texts.denied_title>
            <Alert>{texts.denied}</Alert>
            <LinkButton href=HOME full=true>{t().not_found.action}</LinkButton>
        </AuthPage>
    }
}
