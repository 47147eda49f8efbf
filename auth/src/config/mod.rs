//! The configuration of the core: Better Auth's options, in Rust.
//!
//! A fork fills an [`AuthConfig`] in Rust. The binary reads one from TOML and the environment with
//! [`AuthConfig::load`], which reports every problem at once.

mod access;
mod admin;
mod anonymous;
mod bearer;
mod email_otp;
mod load;
mod load_oauth;
mod magic_link;
mod model;
mod oauth;
mod passkey;
mod phone_number;
mod reader;
mod secondary_storage;
mod session;
mod two_factor;
mod username;

use std::{collections::BTreeMap, fmt, time::Duration};

use ipnet::IpNet;
use url::Url;

pub use admin::AdminConfig;
pub use anonymous::AnonymousConfig;
pub use bearer::BearerConfig;
pub use email_otp::{EmailOtpConfig, OtpChangeEmail, ResendStrategy};
pub use load::Loaded;
#[cfg(test)]
pub(crate) use load_oauth::environment_keys;
pub use magic_link::{MagicLinkConfig, TokenStorage};
pub use oauth::{
    AccountConfig, AccountLinking, EndpointOverrides, GenericOauth, ProfileMapper, ProviderPolicy, SocialProvider,
    StateStrategy,
};
pub use passkey::{AuthenticatorSelection, PasskeyConfig, RegistrationConfig, Requirement};
pub use phone_number::{PhoneNumberConfig, SignUpOnVerification};
pub use secondary_storage::SecondaryStorageConfig;
pub use session::{CookieCache, CookieCacheStrategy, SessionConfig};
pub use two_factor::{
    AccountLockout, AskedAfter, BackupCodeConfig, CodeStorage, OtpConfig, TotpConfig, TwoFactorConfig,
};
pub use username::{UsernameConfig, ValidationOrder};

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
    /// Sessions in an `Authorization` header.
    pub bearer: BearerConfig,
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

/// Options of sign-up and sign-in by e-mail and password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAndPassword {
    /// Default `false`, as upstream.
    pub enabled: bool,
    /// Refuse new accounts. Default `false`.
    pub disable_sign_up: bool,
    /// Signing up signs in. Default `true`.
    pub auto_sign_in: bool,
    /// Signing in needs a verified address. Default `false`.
    pub require_email_verification: bool,
    /// Fewest characters of a new password. Default 8.
    pub min_password_length: usize,
    /// Most characters of a password, checked before hashing. Default 128.
    pub max_password_length: usize,
    /// Mails with a link to choose a new password. Default `true`; needs a mailer.
    pub send_reset_password: bool,
    /// How long such a link works. Default one hour.
    pub reset_password_token_expires_in: Duration,
    /// A reset password ends all sessions. Default `false`, as upstream.
    pub revoke_sessions_on_password_reset: bool,
    /// What becomes of guesses at the password of one account. Ours.
    pub lockout: Lockout,
    /// Cost of new password hashes.
    pub hashing: PasswordHashing,
}

/// Options of showing that mail to an address arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailVerification {
    /// Mails with a link that verifies the address. Default `true`; needs a mailer.
    pub send_verification_email: bool,
    /// Signing up sends one. Default: where signing in needs a verified address.
    pub send_on_sign_up: Option<bool>,
    /// A sign-in that is refused because the address is not verified sends one. Default `false`.
    pub send_on_sign_in: bool,
    /// Following the link signs in. Default `false`.
    pub auto_sign_in_after_verification: bool,
    /// How long a link works. Default one hour.
    pub expires_in: Duration,
}

/// Pages of the application that mails lead to, as paths. Without one, a link leads to the API, as upstream, which acts
/// at once. A page asks first: programs that look at mails follow links too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    /// Verifies an address; gets `token` and `callbackURL`.
    pub verify_email: Option<String>,
    /// Signs in by a magic link; gets what `GET /magic-link/verify` gets.
    pub magic_link: Option<String>,
    /// Undoes a change of address; gets `token`. Without it nobody is told of a change.
    pub revert_email_change: Option<String>,
    /// Where somebody signs in who tried to sign up once more. Without it nobody is told.
    pub sign_in: Option<String>,
}

/// What becomes of guesses at the password of one account, from whatever addresses they come: after some that failed,
/// the next ones have to wait, each twice as long as the one before. Nobody is locked out for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lockout {
    /// Default `false`, as upstream; it takes one more cookie.
    pub enabled: bool,
    /// Failures in a row before the first wait. Default 20.
    pub max_failures: u32,
    /// The first wait. Default one minute.
    pub delay: Duration,
    /// The longest wait. Default 15 minutes.
    pub max_delay: Duration,
}

impl Default for Lockout {
    fn default() -> Self {
        let (delay, max_delay) = (Duration::from_mins(1), Duration::from_mins(15));
        Self { enabled: false, max_failures: 20, delay, max_delay }
    }
}

/// Cost of argon2id. The default is OWASP's: 19 MiB, two passes, one lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordHashing {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub iterations: u32,
    /// Lanes.
    pub parallelism: u32,
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

/// Options of rate limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimitConfig {
    /// Default `true`. (Better Auth limits in production only; a rule that is off in development is a rule
    /// nobody has seen working.)
    pub enabled: bool,
    /// The general rule. Default 100 requests in 10 seconds.
    pub rule: RateLimitRule,
    /// Where the counters are. Default: in the secondary storage if there is one, else in this process.
    pub storage: Option<RateLimitStorage>,
    /// Rules per path; the first match replaces the built-in rule, `None` exempts the path.
    pub custom_rules: Vec<(String, Option<RateLimitRule>)>,
    /// Table and columns.
    pub model: ModelConfig,
}

/// At most `max` requests; the count starts again when `window` has passed since the last counted one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimitRule {
    /// The time that has to pass.
    pub window: Duration,
    /// The number of requests.
    pub max: u32,
}

/// Where rate limits are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateLimitStorage {
    /// In this process. Right for one replica.
    Memory,
    /// In the table `rateLimit`.
    Database,
    /// In the secondary storage.
    SecondaryStorage,
}

/// Options of cookies, client addresses and checks.
#[derive(Debug, Clone, Default)]
pub struct Advanced {
    /// First part of cookie names. Default `better-auth`.
    pub cookie_prefix: Option<String>,
    /// Force or forbid `Secure` cookies with the `__Secure-` prefix. Default: with an `https` base URL.
    pub use_secure_cookies: Option<bool>,
    /// Share cookies with the subdomains of this domain.
    pub cross_sub_domain_cookies: Option<CrossSubDomainCookies>,
    /// Attributes of every cookie.
    pub default_cookie_attributes: CookieAttributes,
    /// Name and attributes of single cookies, by their short name (`session_token`).
    pub cookies: BTreeMap<String, CookieOverride>,
    /// How the address of a client is found.
    pub ip_address: IpAddressConfig,
    /// Switch off the origin check of requests with cookies. For tests.
    pub disable_csrf_check: bool,
    /// Switch off the check of callback URLs. For tests.
    pub disable_origin_check: bool,
    /// Networks to which requests to providers may go although they are not public, also without TLS. In production
    /// there are none unless they are named here; otherwise the machine itself is one.
    pub allow_private_outbound: Vec<IpNet>,
}

/// Cookies for several subdomains.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CrossSubDomainCookies {
    /// The domain; default is the host of the base URL.
    pub domain: Option<String>,
}

/// Attributes that replace the defaults where they are set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CookieAttributes {
    /// `Secure`.
    pub secure: Option<bool>,
    /// `HttpOnly`.
    pub http_only: Option<bool>,
    /// `SameSite`.
    pub same_site: Option<SameSite>,
    /// `Path`.
    pub path: Option<String>,
    /// `Domain`.
    pub domain: Option<String>,
    /// `Partitioned`.
    pub partitioned: Option<bool>,
    /// `Max-Age` in seconds.
    pub max_age: Option<u64>,
}

/// When a browser sends a cookie along with requests from other sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameSite {
    /// Never.
    Strict,
    /// When a person follows a link.
    Lax,
    /// Always; needs `Secure`.
    None,
}

/// Another name or other attributes of one cookie.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CookieOverride {
    /// Replaces `{prefix}.{name}`.
    pub name: Option<String>,
    /// Attributes that come last.
    pub attributes: CookieAttributes,
}

/// How the address of a client is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IpAddressConfig {
    /// Headers that may hold it, in order. Default `x-forwarded-for`, as upstream; empty: the address of the
    /// connection.
    pub ip_address_headers: Vec<String>,
    /// Neither store nor limit by address. Default `false`.
    pub disable_ip_tracking: bool,
    /// IPv6 addresses of one network of this prefix length count as one client. Default 64.
    pub ipv6_subnet: u8,
    /// Proxies whose header entries are believed, walking from the right. Empty: a header counts only when it
    /// holds exactly one address.
    pub trusted_proxies: Vec<IpNet>,
}

impl Default for IpAddressConfig {
    fn default() -> Self {
        Self {
            ip_address_headers: vec!["x-forwarded-for".into()],
            disable_ip_tracking: false,
            ipv6_subnet: 64,
            trusted_proxies: Vec::new(),
        }
    }
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
            magic_link: MagicLinkConfig::default(),
            email_otp: EmailOtpConfig::default(),
            username: UsernameConfig::default(),
            phone_number: PhoneNumberConfig::default(),
            anonymous: AnonymousConfig::default(),
            bearer: BearerConfig::default(),
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
        problems.extend(Model::ALL.into_iter().flat_map(|model| model::problems(model, self.model(model))));
        load_oauth::problems(self, &mut problems);
        problems
    }
}

/// Fewest characters of a secret in production: what 128 bits take in hexadecimal.
const MIN_SECRET: usize = 32;

const fn days(number: u64) -> Duration {
    Duration::from_secs(number * 24 * 60 * 60)
}

/// One thing that is wrong with a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: the key in TOML, or the name of an environment variable.
    pub key: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Problem {
    /// A problem at a key, with what is wrong and what to do.
    pub fn new(key: impl Into<String>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { key: key.into(), message: message.into(), hint: hint.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.key, self.message, self.hint)
    }
}

/// All that is wrong with a configuration, a line each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigErrors(pub Vec<Problem>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the configuration has {} problem(s)", self.0.len())?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}
