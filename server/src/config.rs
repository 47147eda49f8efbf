//! Where the configuration of the binary comes from: defaults of its environment, a TOML file, environment
//! variables.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use app::{
    api::{
        email_verification::{REVERT_EMAIL, VERIFY_EMAIL},
        magic_link::OPEN_MAGIC_LINK,
        oauth::AUTH_ERROR,
        organization::answer::PAGE as INVITATION,
    },
    policy::SIGN_IN,
};
use auth::{
    AuthConfig,
    config::{AskedAfter, ConfigErrors, Loaded, Pages, Problem},
    hash_secret,
};

/// Everything the server needs to know before it starts.
#[derive(Debug)]
pub struct Settings {
    /// The core.
    pub auth: AuthConfig,
    /// Address of the database.
    pub database_url: String,
    /// Address to listen on, for example `127.0.0.1:3000`.
    pub listen: String,
    /// Whether there are demo accounts, the mailbox page and the other pages for developers.
    pub development: bool,
    /// Keys of the file that nothing reads.
    pub unknown: Vec<Problem>,
}

/// The file that is read when `AUTH_CONFIG` names none and it exists.
const DEFAULT_FILE: &str = "latchkey.toml";

/// Where development keeps its database and its secret.
const DATA_DIRECTORY: &str = "data";

impl Settings {
    /// Reads the configuration.
    ///
    /// `LATCHKEY_ENV` says whether this is `development` or `production`; a debug build is for development
    /// unless told otherwise, a release build for production. In development a secret and a database are made
    /// at first start; production does not start without a secret of 32 characters and a base URL.
    ///
    /// # Errors
    ///
    /// Every problem at once, each with its key and what to do.
    pub fn read(environment: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigErrors> {
        let get = |name: &str| environment(name).filter(|value| !value.is_empty());
        let development = match get("LATCHKEY_ENV").as_deref() {
            Some("development") => true,
            Some("production") => false,
            None => cfg!(debug_assertions),
            Some(other) => {
                let message = format!("is `{other}`");
                return Err(ConfigErrors(vec![Problem::new("LATCHKEY_ENV", message, "development or production")]));
            }
        };
        let toml = read_file(get("AUTH_CONFIG"))?;
        let (host, port) = listen_address(&get);

        let base = application_defaults(development, &port)?;
        let loaded = AuthConfig::load(base, &toml, |name| match name {
            // cargo-leptos passes the address to listen on, not the port alone.
            "PORT" => get("PORT").or_else(|| Some(port.clone())),
            _ => get(name),
        });
        let Loaded { mut config, database_url, port: configured_port, unknown } = loaded?;
        close_side_doors(&mut config);
        Ok(Self {
            auth: config,
            database_url: database_url.unwrap_or_else(|| default_database(development)),
            listen: format!("{host}:{}", configured_port.map_or(port, |port| port.to_string())),
            development,
            unknown,
        })
    }
}

/// What the application that people fork sets, where it is stricter than Better Auth.
fn application_defaults(development: bool, port: &str) -> Result<AuthConfig, ConfigErrors> {
    let mut config = if development {
        let mut config = AuthConfig::new(format!("http://localhost:{port}"), development_secret()?);
        config.trusted_origins.push(format!("http://127.0.0.1:{port}"));
        config
    } else {
        // Both have to be set; an empty one is a problem that names its variable.
        AuthConfig { production: true, ..AuthConfig::new("", "") }
    };
    config.email_and_password.enabled = true;
    // Better Auth counts guesses per address alone, and whoever guesses has many.
    config.email_and_password.lockout.enabled = true;
    config.email.send_welcome = true;
    config.email.notify_new_device = true;
    // Whoever knows an address could fill its mailbox. In development all mails are in one window anyway.
    config.email.max_per_hour = (!development).then_some(5);
    config.user.delete_user = true;
    config.user.change_email.enabled = true;
    // An address is somebody's word until mail to it has arrived.
    config.email_and_password.require_email_verification = true;
    config.email_verification.send_on_sign_in = true;
    config.email_verification.auto_sign_in_after_verification = true;
    config.pages = Pages {
        verify_email: Some(VERIFY_EMAIL.page.to_owned()),
        magic_link: Some(OPEN_MAGIC_LINK.page.to_owned()),
        revert_email_change: Some(REVERT_EMAIL.page.to_owned()),
        sign_in: Some(SIGN_IN.to_owned()),
    };
    // Links and codes by mail are on, as in the core: whoever reads the mailbox could set a new password anyway, and a
    // second factor is asked after them too. Mail goes to nobody who could not sign in with it.
    config.magic_link.send_to_unknown = false;
    config.audit.enabled = true;
    // Usernames, phone numbers and guests are off, as in the core: they add columns. This is how they are once on.
    config.username.reserved_usernames = RESERVED_USERNAMES.map(str::to_owned).into();
    config.phone_number.require_e164 = true;
    config.organization.enabled = true;
    config.organization.invitation_page = INVITATION.into();
    config.organization.teams.enabled = true;
    // People put together who works on the same; a team of the organization's name would be all of them once more.
    config.organization.teams.default_team = false;
    config.organization.teams.allow_removing_all_teams = true;
    config.organization.dynamic_access_control.enabled = true;
    // Upstream takes an address for somebody's own who has only typed it.
    config.organization.require_email_verification_on_invitation = true;
    config.error_url = Some(AUTH_ERROR.into());
    // Whoever needs a new password may need it because somebody else has the old one.
    config.email_and_password.revoke_sessions_on_password_reset = true;
    // Upstream asks for a second factor after a password alone, which leaves the other ways in without it.
    config.two_factor.asked_after = AskedAfter::EveryFirstFactor;
    config.passkey.second_factor = true;
    config.api_key.enabled = true;
    for kind in &mut config.api_key.configurations {
        kind.enable_session_for_api_keys = true;
        kind.require_name = true;
        // Upstream's ten a day are for trying it out.
        kind.rate_limit.time_window = Duration::from_mins(1);
        kind.rate_limit.max_requests = 120;
    }
    // Only a proxy that is named may speak for other addresses (`LATCHKEY_TRUSTED_PROXIES`).
    config.advanced.ip_address.ip_address_headers.clear();
    Ok(config)
}

/// Usernames that would pass for the people who run the site, or that would be taken for a page of it.
const RESERVED_USERNAMES: [&str; 30] = [
    "about",
    "account",
    "admin",
    "administrator",
    "api",
    "auth",
    "billing",
    "contact",
    "dashboard",
    "dev",
    "help",
    "info",
    "latchkey",
    "mail",
    "moderator",
    "official",
    "orgs",
    "postmaster",
    "root",
    "security",
    "settings",
    "sign_in",
    "sign_out",
    "sign_up",
    "staff",
    "status",
    "support",
    "system",
    "webmaster",
    "www",
];

/// Where nobody can sign up, no link and no code signs anybody up either, and nobody becomes somebody as a guest.
fn close_side_doors(config: &mut AuthConfig) {
    if config.email_and_password.disable_sign_up {
        config.magic_link.disable_sign_up = true;
        config.email_otp.disable_sign_up = true;
        config.phone_number.sign_up_on_verification = None;
        config.anonymous.enabled = false;
    }
}

fn read_file(named: Option<String>) -> Result<String, ConfigErrors> {
    let (path, must_exist) = named.map_or((PathBuf::from(DEFAULT_FILE), false), |path| (PathBuf::from(path), true));
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !must_exist => Ok(String::new()),
        Err(error) => {
            let message = format!("{} cannot be read: {error}", path.display());
            Err(ConfigErrors(vec![Problem::new("AUTH_CONFIG", message, "name a TOML file")]))
        }
    }
}

/// Host and port: `HOST` and `PORT`, else cargo-leptos' `LEPTOS_SITE_ADDR`, else the loopback address.
fn listen_address(get: &impl Fn(&str) -> Option<String>) -> (String, String) {
    let site = get("LEPTOS_SITE_ADDR").unwrap_or_else(|| "127.0.0.1:3000".into());
    let (host, port) = site.rsplit_once(':').unwrap_or(("127.0.0.1", "3000"));
    (get("HOST").unwrap_or_else(|| host.to_owned()), get("PORT").unwrap_or_else(|| port.to_owned()))
}

fn default_database(development: bool) -> String {
    let name = if development { "dev" } else { "latchkey" };
    format!("sqlite://{DATA_DIRECTORY}/{name}.db?mode=rwc")
}

/// The secret of this checkout: made at first start and kept, so that a restart signs nobody out.
fn development_secret() -> Result<String, ConfigErrors> {
    let file = Path::new(DATA_DIRECTORY).join("dev.secret");
    let problem = |error: io::Error| {
        let message = format!("{} cannot be written: {error}", file.display());
        ConfigErrors(vec![Problem::new(
            "BETTER_AUTH_SECRET",
            message,
            "set it, or start in a folder that can be written",
        )])
    };
    match fs::read_to_string(&file) {
        Ok(secret) if !secret.trim().is_empty() => Ok(secret.trim().to_owned()),
        _ => {
            let secret = new_secret();
            fs::create_dir_all(DATA_DIRECTORY).map_err(problem)?;
            fs::write(&file, format!("{secret}\n")).map_err(problem)?;
            Ok(secret)
        }
    }
}

/// A new random secret: 43 letters, 256 bits.
pub fn new_secret() -> String {
    use auth::Rng as _;

    let mut bytes = [0; 32];
    auth::SystemRng.fill(&mut bytes);
    // Hashing spells random bytes as letters and takes nothing away from them.
    let hashed = hash_secret(&bytes.iter().map(|byte| char::from(*byte)).collect::<String>());
    hashed.rsplit('$').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use auth::config::SignUpOnVerification;

    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Settings, ConfigErrors> {
        Settings::read(|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    // TOK-002
    #[test]
    fn production_does_not_start_with_a_secret_that_everybody_knows() {
        for secret in ["", "short", "better-auth-secret-123456789", "better-auth-secret-12345678901234567890"] {
            let variables = [
                ("LATCHKEY_ENV", "production"),
                ("BETTER_AUTH_SECRET", secret),
                ("BETTER_AUTH_URL", "https://app.example.com"),
            ];
            let errors = read(&variables).unwrap_err();
            let keys: Vec<_> = errors.0.iter().map(|problem| problem.key.as_str()).collect();
            assert_eq!(keys, ["secret"], "{secret}");
        }
    }

    #[test]
    fn production_asks_for_a_secret_and_an_address_and_says_all_that_is_wrong_at_once() {
        let errors =
            read(&[("LATCHKEY_ENV", "production"), ("BETTER_AUTH_SECRET", "short"), ("PORT", "x")]).unwrap_err();
        let keys: Vec<_> = errors.0.iter().map(|problem| problem.key.as_str()).collect();
        assert_eq!(keys, ["PORT", "base_url", "secret"]);
        assert!(!errors.to_string().contains("short"), "a secret is not repeated: {errors}");
    }

    #[test]
    fn production_starts_with_what_it_asks_for_and_is_strict() {
        let secret = new_secret();
        let variables = [
            ("LATCHKEY_ENV", "production"),
            ("BETTER_AUTH_SECRET", secret.as_str()),
            ("BETTER_AUTH_URL", "https://app.example.com"),
            ("HOST", "0.0.0.0"),
            ("PORT", "8080"),
        ];
        let settings = read(&variables).unwrap();
        assert_eq!(settings.listen, "0.0.0.0:8080");
        assert!(!settings.development && settings.auth.rate_limit.enabled);
        assert!(settings.auth.advanced.ip_address.ip_address_headers.is_empty(), "no proxy is believed unasked");
        assert!(settings.auth.email_and_password.revoke_sessions_on_password_reset);
        assert!(settings.auth.email_and_password.lockout.enabled);
    }

    // ADM-028
    #[test]
    fn closing_sign_up_closes_it_for_links_and_codes_too() {
        let mut config = AuthConfig::new("http://localhost", "");
        close_side_doors(&mut config);
        assert!(!config.magic_link.disable_sign_up && !config.email_otp.disable_sign_up);
        config.email_and_password.disable_sign_up = true;
        config.phone_number.sign_up_on_verification = Some(SignUpOnVerification::default());
        config.anonymous.enabled = true;
        close_side_doors(&mut config);
        assert!(config.magic_link.disable_sign_up && config.email_otp.disable_sign_up);
        assert!(config.phone_number.sign_up_on_verification.is_none() && !config.anonymous.enabled);
    }

    #[test]
    fn secrets_have_256_bits_and_differ() {
        assert_eq!(new_secret().len(), 43);
        assert_ne!(new_secret(), new_secret());
    }
}
