//! The configuration of the core: Better Auth's options, in Rust.
//!
//! A fork fills an [`AuthConfig`] in Rust. The binary reads one from TOML and the environment with
//! [`AuthConfig::load`], which reports every problem at once.

mod access;
mod admin;
mod advanced;
mod anonymous;
mod api_key;
mod audit;
mod bearer;
mod captcha;
mod custom_session;
mod device_authorization;
mod email_otp;
mod email_password;
mod have_i_been_pwned;
mod jwt;
mod last_login_method;
mod load;
mod load_oauth;
mod magic_link;
mod model;
mod multi_session;
mod oauth;
mod one_tap;
mod one_time_token;
mod open_api;
mod organization;
mod passkey;
mod phone_number;
mod problem;
mod rate_limit;
mod reader;
mod secondary_storage;
mod session;
mod two_factor;
mod username;

pub use admin::AdminConfig;
pub use advanced::{Advanced, CookieAttributes, CookieOverride, CrossSubDomainCookies, IpAddressConfig, SameSite};
pub use anonymous::AnonymousConfig;
pub use api_key::{ApiKeyConfig, ApiKeyConfiguration, KeyExpiration, KeyOwner, KeyRateLimit};
pub use audit::AuditConfig;
pub use bearer::BearerConfig;
pub use captcha::{CaptchaConfig, CaptchaProvider};
pub use custom_session::CustomSessionConfig;
pub use device_authorization::DeviceAuthorizationConfig;
pub(crate) use device_authorization::MAX_LENGTH as MAX_DEVICE_CODE_LENGTH;
pub use email_otp::{EmailOtpConfig, OtpChangeEmail, ResendStrategy};
pub use email_password::{EmailAndPassword, EmailVerification, Lockout, Pages, PasswordHashing};
pub use have_i_been_pwned::{HaveIBeenPwnedConfig, OnFailure, PasswordSource};
pub use jwt::{JwksConfig, JwtAlgorithm, JwtConfig};
pub use last_login_method::LastLoginMethodConfig;
pub use load::Loaded;
#[cfg(test)]
pub(crate) use load_oauth::environment_keys;
pub use magic_link::{MagicLinkConfig, TokenStorage};
pub use multi_session::MultiSessionConfig;
pub use oauth::{
    AccountConfig, AccountLinking, EndpointOverrides, GenericOauth, ProfileMapper, ProviderPolicy, SocialProvider,
    StateStrategy,
};
pub use one_tap::OneTapConfig;
pub use one_time_token::OneTimeTokenConfig;
pub use open_api::OpenApiConfig;
pub use organization::{DynamicAccessControl, OrganizationConfig, OrganizationSchema, TeamsConfig};
pub use passkey::{AuthenticatorSelection, PasskeyConfig, RegistrationConfig, Requirement};
pub use phone_number::{PhoneNumberConfig, SignUpOnVerification};
pub use problem::{ConfigErrors, Problem};
pub use rate_limit::{RateLimitConfig, RateLimitRule, RateLimitStorage};
pub use secondary_storage::SecondaryStorageConfig;
pub use session::{CookieCache, CookieCacheStrategy, SessionConfig};
pub use two_factor::{
    AccountLockout, AskedAfter, BackupCodeConfig, CodeStorage, OtpConfig, TotpConfig, TwoFactorConfig,
};
pub use username::{UsernameConfig, ValidationOrder};

use std::time::Duration;

use url::Url;

use crate::{
    crypto::{Secret, Secrets},
    schema::{Model, ModelConfig},
};

/// Everything that can be set. Field names are Better Auth's option names in `snake_case`; defaults are
/// Better Auth's where a client can see the difference.
#[derive(Debug, Clone)]
pub struct AuthConfig {
    /// Name of the application, for mails and authenticator apps.
    pub app_name: String,
    /// Public address of the application, for example `https://app.example.com`.
    pub base_url: String,
    /// Path of the HTTP API below the base URL. Default `/api/auth`.
    pub base_path: String,
    /// Real people depend on it: the secret has to be long. Default `false`.
    pub production: bool,
    /// The secrets that sign and encrypt.
    pub secrets: Secrets,
    /// Sites besides our own that may send requests and be redirected to; `*` and `?` are wildcards.
    pub trusted_origins: Vec<String>,
    /// Paths of the HTTP API that answer 404.
    pub disabled_paths: Vec<String>,
    /// A running Better Auth uses the same database: session tokens and passwords are stored as it does.
    pub shared_database: bool,
    /// Sign-up and sign-in by e-mail and password.
    pub email_and_password: EmailAndPassword,
    /// Showing that mail to an address arrives.
    pub email_verification: EmailVerification,
    /// Pages of the application that mails lead to.
    pub pages: Pages,
    /// What people may do with their accounts.
    pub user: UserConfig,
    /// Sessions.
    pub session: SessionConfig,
    /// Ways to sign in.
    pub account: AccountConfig,
    /// One-time values.
    pub verification: VerificationConfig,
    /// Second factors.
    pub two_factor: TwoFactorConfig,
    /// Passkeys.
    pub passkey: PasskeyConfig,
    /// Administration.
    pub admin: AdminConfig,
    /// Organizations.
    pub organization: OrganizationConfig,
    /// Signing in by a link of a mail.
    pub magic_link: MagicLinkConfig,
    /// Codes by mail.
    pub email_otp: EmailOtpConfig,
    /// Usernames.
    pub username: UsernameConfig,
    /// Phone numbers.
    pub phone_number: PhoneNumberConfig,
    /// Accounts without a name.
    pub anonymous: AnonymousConfig,
    /// API keys.
    pub api_key: ApiKeyConfig,
    /// Tokens for other services.
    pub jwt: JwtConfig,
    /// Several people in one browser.
    pub multi_session: MultiSessionConfig,
    /// Tokens that carry a session over, once.
    pub one_time_token: OneTimeTokenConfig,
    /// By which method somebody signed in last.
    pub last_login_method: LastLoginMethodConfig,
    /// Passwords that everybody knows.
    pub have_i_been_pwned: HaveIBeenPwnedConfig,
    /// What costs programs more than people.
    pub captcha: CaptchaConfig,
    /// The answer of `/get-session`.
    pub custom_session: CustomSessionConfig,
    /// Google's prompt.
    pub one_tap: OneTapConfig,
    /// Devices without a browser.
    pub device_authorization: DeviceAuthorizationConfig,
    /// The description of the API.
    pub open_api: OpenApiConfig,
    /// Sessions in an `Authorization` header.
    pub bearer: BearerConfig,
    /// The log of what happened to accounts.
    pub audit: AuditConfig,
    /// A key-value store beside the database. Default: none.
    pub secondary_storage: Option<SecondaryStorageConfig>,
    /// Rate limits.
    pub rate_limit: RateLimitConfig,
    /// Cookies, client addresses and checks.
    pub advanced: Advanced,
    /// Mail.
    pub email: EmailConfig,
    /// The providers that come with the core and are switched on, by their ids, in the order in which pages show
    /// them.
    pub social_providers: Vec<(String, SocialProvider)>,
    /// Providers that are described here.
    pub generic_oauth: Vec<GenericOauth>,
    /// The page that tells what went wrong where no page was named; gets `?error=`. Default `{base}/error`.
    pub error_url: Option<String>,
}

/// Options of people's accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserConfig {
    /// People may delete their account. Default `false`, as upstream.
    pub delete_user: bool,
    /// Deleting asks once more, by mail. Default `false`.
    pub send_delete_account_verification: bool,
    /// How long the link of that mail works. Default one day.
    pub delete_token_expires_in: Duration,
    /// Changing the address.
    pub change_email: ChangeEmailConfig,
    /// Table, columns and further fields.
    pub model: ModelConfig,
}

/// Options of changing the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeEmailConfig {
    /// People may change their address. Default `false`, as upstream.
    pub enabled: bool,
    /// The old address has to agree first, if it is verified. Default `false`.
    pub send_change_email_confirmation: bool,
    /// An address that is not verified is changed at once. Default `false`.
    pub update_email_without_verification: bool,
    /// How long the owner of the old address can undo a change. Ours; default seven days.
    pub revert_expires_in: Duration,
}

/// Options of one-time values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerificationConfig {
    /// With a secondary storage: one-time values are in the database too, which decides who uses one up.
    /// Default `false`.
    pub store_in_database: bool,
    /// Table, columns and further fields.
    pub model: ModelConfig,
}

/// Options of mail.
#[derive(Debug, Clone)]
pub struct EmailConfig {
    /// `smtps://user:password@host:port`, or `smtp://…?tls=required` for STARTTLS; absent: mails are kept for the
    /// development mailbox or dropped.
    pub smtp_url: Option<Secret>,
    /// Sender, for example `Acme <no-reply@example.com>`.
    pub from: Option<String>,
    /// How long the mail server may take for a mail before it is tried again later. Ours; default 30 seconds.
    pub send_timeout: Duration,
    /// Most mails that anybody can have sent to one address in an hour: links and codes, but not the notices of what has
    /// happened. What is beyond is not sent, and the answer is the same. Ours. Default `None`: as many as are asked for.
    pub max_per_hour: Option<u32>,
    /// Greet a new user by mail. Ours; default `false`.
    pub send_welcome: bool,
    /// Tell users by mail of a sign-in with a browser that was not seen before. Ours; default `false`; it takes one
    /// more cookie.
    pub notify_new_device: bool,
}

impl Default for EmailConfig {
    fn default() -> Self {
        Self {
            smtp_url: None,
            from: None,
            send_timeout: Duration::from_secs(30),
            max_per_hour: None,
            send_welcome: false,
            notify_new_device: false,
        }
    }
}

impl AuthConfig {
    /// A configuration with defaults.
    pub fn new(base_url: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            app_name: "Latchkey".into(),
            base_url: base_url.into(),
            base_path: "/api/auth".into(),
            production: false,
            secrets: Secrets::new(Secret::new(secret), Vec::new()),
            trusted_origins: Vec::new(),
            disabled_paths: Vec::new(),
            shared_database: false,
            email_and_password: EmailAndPassword {
                enabled: false,
                disable_sign_up: false,
                auto_sign_in: true,
                require_email_verification: false,
                min_password_length: 8,
                max_password_length: 128,
                send_reset_password: true,
                reset_password_token_expires_in: Duration::from_hours(1),
                revoke_sessions_on_password_reset: false,
                lockout: Lockout::default(),
                hashing: PasswordHashing { memory_kib: 19_456, iterations: 2, parallelism: 1 },
            },
            email_verification: EmailVerification {
                send_verification_email: true,
                send_on_sign_up: None,
                send_on_sign_in: false,
                auto_sign_in_after_verification: false,
                expires_in: Duration::from_hours(1),
            },
            pages: Pages::default(),
            user: UserConfig {
                delete_user: false,
                send_delete_account_verification: false,
                delete_token_expires_in: days(1),
                change_email: ChangeEmailConfig {
                    enabled: false,
                    send_change_email_confirmation: false,
                    update_email_without_verification: false,
                    revert_expires_in: days(7),
                },
                model: ModelConfig::default(),
            },
            session: SessionConfig::default(),
            account: AccountConfig::default(),
            verification: VerificationConfig::default(),
            two_factor: TwoFactorConfig::default(),
            passkey: PasskeyConfig::default(),
            admin: AdminConfig::default(),
            organization: OrganizationConfig::default(),
            magic_link: MagicLinkConfig::default(),
            email_otp: EmailOtpConfig::default(),
            username: UsernameConfig::default(),
            phone_number: PhoneNumberConfig::default(),
            anonymous: AnonymousConfig::default(),
            api_key: ApiKeyConfig::default(),
            jwt: JwtConfig::default(),
            multi_session: MultiSessionConfig::default(),
            one_time_token: OneTimeTokenConfig::default(),
            last_login_method: LastLoginMethodConfig::default(),
            have_i_been_pwned: HaveIBeenPwnedConfig::default(),
            captcha: CaptchaConfig::default(),
            custom_session: CustomSessionConfig::default(),
            one_tap: OneTapConfig::default(),
            device_authorization: DeviceAuthorizationConfig::default(),
            open_api: OpenApiConfig::default(),
            bearer: BearerConfig::default(),
            audit: AuditConfig::default(),
            secondary_storage: None,
            rate_limit: RateLimitConfig {
                enabled: true,
                rule: RateLimitRule { window: Duration::from_secs(10), max: 100 },
                storage: None,
                custom_rules: Vec::new(),
                model: ModelConfig::default(),
            },
            advanced: Advanced::default(),
            email: EmailConfig::default(),
            social_providers: Vec::new(),
            generic_oauth: Vec::new(),
            error_url: None,
        }
    }

    /// How a model is stored.
    pub fn model(&self, model: Model) -> &ModelConfig {
        match model {
            Model::User => &self.user.model,
            Model::Session => &self.session.model,
            Model::Account => &self.account.model,
            Model::Verification => &self.verification.model,
            Model::RateLimit => &self.rate_limit.model,
            Model::Organization => &self.organization.schema.organization,
            Model::Member => &self.organization.schema.member,
            Model::Invitation => &self.organization.schema.invitation,
            Model::Team => &self.organization.schema.team,
            Model::TeamMember => &self.organization.schema.team_member,
            Model::OrganizationRole => &self.organization.schema.organization_role,
        }
    }

    /// Scheme, host and port of the base URL, as browsers write an `Origin`.
    pub fn origin(&self) -> String {
        Url::parse(&self.base_url).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
    }

    /// Public address of the HTTP API, for example `https://app.example.com/api/auth`.
    pub fn api_url(&self) -> String {
        format!("{}{}", self.origin(), self.base_path)
    }

    /// Whether people reach the application over TLS.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// Everything that is wrong with the configuration. The builder refuses it when there is anything.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut report = |key: &str, message: String, hint: &str| {
            problems.push(Problem::new(key, message, hint));
        };

        match Url::parse(&self.base_url) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {}
            _ => report(
                "base_url",
                format!("`{}` is not an http or https address", self.base_url),
                "set BETTER_AUTH_URL, for example https://app.example.com",
            ),
        }
        if !self.base_path.starts_with('/') || self.base_path.len() < 2 || self.base_path.ends_with('/') {
            report("base_path", format!("`{}` is not a path", self.base_path), "for example /api/auth");
        }
        let (length, needed) = (self.secrets.current().length(), if self.production { MIN_SECRET } else { 1 });
        if length < needed {
            let message = format!("has {length} characters, fewer than {needed}");
            report("secret", message, "set BETTER_AUTH_SECRET; `latchkey secret` makes one");
        } else if self.production && self.secrets.current().expose() == PUBLIC_SECRET {
            let message = "is the one that Better Auth has where none is set, which everybody knows".to_owned();
            report("secret", message, "set BETTER_AUTH_SECRET; `latchkey secret` makes one");
        }
        let lengths = &self.email_and_password;
        if lengths.min_password_length > lengths.max_password_length {
            report(
                "email_and_password.min_password_length",
                format!(
                    "{} is more than max_password_length, {}",
                    lengths.min_password_length, lengths.max_password_length
                ),
                "swap them",
            );
        }
        if self.session.expires_in.is_zero() {
            report("session.expires_in", "is zero".into(), "seconds; 604800 is a week");
        }
        if self.email.send_timeout.is_zero() {
            report("email.send_timeout", "is zero".into(), "seconds; 30 is enough for a mail server");
        }
        if self.advanced.ip_address.ipv6_subnet > 128 {
            report("advanced.ip_address.ipv6_subnet", "is more than 128".into(), "64 is what providers hand out");
        }
        problems.extend(self.device_authorization.problems());
        problems.extend(Model::ALL.into_iter().flat_map(|model| model::problems(model, self.model(model))));
        load_oauth::problems(self, &mut problems);
        captcha::problems(self, &mut problems);
        problems
    }
}

/// Fewest characters of a secret in production: what 128 bits take in hexadecimal.
const MIN_SECRET: usize = 32;

/// What Better Auth signs with where no secret is set (`DEFAULT_SECRET`).
const PUBLIC_SECRET: &str = "better-auth-secret-12345678901234567890";

const fn days(number: u64) -> Duration {
    Duration::from_secs(number * 24 * 60 * 60)
}
