use toml::Table;

use super::{
    Advanced, AuthConfig, ConfigErrors, CookieAttributes, CookieOverride, CrossSubDomainCookies, Problem,
    RateLimitRule, RateLimitStorage, SameSite, SecondaryStorageConfig, load_oauth,
    model::read_model,
    reader::{Findings, Reader},
    secondary_storage::read_secondary_storage,
    session::read_session,
};
use crate::crypto::{Secret, Secrets};

/// A configuration that was read, and what the file holds beyond it.
#[derive(Debug)]
pub struct Loaded {
    /// The configuration.
    pub config: AuthConfig,
    /// Address of the database: `database.url` or `DATABASE_URL`.
    pub database_url: Option<String>,
    /// Port to listen on: `port` or `PORT`.
    pub port: Option<u16>,
    /// Keys of the file that nothing reads.
    pub unknown: Vec<Problem>,
}

impl AuthConfig {
    /// Reads a configuration: `base` first, then TOML over it, then the environment over both.
    ///
    /// TOML keys are Better Auth's option names in `snake_case`. Environment: `BETTER_AUTH_SECRET`,
    /// `BETTER_AUTH_SECRETS` (comma-separated, the first signs), `BETTER_AUTH_URL`, `DATABASE_URL`, `REDIS_URL`, `PORT`,
    /// `LATCHKEY_TRUSTED_PROXIES` (comma-separated networks), `SMTP_URL`, `EMAIL_FROM`, `SMS_WEBHOOK_URL`, `CAPTCHA_SECRET_KEY`, and of every provider
    /// `NAME_CLIENT_ID` and `NAME_CLIENT_SECRET`.
    ///
    /// # Errors
    ///
    /// Every value that is wrong, with its key and what to do.
    pub fn load(base: Self, toml: &str, environment: impl Fn(&str) -> Option<String>) -> Result<Loaded, ConfigErrors> {
        let table: Table = toml.parse().map_err(|error: toml::de::Error| {
            ConfigErrors(vec![Problem::new("AUTH_CONFIG", error.message(), "the file has to be TOML")])
        })?;
        let findings = Findings::default();
        let mut loaded = Loaded { config: base, database_url: None, port: None, unknown: Vec::new() };

        let root = Reader::new(&table, &findings);
        loaded.read_file(&root);
        root.finish();
        loaded.read_environment(&findings, &environment);

        let mut problems = findings.problems.take();
        problems.extend(loaded.config.problems());
        loaded.unknown = findings.unknown.take();
        if problems.is_empty() { Ok(loaded) } else { Err(ConfigErrors(problems)) }
    }
}

/// Puts a value where there is one.
pub(super) fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

impl Loaded {
    fn read_file(&mut self, root: &Reader<'_>) {
        let config = &mut self.config;
        set(&mut config.app_name, root.text("app_name"));
        set(&mut config.base_url, root.text("base_url"));
        set(&mut config.base_path, root.text("base_path"));
        set(&mut config.trusted_origins, root.texts("trusted_origins"));
        set(&mut config.disabled_paths, root.texts("disabled_paths"));
        set(&mut config.shared_database, root.bool("shared_database"));
        self.port = root.number("port");

        let secret = root.text("secret");
        let previous = root.texts("previous_secrets").unwrap_or_default();
        if let Some(secret) = secret {
            config.secrets = Secrets::new(Secret::new(secret), previous.into_iter().map(Secret::new).collect());
        }

        let database = root.section("database");
        self.database_url = database.text("url");
        database.finish();

        read_email_and_password(config, root.section("email_and_password"));
        read_email_verification(config, root.section("email_verification"));
        read_user(config, root.section("user"));
        read_session(&mut config.session, root.section("session"));
        set(&mut config.secondary_storage, read_secondary_storage(root).map(Some));
        let verification = root.section("verification");
        set(&mut config.verification.store_in_database, verification.bool("store_in_database"));
        read_model(&mut config.verification.model, &verification);
        verification.finish();
        config.two_factor.read(root.section("two_factor"));
        config.passkey.read(root.section("passkey"));
        config.admin.read(root.section("admin"));
        config.organization.read(&mut config.session.model, root.section("organization"));
        config.magic_link.read(root.section("magic_link"));
        config.email_otp.read(root.section("email_otp"));
        config.username.read(root.section("username"));
        config.phone_number.read(root.section("phone_number"));
        config.anonymous.read(root.section("anonymous"));
        config.api_key.read(root);
        config.jwt.read(root.section("jwt"));
        config.multi_session.read(root.section("multi_session"));
        config.one_time_token.read(root.section("one_time_token"));
        config.last_login_method.read(root.section("last_login_method"));
        config.have_i_been_pwned.read(root.section("have_i_been_pwned"));
        config.captcha.read(root.section("captcha"));
        config.custom_session.read(root.section("custom_session"));
        config.one_tap.read(root.section("one_tap"));
        config.device_authorization.read(root.section("device_authorization"));
        config.open_api.read(root.section("open_api"));
        config.bearer.read(root.section("bearer"));
        config.audit.read(root.section("audit"));
        read_rate_limit(config, root.section("rate_limit"));
        read_advanced(&mut config.advanced, root.section("advanced"));
        load_oauth::read_social_providers(config, root.section("social_providers"));
        load_oauth::read_generic_oauth(config, root.sections("generic_oauth"));
        load_oauth::read_account(&mut config.account, root.section("account"));

        let errors = root.section("on_api_error");
        set(&mut config.error_url, errors.text("error_url").map(Some));
        errors.finish();

        let email = root.section("email");
        set(&mut config.email.smtp_url, email.text("smtp_url").map(|url| Some(Secret::new(url))));
        set(&mut config.email.from, email.text("from").map(Some));
        set(&mut config.email.send_timeout, email.seconds("send_timeout"));
        set(&mut config.email.max_per_hour, email.number("max_per_hour").map(Some));
        set(&mut config.email.send_welcome, email.bool("send_welcome"));
        set(&mut config.email.notify_new_device, email.bool("notify_new_device"));
        email.finish();
    }

    fn read_environment(&mut self, findings: &Findings, environment: &impl Fn(&str) -> Option<String>) {
        let get = |name: &str| environment(name).filter(|value| !value.is_empty());
        let problem = |name: &str, message: String, hint: &str| {
            findings.problems.borrow_mut().push(Problem::new(name, message, hint));
        };

        set(&mut self.config.base_url, get("BETTER_AUTH_URL"));
        if let Some(secret) = get("BETTER_AUTH_SECRET") {
            self.config.secrets = Secrets::new(Secret::new(secret), Vec::new());
        }
        if let Some(secrets) = get("BETTER_AUTH_SECRETS") {
            let mut secrets = secrets.split(',').map(|secret| Secret::new(without_version(secret.trim())));
            if let Some(current) = secrets.next() {
                self.config.secrets = Secrets::new(current, secrets.collect());
            }
        }
        set(&mut self.database_url, get("DATABASE_URL").map(Some));
        let redis = get("REDIS_URL").map(SecondaryStorageConfig::redis);
        set(&mut self.config.secondary_storage, redis.map(Some));
        if let Some(port) = get("PORT") {
            match port.parse() {
                Ok(port) => self.port = Some(port),
                Err(_) => problem("PORT", format!("`{port}` is not a port"), "a number from 1 to 65535"),
            }
        }
        if let Some(proxies) = get("LATCHKEY_TRUSTED_PROXIES") {
            let mut networks = Vec::new();
            for proxy in proxies.split(',').map(str::trim) {
                match parse_network(proxy) {
                    Some(network) => networks.push(network),
                    None => problem(
                        "LATCHKEY_TRUSTED_PROXIES",
                        format!("`{proxy}` is not an address or a network"),
                        "for example 10.0.0.0/8, 127.0.0.1",
                    ),
                }
            }
            self.config.advanced.ip_address.trusted_proxies = networks;
            self.config.advanced.ip_address.ip_address_headers = vec!["x-forwarded-for".into()];
        }
        set(&mut self.config.email.smtp_url, get("SMTP_URL").map(|url| Some(Secret::new(url))));
        set(&mut self.config.email.from, get("EMAIL_FROM").map(Some));
        set(&mut self.config.captcha.secret_key, get("CAPTCHA_SECRET_KEY").map(|key| Some(Secret::new(key))));
        if let Some(url) = get("SMS_WEBHOOK_URL") {
            self.config.phone_number.send_by_webhook(url);
        }
        load_oauth::read_environment(&mut self.config, get);
    }
}

fn read_email_and_password(config: &mut AuthConfig, section: Reader<'_>) {
    let options = &mut config.email_and_password;
    set(&mut options.enabled, section.bool("enabled"));
    set(&mut options.disable_sign_up, section.bool("disable_sign_up"));
    set(&mut options.auto_sign_in, section.bool("auto_sign_in"));
    set(&mut options.require_email_verification, section.bool("require_email_verification"));
    set(&mut options.min_password_length, section.number("min_password_length"));
    set(&mut options.max_password_length, section.number("max_password_length"));
    set(&mut options.send_reset_password, section.bool("send_reset_password"));
    set(&mut options.reset_password_token_expires_in, section.seconds("reset_password_token_expires_in"));
    set(&mut options.revoke_sessions_on_password_reset, section.bool("revoke_sessions_on_password_reset"));
    let lockout = section.section("lockout");
    set(&mut options.lockout.enabled, lockout.bool("enabled"));
    set(&mut options.lockout.max_failures, lockout.number("max_failures"));
    set(&mut options.lockout.delay, lockout.seconds("delay"));
    set(&mut options.lockout.max_delay, lockout.seconds("max_delay"));
    lockout.finish();
    let hashing = section.section("hashing");
    set(&mut options.hashing.memory_kib, hashing.number("memory_kib"));
    set(&mut options.hashing.iterations, hashing.number("iterations"));
    set(&mut options.hashing.parallelism, hashing.number("parallelism"));
    hashing.finish();
    section.finish();
}

fn read_email_verification(config: &mut AuthConfig, section: Reader<'_>) {
    let options = &mut config.email_verification;
    set(&mut options.send_verification_email, section.bool("send_verification_email"));
    set(&mut options.send_on_sign_up, section.bool("send_on_sign_up").map(Some));
    set(&mut options.send_on_sign_in, section.bool("send_on_sign_in"));
    set(&mut options.auto_sign_in_after_verification, section.bool("auto_sign_in_after_verification"));
    set(&mut options.expires_in, section.seconds("expires_in"));
    section.finish();
}

fn read_user(config: &mut AuthConfig, section: Reader<'_>) {
    let options = &mut config.user;
    let delete = section.section("delete_user");
    set(&mut options.delete_user, delete.bool("enabled"));
    set(&mut options.send_delete_account_verification, delete.bool("send_delete_account_verification"));
    set(&mut options.delete_token_expires_in, delete.seconds("delete_token_expires_in"));
    delete.finish();
    let change = section.section("change_email");
    set(&mut options.change_email.enabled, change.bool("enabled"));
    set(&mut options.change_email.send_change_email_confirmation, change.bool("send_change_email_confirmation"));
    set(&mut options.change_email.update_email_without_verification, change.bool("update_email_without_verification"));
    set(&mut options.change_email.revert_expires_in, change.seconds("revert_expires_in"));
    change.finish();
    read_model(&mut options.model, &section);
    section.finish();
}

fn read_rate_limit(config: &mut AuthConfig, section: Reader<'_>) {
    let options = &mut config.rate_limit;
    set(&mut options.enabled, section.bool("enabled"));
    set(&mut options.rule.window, section.seconds("window"));
    set(&mut options.rule.max, section.number("max"));
    let storages = [
        ("memory", RateLimitStorage::Memory),
        ("database", RateLimitStorage::Database),
        ("secondary-storage", RateLimitStorage::SecondaryStorage),
    ];
    set(&mut options.storage, section.choice("storage", &storages).map(Some));

    let rules = section.section("custom_rules");
    for (path, value) in rules.entries() {
        if value.as_bool() == Some(false) {
            options.custom_rules.push((path.to_owned(), None));
            continue;
        }
        let rule = rules.section(path);
        if let (Some(window), Some(max)) = (rule.seconds("window"), rule.number("max")) {
            options.custom_rules.push((path.to_owned(), Some(RateLimitRule { window, max })));
        } else {
            rules.problem(path, "is not a rule", "give { window = seconds, max = number } or false");
        }
        rule.finish();
    }
    read_model(&mut options.model, &section);
    section.finish();
}

fn read_advanced(options: &mut Advanced, section: Reader<'_>) {
    set(&mut options.cookie_prefix, section.text("cookie_prefix").map(Some));
    set(&mut options.use_secure_cookies, section.bool("use_secure_cookies").map(Some));
    set(&mut options.disable_csrf_check, section.bool("disable_csrf_check"));
    set(&mut options.disable_origin_check, section.bool("disable_origin_check"));
    options.allow_private_outbound.extend(read_networks(&section, "allow_private_outbound"));

    let cross = section.section("cross_sub_domain_cookies");
    if cross.bool("enabled") == Some(true) {
        options.cross_sub_domain_cookies = Some(CrossSubDomainCookies { domain: cross.text("domain") });
    }
    cross.known(&["domain"]);
    cross.finish();

    options.default_cookie_attributes = read_cookie_attributes(section.section("default_cookie_attributes"));
    let cookies = section.section("cookies");
    for (name, _) in cookies.entries() {
        let cookie = cookies.section(name);
        let attributes = read_cookie_attributes(cookie.section("attributes"));
        options.cookies.insert(name.to_owned(), CookieOverride { name: cookie.text("name"), attributes });
        cookie.finish();
    }

    let address = section.section("ip_address");
    set(&mut options.ip_address.ip_address_headers, address.texts("ip_address_headers"));
    set(&mut options.ip_address.disable_ip_tracking, address.bool("disable_ip_tracking"));
    set(&mut options.ip_address.ipv6_subnet, address.number("ipv6_subnet"));
    options.ip_address.trusted_proxies.extend(read_networks(&address, "trusted_proxies"));
    address.finish();
    section.finish();
}

fn read_cookie_attributes(section: Reader<'_>) -> CookieAttributes {
    let same_site = [("strict", SameSite::Strict), ("lax", SameSite::Lax), ("none", SameSite::None)];
    let attributes = CookieAttributes {
        secure: section.bool("secure"),
        http_only: section.bool("http_only"),
        same_site: section.choice("same_site", &same_site),
        path: section.text("path"),
        domain: section.text("domain"),
        partitioned: section.bool("partitioned"),
        max_age: section.number("max_age"),
    };
    section.finish();
    attributes
}

fn read_networks<'a>(section: &Reader<'a>, key: &'a str) -> Vec<ipnet::IpNet> {
    let mut networks = Vec::new();
    for text in section.texts(key).unwrap_or_default() {
        match parse_network(&text) {
            Some(network) => networks.push(network),
            None => section.problem(key, format!("`{text}` is not an address or a network"), "for example 10.0.0.0/8"),
        }
    }
    networks
}

/// Upstream numbers its secrets, `2:new,1:old`. We need no numbers: a signature or a tag says which secret it was.
fn without_version(entry: &str) -> &str {
    match entry.split_once(':') {
        Some((version, secret)) if !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit()) => {
            secret.trim()
        }
        _ => entry,
    }
}

/// A network (`10.0.0.0/8`) or a single address.
fn parse_network(text: &str) -> Option<ipnet::IpNet> {
    text.parse().ok().or_else(|| text.parse().ok().map(|address: std::net::IpAddr| address.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(toml: &str, environment: &[(&str, &str)]) -> Result<Loaded, ConfigErrors> {
        let base = AuthConfig::new("http://localhost:3000", "a secret of at least 32 characters!!");
        AuthConfig::load(base, toml, |name| {
            environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn reads_the_options_that_better_auth_has() {
        let loaded = load(
            r#"
            base_url = "https://auth.example.com"
            trusted_origins = ["https://app.example.com"]
            port = 4000
            [database]
            url = "sqlite://x.db"
            [email_and_password]
            enabled = true
            min_password_length = 12
            [rate_limit]
            window = 60
            [rate_limit.custom_rules]
            "/sign-in/email" = { window = 2, max = 5 }
            "/get-session" = false
            [advanced.default_cookie_attributes]
            same_site = "none"
            [advanced.cookies.session_token]
            name = "sid"
            "#,
            &[("DATABASE_URL", "postgres://localhost/x")],
        )
        .unwrap();
        let config = loaded.config;
        assert_eq!(config.origin(), "https://auth.example.com");
        assert!(config.email_and_password.enabled);
        assert_eq!(config.email_and_password.min_password_length, 12);
        assert_eq!(config.rate_limit.rule.window.as_secs(), 60);
        assert_eq!(config.rate_limit.custom_rules.len(), 2);
        assert_eq!(config.advanced.default_cookie_attributes.same_site, Some(SameSite::None));
        assert_eq!(config.advanced.cookies["session_token"].name.as_deref(), Some("sid"));
        assert_eq!(loaded.port, Some(4000));
        assert_eq!(loaded.database_url.as_deref(), Some("postgres://localhost/x"), "the environment wins");
        assert_eq!(loaded.unknown, []);
    }

    #[test]
    fn secrets_may_be_numbered_as_upstream_numbers_them() {
        for secrets in ["2:new secret, 1:old:secret", "new secret,old:secret"] {
            let config = load("", &[("BETTER_AUTH_SECRETS", secrets)]).unwrap().config;
            let texts: Vec<_> = config.secrets.iter().map(Secret::expose).collect();
            assert_eq!(texts, ["new secret", "old:secret"], "{secrets}");
        }
    }

    #[test]
    fn every_problem_is_reported_at_once() {
        let errors = load(
            r#"
            base_url = "ftp://nowhere"
            trusted_origins = "https://app.example.com"
            [session]
            expires_in = -1
            [rate_limit]
            storage = "paper"
            "#,
            &[("PORT", "many"), ("LATCHKEY_TRUSTED_PROXIES", "10.0.0.0/8,proxy")],
        )
        .unwrap_err();
        let keys: Vec<_> = errors.0.iter().map(|problem| problem.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "trusted_origins",
                "session.expires_in",
                "rate_limit.storage",
                "PORT",
                "LATCHKEY_TRUSTED_PROXIES",
                "base_url"
            ]
        );
        assert!(errors.0.iter().all(|problem| !problem.hint.is_empty()));
    }

    #[test]
    fn keys_that_nothing_reads_are_named() {
        let loaded = load("[rate_limit]\nmaximum = 3\n[wallpaper]\ncolour = 1", &[]).unwrap();
        let keys: Vec<_> = loaded.unknown.iter().map(|problem| problem.key.as_str()).collect();
        assert_eq!(keys, ["rate_limit.maximum", "wallpaper"]);
    }

    #[test]
    fn a_wrong_secret_is_not_repeated_in_the_report() {
        let errors = load("trusted_origins = \"hunter2hunter2\"", &[]).unwrap_err();
        assert!(!errors.to_string().contains("hunter2"));
    }
}
