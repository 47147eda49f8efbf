//! Every text a person reads, in one typed catalogue.
//!
//! A locale is one folder that fills [`Texts`]; the compiler names what it has forgotten. A text with an argument is a
//! function, so that a language can order its words as it likes.

mod admin;
mod anonymous;
mod api_key;
mod audit;
mod device_authorization;
mod email_otp;
mod en;
mod magic_link;
pub mod mails;
mod multi_session;
pub mod organization;
mod pages;
mod passkey;
mod phone_number;
mod username;

pub use admin::Admin;
pub use anonymous::Anonymous;
pub use api_key::ApiKeys;
pub use audit::Audit;
pub use device_authorization::Devices;
pub use email_otp::EmailOtp;
pub use en::EN;
pub use magic_link::MagicLink;
pub use mails::Mails;
pub use multi_session::Accounts;
pub use pages::{
    Account, AuthError, CheckEmail, Components, Connections, Dashboard, Failing, ForgotPassword, Landing, Mailbox,
    NotFound, Notices, Problems, Profile, ProofOfWork, Providers, Reauth, ResetPassword, RevertEmail, Security,
    Sessions, Settings, SignIn, SignOut, SignUp, TwoFactor, TwoFactorSettings, VerifyEmail,
};
pub use passkey::Passkeys;
pub use phone_number::PhoneNumber;
pub use username::Username;

/// The texts of one language.
#[derive(Clone, Copy, Debug)]
pub struct Texts {
    /// The language tag for `<html lang>`.
    pub lang: &'static str,
    /// The direction for `<html dir>`: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The site.
    pub site: Site,
    /// [`ErrorPage`](crate::components::ErrorPage).
    pub error_page: ErrorPage,
    /// [`FormSummary`](crate::components::FormSummary).
    pub form_summary: FormSummary,
    /// [`Header`](crate::components::Header).
    pub header: Header,
    /// [`AppLayout`](crate::components::AppLayout).
    pub layout: Layout,
    /// [`PasswordInput`](crate::components::PasswordInput).
    pub password_input: PasswordInput,
    /// [`ThemeSwitch`](crate::components::ThemeSwitch).
    pub theme_switch: ThemeSwitch,
    /// [`ToastRegion`](crate::components::ToastRegion).
    pub toast: Toast,
    /// [`UserMenu`](crate::components::UserMenu).
    pub user_menu: UserMenu,
    /// The landing page.
    pub landing: Landing,
    /// `/sign-up`.
    pub sign_up: SignUp,
    /// `/sign-in`.
    pub sign_in: SignIn,
    /// The buttons of providers.
    pub providers: Providers,
    /// The proof of work that stands in for a captcha.
    pub proof_of_work: ProofOfWork,
    /// `/auth/error`.
    pub auth_error: AuthError,
    /// `/forgot-password`.
    pub forgot_password: ForgotPassword,
    /// `/reset-password`.
    pub reset_password: ResetPassword,
    /// `/check-email`.
    pub check_email: CheckEmail,
    /// Signing in by a link: `/magic-link`, and its mail.
    pub magic_link: MagicLink,
    /// Codes by mail: their forms and their mail.
    pub email_otp: EmailOtp,
    /// Usernames, on the pages that have to do with them.
    pub username: Username,
    /// Phone numbers: `/check-phone`, and the other pages that have to do with them.
    pub phone_number: PhoneNumber,
    /// Guests.
    pub anonymous: Anonymous,
    /// Several people in one browser.
    pub accounts: Accounts,
    /// `/verify-email`.
    pub verify_email: VerifyEmail,
    /// `/revert-email`.
    pub revert_email: RevertEmail,
    /// `/reauth`.
    pub reauth: Reauth,
    /// `/sign-out`.
    pub sign_out: SignOut,
    /// `/dashboard`.
    pub dashboard: Dashboard,
    /// `/settings`.
    pub settings: Settings,
    /// `/settings/profile`.
    pub profile: Profile,
    /// `/settings/account`.
    pub account: Account,
    /// `/settings/security`.
    pub security: Security,
    /// `/settings/connections`.
    pub connections: Connections,
    /// `/two-factor`.
    pub two_factor: TwoFactor,
    /// `/settings/security/two-factor`.
    pub two_factor_settings: TwoFactorSettings,
    /// Passkeys, on the pages that have to do with them.
    pub passkeys: Passkeys,
    /// `/settings/api-keys`.
    pub api_keys: ApiKeys,
    /// `/device`, and the pages below it.
    pub devices: Devices,
    /// `/settings/sessions`.
    pub sessions: Sessions,
    /// Organizations: `/orgs`, and everything below `/o`.
    pub organizations: organization::Organizations,
    /// `/admin`, and the banner of whoever impersonates.
    pub admin: Admin,
    /// The audit log: `/settings/activity`, `/admin/audit-log`.
    pub audit: Audit,
    /// The page for addresses that lead nowhere.
    pub not_found: NotFound,
    /// The page for what goes wrong outside of the application.
    pub failing: Failing,
    /// `/dev/mailbox`.
    pub mailbox: Mailbox,
    /// `/dev/components`.
    pub components: Components,
    /// What was just done.
    pub notices: Notices,
    /// What is wrong with a form.
    pub problems: Problems,
    /// Mails.
    pub mails: Mails,
}

/// The site.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    /// Its name.
    pub name: &'static str,
}

/// [`ErrorPage`](crate::components::ErrorPage).
#[derive(Clone, Copy, Debug)]
pub struct ErrorPage {
    /// Before the id of the request.
    pub request_id: &'static str,
}

/// [`FormSummary`](crate::components::FormSummary).
#[derive(Clone, Copy, Debug)]
pub struct FormSummary {
    /// Above several problems.
    pub title: &'static str,
}

/// [`Header`](crate::components::Header).
#[derive(Clone, Copy, Debug)]
pub struct Header {
    /// Names the links for assistive technology.
    pub nav: &'static str,
}

/// [`AppLayout`](crate::components::AppLayout).
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The link that jumps over the header.
    pub skip_to_content: &'static str,
}

/// [`PasswordInput`](crate::components::PasswordInput).
#[derive(Clone, Copy, Debug)]
pub struct PasswordInput {
    /// The button that shows the password.
    pub show: &'static str,
    /// The same button while the password is shown.
    pub hide: &'static str,
    /// The hint while Caps Lock is on.
    pub caps_lock: &'static str,
}

/// [`ThemeSwitch`](crate::components::ThemeSwitch).
#[derive(Clone, Copy, Debug)]
pub struct ThemeSwitch {
    /// Names the group.
    pub label: &'static str,
    /// The theme of the system.
    pub system: &'static str,
    /// The light theme.
    pub light: &'static str,
    /// The dark theme.
    pub dark: &'static str,
}

/// [`ToastRegion`](crate::components::ToastRegion).
#[derive(Clone, Copy, Debug)]
pub struct Toast {
    /// The button that removes a message.
    pub dismiss: &'static str,
}

/// [`UserMenu`](crate::components::UserMenu).
#[derive(Clone, Copy, Debug)]
pub struct UserMenu {
    /// Names the links for assistive technology.
    pub label: &'static str,
    /// The button that opens the menu; the argument is the person's name.
    pub open: fn(&str) -> String,
    /// The link that signs out.
    pub sign_out: &'static str,
}

/// The texts of the page's language.
pub fn t() -> &'static Texts {
    &EN
}
