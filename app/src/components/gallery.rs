use super::{
    Alert, AppLayout, Avatar, AvatarSize, Badge, Button, ButtonSize, ButtonVariant, Card, CardBody, CardFooter,
    CardHeader, Checkbox, EmailInput, EmptyState, ErrorPage, FormSummary, Header, Icon, IconName, LinkButton, NavLink,
    PasswordInput, Problem, Separator, SubmitButton, TextInput, Toast, ToastRegion, Tone, UserMenu, UserMenuLink,
};
use leptos::prelude::*;

/// Every component in its states, for the page `/dev/components`, accessibility checks and screenshots.
///
/// It is a tool for developers, so its texts are samples and not part of the catalogue.
#[component]
pub fn Gallery() -> impl IntoView {
    let toast = RwSignal::new(Some(Toast::success("Your changes are saved.")));
    view! {
        <AppLayout
            header=|| {
                view! {
                    <Header
                        nav=|| {
                            view! {
                                <NavLink href="/dev/components">"Components"</NavLink>
                                <NavLink href="/dev/mailbox">"Mailbox"</NavLink>
                                <NavLink href="/settings">"Settings"</NavLink>
                            }
                        }
                        user=|| {
                            view! {
                                <UserMenu name="Ana María López" email="ana.maria.lopez@example.com">
                                    <UserMenuLink href="/settings" icon=IconName::User>
                                        "Profile"
                                    </UserMenuLink>
                                    <UserMenuLink href="/settings/security" icon=IconName::Shield>
                                        "Security"
                                    </UserMenuLink>
                                </UserMenu>
                            }
                        }
                    />
                }
            }
            toasts=move || view! { <ToastRegion toast=toast /> }
        >
            <div class="grid gap-8">
                <div class="grid gap-1">
                    <h1>"Components"</h1>
                    <p class="text-muted-foreground">
                        "Every part of the pages in its states. Change the theme above, narrow the window, use the keyboard."
                    </p>
                </div>
                <div class="grid items-start gap-6 lg:grid-cols-2">
                    <Fields />
                    <div class="grid gap-6">
                        <Buttons />
                        <Messages />
                    </div>
                    <Small />
                    <Card>
                        <CardHeader title="Passkeys" description="Sign in with your fingerprint, face or screen lock." />
                        <CardBody>
                            <EmptyState
                                title="No passkeys yet"
                                description="Add one, and you can sign in on this device without a password."
                                icon=IconName::Key
                                action=|| {
                                    view! {
                                        <Button variant=ButtonVariant::Secondary>
                                            <Icon name=IconName::Plus />
                                            "Add a passkey"
                                        </Button>
                                    }
                                }
                            />
                        </CardBody>
                    </Card>
                </div>
                <Card>
                    <ErrorPage
                        status=404_u16
                        title="Page not found"
                        message="There is no page at this address."
                        action="Go to the start page"
                        href="/"
                        request_id="01JDH3V7Q2M8"
                    />
                </Card>
            </div>
        </AppLayout>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let problems = vec![
        Problem::form("Email or password is wrong."),
        Problem::field("gallery-email", "Enter an address like ana@example.com."),
    ];
    view! {
        <Card>
            <CardHeader title="Fields" description="With a hint, with an error, read-only, for a code." />
            <form method="post" action="/dev/components" novalidate=true>
                <CardBody>
                    <GallerySummary problems=problems />
                    <TextInput
                        id="gallery-name"
                        name="name"
                        label="Name"
                        value="Ana María López"
                        autocomplete="name"
                        hint="As your colleagues know you."
                    />
                    <EmailInput
                        id="gallery-email"
                        label="Email"
                        value="ana@example"
                        error="Enter an address like ana@example.com."
                    />
                    <PasswordInput
                        id="gallery-password"
                        label="Password"
                        autocomplete="current-password"
                        aside=|| view! { <a href="/forgot-password">"Forgot password?"</a> }
                    />
                    <TextInput
                        id="gallery-code"
                        name="code"
                        label="Code"
                        placeholder="123456"
                        autocomplete="one-time-code"
                        inputmode="numeric"
                        pattern="[0-9]*"
                        maxlength=6_u16
                        spellcheck=false
                        code=true
                    />
                    <TextInput id="gallery-id" name="id" label="Account id" value="usr_8fK2mQ4xZ1" readonly=true />
                    <Checkbox
                        id="gallery-remember"
                        name="remember"
                        label="Keep me signed in"
                        checked=true
                        hint="Not on a device that others use."
                    />
                    <Checkbox
                        id="gallery-terms"
                        name="terms"
                        label="I accept the terms"
                        error="Accept the terms to go on."
                    />
                </CardBody>
                <CardFooter>
                    <p class="text-xs text-muted-foreground">"Nothing is sent from this page."</p>
                    <SubmitButton>"Save"</SubmitButton>
                </CardFooter>
            </form>
        </Card>
    }
}

/// The summary as a page would show it, but without taking the focus from the gallery.
#[component]
fn GallerySummary(problems: Vec<Problem>) -> impl IntoView {
    let shown = RwSignal::new(problems);
    view! { <FormSummary problems=shown id="gallery-summary" autofocus=false /> }
}

#[component]
fn Buttons() -> impl IntoView {
    const VARIANTS: [(ButtonVariant, &str); 4] = [
        (ButtonVariant::Primary, "Primary"),
        (ButtonVariant::Secondary, "Secondary"),
        (ButtonVariant::Ghost, "Ghost"),
        (ButtonVariant::Destructive, "Destructive"),
    ];
    view! {
        <Card>
            <CardHeader
                title="Buttons"
                description="One primary action per view."
                action=|| view! { <Badge>"4 variants"</Badge> }
            />
            <CardBody>
                <div class="flex flex-wrap items-center gap-2">
                    {VARIANTS
                        .map(|(variant, label)| view! { <Button variant=variant>{label}</Button> })
                        .collect_view()}
                </div>
                <div class="flex flex-wrap items-center gap-2">
                    <Button size=ButtonSize::Small>"Small"</Button>
                    <Button>"Medium"</Button>
                    <Button size=ButtonSize::Large>"Large"</Button>
                    <LinkButton href="/">"Link"</LinkButton>
                </div>
                <div class="flex flex-wrap items-center gap-2">
                    {VARIANTS
                        .map(|(variant, label)| {
                            view! {
                                <SubmitButton variant=variant pending=true>
                                    {label}
                                </SubmitButton>
                            }
                        })
                        .collect_view()}
                </div>
                <Separator label="or" />
                <Button variant=ButtonVariant::Secondary size=ButtonSize::Large full=true>
                    <Icon name=IconName::Key />
                    "Sign in with a passkey"
                </Button>
            </CardBody>
        </Card>
    }
}

#[component]
fn Messages() -> impl IntoView {
    view! {
        <Card>
            <CardHeader title="Messages" />
            <CardBody>
                <Alert>"This link works for one hour. " <a href="/">"Send it again"</a></Alert>
                <Alert tone=Tone::Success title="Email confirmed">
                    "You can sign in now."
                </Alert>
                <Alert tone=Tone::Warning>"You have 2 backup codes left."</Alert>
                <Alert tone=Tone::Danger title="This account is suspended">
                    "Write to support if you think this is a mistake."
                </Alert>
            </CardBody>
        </Card>
    }
}

#[component]
fn Small() -> impl IntoView {
    view! {
        <Card>
            <CardHeader title="Small parts" />
            <CardBody>
                <div class="flex flex-wrap gap-2">
                    {Tone::ALL.map(|tone| view! { <Badge tone=tone>{format!("{tone:?}")}</Badge> }).collect_view()}
                </div>
                <Separator />
                <div class="flex flex-wrap items-center gap-3">
                    <Avatar name="Ana María López" size=AvatarSize::Small />
                    <Avatar name="Ben" />
                    <Avatar name="chris.okafor@example.com" size=AvatarSize::Large />
                </div>
                <Separator />
                <div class="flex flex-wrap gap-3 text-muted-foreground">
                    {IconName::ALL.map(|name| view! { <Icon name=name class="size-5" /> }).collect_view()}
                </div>
            </CardBody>
        </Card>
    }
}
