//! `/settings/security/two-factor`: the second factor.

use auth::wire::{TrustedDevice, TwoFactorStatus};
use leptos::{form::ActionForm, prelude::*};

use super::SettingsPage;
use crate::{
    api::two_factor::{
        ACKNOWLEDGE, ACTIVATE, AcknowledgeBackupCodes, ActivateTwoFactor, DISABLE, DisableTwoFactor, ENABLE,
        EnableTwoFactor, REGENERATE, REVOKE_DEVICE, RegenerateBackupCodes, RevokeTrustedDevice, Setup,
        two_factor_settings,
    },
    components::{
        Alert, Badge, Button, ButtonSize, ButtonVariant, Card, CardBody, CardHeader, Checkbox, CopyButton, FormSummary,
        Moment, PasswordInput, SubmitButton, TextInput, Tone, use_hydrated,
    },
    forms::{Done, Refusal},
    texts::t,
};

/// Fewer backup codes than this are few.
const FEW_CODES: usize = 4;

/// Every form of the page; an answer to one of them shows the page anew.
#[derive(Clone, Copy)]
struct Actions {
    enable: ServerAction<EnableTwoFactor>,
    activate: ServerAction<ActivateTwoFactor>,
    acknowledge: ServerAction<AcknowledgeBackupCodes>,
    regenerate: ServerAction<RegenerateBackupCodes>,
    disable: ServerAction<DisableTwoFactor>,
    revoke: ServerAction<RevokeTrustedDevice>,
}

impl Actions {
    fn new() -> Self {
        Self {
            enable: ServerAction::new(),
            activate: ServerAction::new(),
            acknowledge: ServerAction::new(),
            regenerate: ServerAction::new(),
            disable: ServerAction::new(),
            revoke: ServerAction::new(),
        }
    }

    /// Changes whenever one of them is done; a refusal changes nothing.
    fn done(self) -> [usize; 6] {
        [
            done(self.enable),
            done(self.activate),
            done(self.acknowledge),
            done(self.regenerate),
            done(self.disable),
            done(self.revoke),
        ]
    }
}

fn done<A>(action: ServerAction<A>) -> usize
where
    A: server_fn::ServerFn<Output = Done, Error = Refusal> + Clone + Send + Sync + 'static,
{
    let done = action.value().with(|value| matches!(value, Some(Ok(_))));
    if done { action.version().get() } else { 0 }
}

/// The page.
#[component]
pub fn TwoFactorSettingsPage() -> impl IntoView {
    let texts = &t().two_factor_settings;
    let actions = Actions::new();
    // A refused form keeps what it says.
    let done = Memo::new(move |_| actions.done());
    let settings = Resource::new(move || done.get(), |_| two_factor_settings());
    let revoked = REVOKE_DEVICE.outcome(actions.revoke);
    view! {
        <SettingsPage title=texts.title description=texts.description>
            <FormSummary problems=revoked.problems() id="device-summary"/>
            <Transition fallback=|| ()>
                {move || Suspend::new(async move {
                    match settings.await {
                        Ok(settings) => view! { <Cards status=settings.status setup=settings.setup actions/> }.into_any(),
                        Err(_) => view! { <Alert tone=Tone::Warning>{texts.unknown}</Alert> }.into_any(),
                    }
                })}
            </Transition>
        </SettingsPage>
    }
}

#[component]
fn Cards(status: TwoFactorStatus, setup: Option<Setup>, actions: Actions) -> impl IntoView {
    let needs_password = status.needs_password;
    match (status.enabled, setup) {
        (false, Some(setup)) if status.enrolling => view! { <SetupCard setup action=actions.activate/> }.into_any(),
        (false, _) => view! { <EnableCard needs_password action=actions.enable/> }.into_any(),
        (true, Some(setup)) => view! { <CodesCard codes=setup.backup_codes action=actions.acknowledge/> }.into_any(),
        (true, None) => view! {
            <StatusCard status=status.clone() action=actions.regenerate/>
            <DevicesCard devices=status.trusted_devices action=actions.revoke/>
            <DisableCard needs_password action=actions.disable/>
        }
        .into_any(),
    }
}

#[component]
fn EnableCard(needs_password: bool, action: ServerAction<EnableTwoFactor>) -> impl IntoView {
    let texts = &t().two_factor_settings;
    let form = ENABLE.outcome(action);
    view! {
        <Card>
            <CardHeader title=texts.enable_title description=texts.enable_description/>
            <CardBody>
                <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                    <FormSummary problems=form.problems()/>
                    {needs_password.then(|| view! {
                        <PasswordInput
                            label=t().sign_in.password
                            error=form.error("password")
                            autocomplete="current-password"
                        />
                    })}
                    <div><SubmitButton pending=action.pending()>{texts.enable}</SubmitButton></div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}

#[component]
fn SetupCard(setup: Setup, action: ServerAction<ActivateTwoFactor>) -> impl IntoView {
    let texts = &t().two_factor_settings;
    let form = ACTIVATE.outcome(action);
    let size = setup.qr.size;
    view! {
        <Card>
            <CardHeader title=texts.setup_title description=texts.setup_description/>
            <CardBody>
                <div class="grid gap-5">
                    <svg
                        role="img"
                        aria-label=texts.qr_label
                        width="208"
                        height="208"
                        viewBox=format!("0 0 {size} {size}")
                        shape-rendering="crispEdges"
                    >
                        <rect width=size height=size fill="#fff"/>
                        <path d=setup.qr.path fill="#000"/>
                    </svg>
                    <div class="grid gap-1">
                        <p class="text-sm text-muted-foreground">{texts.key}</p>
                        <p class="break-all"><code>{grouped(&setup.key)}</code></p>
                        <p><a href=setup.uri>{texts.open_app}</a></p>
                    </div>
                    <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                        <FormSummary problems=form.problems()/>
                        <TextInput
                            name="code"
                            label=t().two_factor.code
                            hint=t().two_factor.totp_hint
                            error=form.error("code")
                            autocomplete="one-time-code"
                            inputmode="numeric"
                            spellcheck=false
                            required=true
                            code=true
                        />
                        <div><SubmitButton pending=action.pending()>{texts.activate}</SubmitButton></div>
                    </ActionForm>
                </div>
            </CardBody>
        </Card>
    }
}

/// A key in groups of four, as people read it aloud.
fn grouped(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[component]
fn CodesCard(codes: Vec<String>, action: ServerAction<AcknowledgeBackupCodes>) -> impl IntoView {
    let texts = &t().two_factor_settings;
    let form = ACKNOWLEDGE.outcome(action);
    let hydrated = use_hydrated();
    let text = codes.join("\n");
    // Letters, digits and dashes need no encoding.
    let file = format!("data:text/plain;charset=utf-8,{}%0A", codes.join("%0A"));
    view! {
        <Card>
            <CardHeader title=texts.codes_title description=texts.codes_description/>
            <CardBody>
                <div class="grid gap-5">
                    <ul class="grid gap-1" aria-label=texts.codes_title>
                        {codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}
                    </ul>
                    <div class="flex flex-wrap gap-2 items-center">
                        <a href=file download="backup-codes.txt">{texts.download}</a>
                        <Show when=move || hydrated.get()>
                            <CopyButton text=text.clone() copy=texts.copy copied=texts.copied/>
                            <PrintButton/>
                        </Show>
                    </div>
                    <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                        <FormSummary problems=form.problems()/>
                        <Checkbox name="kept" label=texts.kept value="on" error=form.error("kept") required=true/>
                        <div><SubmitButton pending=action.pending()>{texts.acknowledge}</SubmitButton></div>
                    </ActionForm>
                </div>
            </CardBody>
        </Card>
    }
}

#[component]
fn PrintButton() -> impl IntoView {
    let print = |_| {
        #[cfg(feature = "hydrate")]
        {
            // Nothing can be done about a browser that does not print.
            let _ = window().print();
        }
    };
    view! {
        <Button variant=ButtonVariant::Secondary size=ButtonSize::Small on:click=print>
            {t().two_factor_settings.print}
        </Button>
    }
}

#[component]
fn StatusCard(status: TwoFactorStatus, action: ServerAction<RegenerateBackupCodes>) -> impl IntoView {
    let texts = &t().two_factor_settings;
    let form = REGENERATE.outcome(action);
    let needs_password = status.needs_password;
    view! {
        <Card>
            <CardHeader title=texts.on_title description=texts.on_description/>
            <CardBody>
                <div class="grid gap-5">
                    <p><Badge tone=Tone::Success>{texts.on}</Badge></p>
                    {status.backup_codes_left.map(|left| view! {
                        {(left < FEW_CODES).then(|| view! { <Alert tone=Tone::Warning>{texts.few_codes}</Alert> })}
                        <p>{(texts.codes_left)(left)}</p>
                        <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                            <FormSummary problems=form.problems()/>
                            {needs_password.then(|| view! {
                                <PasswordInput
                                    label=t().sign_in.password
                                    error=form.error("password")
                                    autocomplete="current-password"
                                />
                            })}
                            <div>
                                <SubmitButton variant=ButtonVariant::Secondary pending=action.pending()>
                                    {texts.regenerate}
                                </SubmitButton>
                            </div>
                        </ActionForm>
                    })}
                </div>
            </CardBody>
        </Card>
    }
}

#[component]
fn DevicesCard(devices: Vec<TrustedDevice>, action: ServerAction<RevokeTrustedDevice>) -> impl IntoView {
    let texts = &t().two_factor_settings;
    let device = move |device: TrustedDevice| {
        view! {
            <li class="flex flex-wrap items-center justify-between gap-4">
                <p>
                    {texts.trusted_since} " " <Moment of=device.since.to_string()/> ", " {texts.trusted_until} " "
                    <Moment of=device.until.to_string()/> " "
                    {device.current.then(|| view! { <Badge tone=Tone::Success>{t().sessions.current}</Badge> })}
                </p>
                <ActionForm action>
                    <input type="hidden" name="id" value=device.id/>
                    <SubmitButton size=ButtonSize::Small variant=ButtonVariant::Secondary>{texts.revoke}</SubmitButton>
                </ActionForm>
            </li>
        }
    };
    (!devices.is_empty()).then(move || {
        view! {
            <Card>
                <CardHeader title=texts.devices_title description=texts.devices_description/>
                <CardBody>
                    <ul class="grid gap-4">{devices.into_iter().map(device).collect_view()}</ul>
                </CardBody>
            </Card>
        }
    })
}

#[component]
fn DisableCard(needs_password: bool, action: ServerAction<DisableTwoFactor>) -> impl IntoView {
    let texts = &t().two_factor_settings;
    let form = DISABLE.outcome(action);
    view! {
        <Card>
            <CardHeader title=texts.disable_title description=texts.disable_description/>
            <CardBody>
                <ActionForm action attr:class="grid gap-5" attr:novalidate=true>
                    <FormSummary problems=form.problems() id="disable-summary"/>
                    {needs_password.then(|| view! {
                        <PasswordInput
                            id="disable_password"
                            label=t().sign_in.password
                            error=form.error("password")
                            autocomplete="current-password"
                        />
                    })}
                    <div>
                        <SubmitButton variant=ButtonVariant::Destructive pending=action.pending()>
                            {texts.disable}
                        </SubmitButton>
                    </div>
                </ActionForm>
            </CardBody>
        </Card>
    }
}
