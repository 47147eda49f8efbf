//! The frames that pages stand in.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    multi_session::AccountSwitcher,
    organization::{self, OrganizationSwitcher},
    settings::PROFILE,
};
use crate::{
    components::{
        AppLayout, ButtonSize, ButtonVariant, CentredCard, Header, IconName, LinkButton, NavLink, Toast, ToastRegion,
        UserMenu, UserMenuLink,
    },
    forms::Notice,
    policy::{ADMIN, HOME, SIGN_IN, SIGN_UP},
    public_config::use_public_config,
    session::{SignedIn, SignedOut, use_session},
    texts::t,
};

/// The frame of pages with the header: the landing page and everything behind signing in.
#[component]
pub fn Page(
    /// Title of the browser tab; empty for the landing page.
    #[prop(into)]
    title: String,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=title/>
        <AppLayout header=SiteHeader toasts=Notices>{children()}</AppLayout>
    }
}

/// The heading of a page, and a sentence below it.
#[component]
pub fn PageHeading(
    /// The heading.
    #[prop(into)]
    title: String,
    /// The sentence.
    #[prop(into)]
    description: String,
) -> impl IntoView {
    view! {
        <div class="grid gap-1">
            <h1 class="text-2xl font-semibold">{title}</h1>
            <p class="text-muted-foreground text-pretty">{description}</p>
        </div>
    }
}

/// The frame of pages with one task, such as signing in.
#[component]
pub fn AuthPage(
    /// The heading, and the title of the browser tab.
    title: &'static str,
    /// One sentence below the heading.
    #[prop(optional, into)]
    description: Option<String>,
    /// What stands below the card.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// The content.
    children: Children,
) -> impl IntoView {
    // A component has no way to pass an absent prop on, and nothing is rendered for empty ones.
    let footer = footer.unwrap_or_default();
    view! {
        <Title text=title/>
        <CentredCard title description=description.unwrap_or_default() footer toasts=Notices>
            {children()}
        </CentredCard>
    }
}

/// The header: the way home, and who is signed in.
#[component]
fn SiteHeader() -> impl IntoView {
    let organizations = use_public_config().organizations.is_some();
    let nav = move || {
        view! {
            <SignedIn>
                {organizations.then(|| view! { <OrganizationSwitcher/> })}
                <NavLink href=HOME>{t().dashboard.title}</NavLink>
            </SignedIn>
        }
    };
    view! { <Header nav user=Visitor/> }
}

/// The end of the header: the menu of who is signed in, or the ways to sign in.
#[component]
fn Visitor() -> impl IntoView {
    let user = use_session().user();
    // Whoever came by a link or a code may have given no name yet.
    let name = Signal::derive(move || user.get().map(|user| user.shown_name().to_owned()).unwrap_or_default());
    let email =
        Signal::derive(move || user.get().and_then(|user| user.contact().map(str::to_owned)).unwrap_or_default());
    let guest = use_session().is_guest();
    let admin = use_session().is_admin();
    let sign_up_open = use_public_config().sign_up_open;
    view! {
        <SignedIn>
            <UserMenu name email>
                <Show when=move || guest.get()>
                    <UserMenuLink href=SIGN_UP icon=IconName::Key>{t().anonymous.sign_up}</UserMenuLink>
                </Show>
                <UserMenuLink href=HOME icon=IconName::Monitor>{t().dashboard.title}</UserMenuLink>
                <UserMenuLink href=PROFILE icon=IconName::Shield>{t().settings.title}</UserMenuLink>
                <Show when=move || admin.get()>
                    <UserMenuLink href=ADMIN icon=IconName::Key>{t().admin.title}</UserMenuLink>
                </Show>
                <AccountSwitcher/>
            </UserMenu>
        </SignedIn>
        <SignedOut>
            <LinkButton href=SIGN_IN variant=ButtonVariant::Ghost size=ButtonSize::Small>{t().sign_in.title}</LinkButton>
            <Show when=move || sign_up_open>
                <LinkButton href=SIGN_UP variant=ButtonVariant::Primary size=ButtonSize::Small>{t().landing.sign_up}</LinkButton>
            </Show>
        </SignedOut>
    }
}

/// What was just done, as a toast.
#[component]
fn Notices() -> impl IntoView {
    let notice = use_context::<RwSignal<Option<Notice>>>();
    let toast = Signal::derive(move || {
        let texts = &t().notices;
        notice.and_then(|notice| notice.get()).map(|notice| match notice {
            Notice::SignedUp => Toast::success(texts.signed_up),
            Notice::SignedOut => Toast::info(texts.signed_out),
            Notice::ProfileSaved => Toast::success(texts.profile_saved),
            Notice::AccountDeleted => Toast::info(texts.account_deleted),
            Notice::DeletionMailSent => Toast::info(texts.deletion_mail_sent),
            Notice::ResetLinkSent => Toast::info(texts.reset_link_sent),
            Notice::PasswordReset => Toast::success(texts.password_reset),
            Notice::PasswordChanged => Toast::success(texts.password_changed),
            Notice::PasswordSet => Toast::success(texts.password_set),
            Notice::AccountUnlinked => Toast::success(texts.account_unlinked),
            Notice::CodeSent => Toast::info(texts.code_sent),
            Notice::MagicLinkSent => Toast::success(t().magic_link.sent),
            Notice::ResetCodeSent => Toast::success(t().email_otp.reset_sent),
            Notice::TextSent => Toast::info(t().phone_number.sent),
            Notice::UsernameSaved => Toast::success(t().username.saved),
            Notice::NumberSaved => Toast::success(t().phone_number.saved),
            Notice::NumberRemoved => Toast::success(t().phone_number.removed),
            Notice::TwoFactorOn => Toast::success(texts.two_factor_on),
            Notice::TwoFactorOff => Toast::info(texts.two_factor_off),
            Notice::DeviceRevoked => Toast::success(texts.device_revoked),
            Notice::PasskeyAdded => Toast::success(texts.passkey_added),
            Notice::PasskeyRenamed => Toast::success(texts.passkey_renamed),
            Notice::ApiKeyDeleted => Toast::success(texts.api_key_deleted),
            Notice::PasskeyRemoved => Toast::success(texts.passkey_removed),
            Notice::SessionEnded => Toast::success(texts.session_ended),
            Notice::OtherSessionsEnded => Toast::success(texts.other_sessions_ended),
            Notice::VerificationMailSent => Toast::info(texts.verification_mail_sent),
            Notice::EmailVerified => Toast::success(texts.email_verified),
            Notice::EmailChangeMailSent => Toast::info(texts.email_change_mail_sent),
            Notice::EmailChangeConfirmed => Toast::info(texts.email_change_confirmed),
            Notice::EmailChangeCancelled => Toast::info(texts.email_change_cancelled),
            Notice::EmailChanged => Toast::success(texts.email_changed),
            Notice::EmailReverted => Toast::info(texts.email_reverted),
            Notice::AccountSaved => Toast::success(t().admin.saved),
            Notice::UserBanned => Toast::success(t().admin.banned_now),
            Notice::UserUnbanned => Toast::success(t().admin.unbanned_now),
            Notice::UserSignedOut => Toast::success(t().admin.signed_out_now),
            Notice::UserRemoved => Toast::success(t().admin.removed_now),
            Notice::UsersChanged(number) => Toast::success((t().admin.changed_now)(number)),
            Notice::ImpersonationEnded => Toast::info(t().admin.impersonation_ended),
            Notice::Organization(said) => organization::toast(said),
        })
    });
    view! { <ToastRegion toast/> }
}
