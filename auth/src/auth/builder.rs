use std::sync::Arc;

use tokio::sync::Notify;

use super::{Auth, Parts};
use crate::{
    clock::{Clock, SystemClock},
    config::{AuthConfig, ConfigErrors, Problem, RateLimitStorage},
    cookies::Cookies,
    crypto::{PasswordHasher, Secret, SessionTokens},
    error::{Error, Result},
    features::{
        anonymous::{GuestProfiles, Nameless},
        api_key::{ApiKeyHooks, ApiKeys, StandardApiKeys},
        audit::AuditLog,
        captcha::{self, CaptchaVerifier},
        custom_session::CustomSession,
        device_authorization::{DeviceRules, EveryDevice},
        have_i_been_pwned::{self, CompromisedPasswords},
        jwt::{JwtHooks, Jwts, StandardJwts},
        last_login_method::{LastLoginMethodHooks, StandardMethods},
        oauth::Oauth,
        organization::{NoOrganizationHooks, OrganizationHooks},
        passkey::{NoPasskeyHooks, PasskeyHooks},
        phone_number::{AnyNumber, PhoneNumberRules},
        username::{StandardRules, UsernameRules},
    },
    hooks::{HookedStore, Hooks},
    mail::{Composer, Mailer, Outbox, PlainWording},
    mailed_secrets::{AsConfigured, MailedSecrets},
    origin::TrustedOrigins,
    outbound::Outbound,
    rate_limit::{MemoryRateLimits, RateLimiter, RateLimits},
    rng::{Rng, SystemRng},
    schema::Schema,
    secondary_storage::{
        self, KeptInDatabase, SecondaryRateLimits, SecondarySessions, SecondaryStorage, SecondaryVerifications,
    },
    sms::{SmsSender, Webhook},
    store::{SessionStore, SqlStore, Store, StoreError, VerificationStore},
};

/// Builds an [`Auth`]. Clock, randomness and mail have defaults; tests bring their own.
#[derive(Debug)]
pub struct AuthBuilder {
    config: AuthConfig,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    mailer: Option<Arc<dyn Mailer>>,
    composer: Arc<dyn Composer>,
    mailed_secrets: Arc<dyn MailedSecrets>,
    hooks: Vec<Box<dyn Hooks>>,
    passkey_hooks: Arc<dyn PasskeyHooks>,
    api_key_hooks: Arc<dyn ApiKeyHooks>,
    jwt_hooks: Arc<dyn JwtHooks>,
    last_login_method_hooks: Arc<dyn LastLoginMethodHooks>,
    compromised_passwords: Option<Arc<dyn CompromisedPasswords>>,
    captcha_verifier: Option<Arc<dyn CaptchaVerifier>>,
    custom_session: Option<Arc<dyn CustomSession>>,
    organization_hooks: Arc<dyn OrganizationHooks>,
    username_rules: Arc<dyn UsernameRules>,
    phone_number_rules: Arc<dyn PhoneNumberRules>,
    guest_profiles: Arc<dyn GuestProfiles>,
    device_rules: Arc<dyn DeviceRules>,
    sms_sender: Option<Arc<dyn SmsSender>>,
    secondary_storage: Option<Arc<dyn SecondaryStorage>>,
}

/// Why a core could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] ConfigErrors),
    /// The database could not be opened.
    #[error("the database could not be opened")]
    Store(#[from] StoreError),
    /// The password hashing parameters are out of argon2's range.
    #[error("the cost of password hashing is out of range")]
    Hashing(#[source] Error),
    /// TLS to providers of social sign-in could not be set up.
    #[error("TLS to providers could not be set up")]
    Tls(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl AuthBuilder {
    pub(super) fn new(config: AuthConfig) -> Self {
        Self {
            config,
            clock: Arc::new(SystemClock),
            rng: Arc::new(SystemRng),
            mailer: None,
            composer: Arc::new(PlainWording),
            mailed_secrets: Arc::new(AsConfigured),
            hooks: Vec::new(),
            passkey_hooks: Arc::new(NoPasskeyHooks),
            api_key_hooks: Arc::new(StandardApiKeys),
            jwt_hooks: Arc::new(StandardJwts),
            last_login_method_hooks: Arc::new(StandardMethods),
            compromised_passwords: None,
            captcha_verifier: None,
            custom_session: None,
            organization_hooks: Arc::new(NoOrganizationHooks),
            username_rules: Arc::new(StandardRules),
            phone_number_rules: Arc::new(AnyNumber),
            guest_profiles: Arc::new(Nameless),
            device_rules: Arc::new(EveryDevice),
            sms_sender: None,
            secondary_storage: None,
        }
    }

    /// Tells the time by another clock.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Takes randomness from another generator.
    #[must_use]
    pub fn rng(mut self, rng: Arc<dyn Rng>) -> Self {
        self.rng = rng;
        self
    }

    /// Sends mails this way. Without a mailer nothing is sent. With one, the application has to run
    /// [`Auth::deliver_mails`].
    #[must_use]
    pub fn mailer(mut self, mailer: Arc<dyn Mailer>) -> Self {
        self.mailer = Some(mailer);
        self
    }

    /// Words mails this way.
    #[must_use]
    pub fn composer(mut self, composer: Arc<dyn Composer>) -> Self {
        self.composer = composer;
        self
    }

    /// Makes and stores the secrets of magic links and of codes by mail this way.
    #[must_use]
    pub fn mailed_secrets(mut self, secrets: impl MailedSecrets + 'static) -> Self {
        self.mailed_secrets = Arc::new(secrets);
        self
    }

    /// Asks these rules of the application in every operation, after those given before. See [`crate::hooks`].
    #[must_use]
    pub fn hooks(mut self, hooks: impl Hooks + 'static) -> Self {
        self.hooks.push(Box::new(hooks));
        self
    }

    /// Asks these rules of the application about passkeys.
    #[must_use]
    pub fn passkey_hooks(mut self, hooks: impl PasskeyHooks + 'static) -> Self {
        self.passkey_hooks = Arc::new(hooks);
        self
    }

    /// Asks these rules of the application about API keys.
    #[must_use]
    pub fn api_key_hooks(mut self, hooks: impl ApiKeyHooks + 'static) -> Self {
        self.api_key_hooks = Arc::new(hooks);
        self
    }

    /// Asks these rules of the application about tokens for other services.
    #[must_use]
    pub fn jwt_hooks(mut self, hooks: impl JwtHooks + 'static) -> Self {
        self.jwt_hooks = Arc::new(hooks);
        self
    }

    /// Asks these rules of the application about the method by which somebody signed in last.
    #[must_use]
    pub fn last_login_method_hooks(mut self, hooks: impl LastLoginMethodHooks + 'static) -> Self {
        self.last_login_method_hooks = Arc::new(hooks);
        self
    }

    /// Asks this source which passwords are compromised, whatever one the configuration names. It is asked where
    /// `have_i_been_pwned` is on.
    #[must_use]
    pub fn compromised_passwords(mut self, source: impl CompromisedPasswords + 'static) -> Self {
        self.compromised_passwords = Some(Arc::new(source));
        self
    }

    /// Asks this about the answers to captchas, whatever provider the configuration names but for `proof-of-work`. It is asked
    /// where there is one; `custom` stands for nothing else.
    #[must_use]
    pub fn captcha_verifier(mut self, verifier: impl CaptchaVerifier + 'static) -> Self {
        self.captcha_verifier = Some(Arc::new(verifier));
        self
    }

    /// Puts what this says into the answer of `/get-session`.
    #[must_use]
    pub fn custom_session(mut self, custom_session: impl CustomSession + 'static) -> Self {
        self.custom_session = Some(Arc::new(custom_session));
        self
    }

    /// Asks these rules of the application about organizations.
    #[must_use]
    pub fn organization_hooks(mut self, hooks: impl OrganizationHooks + 'static) -> Self {
        self.organization_hooks = Arc::new(hooks);
        self
    }

    /// Says in this way what a username is. Default: as Better Auth.
    #[must_use]
    pub fn username_rules(mut self, rules: impl UsernameRules + 'static) -> Self {
        self.username_rules = Arc::new(rules);
        self
    }

    /// Says in this way what a phone number is. Default: as Better Auth.
    #[must_use]
    pub fn phone_number_rules(mut self, rules: impl PhoneNumberRules + 'static) -> Self {
        self.phone_number_rules = Arc::new(rules);
        self
    }

    /// Sends text messages this way, whatever webhook the configuration names.
    #[must_use]
    pub fn sms_sender(mut self, sender: Arc<dyn SmsSender>) -> Self {
        self.sms_sender = Some(sender);
        self
    }

    /// Calls guests in this way. Default: as Better Auth.
    #[must_use]
    pub fn guest_profiles(mut self, profiles: impl GuestProfiles + 'static) -> Self {
        self.guest_profiles = Arc::new(profiles);
        self
    }

    /// Asks these rules of the application about devices without a browser.
    #[must_use]
    pub fn device_rules(mut self, rules: impl DeviceRules + 'static) -> Self {
        self.device_rules = Arc::new(rules);
        self
    }

    /// Keeps sessions, one-time values and rate limits in this storage, whatever the configuration names.
    #[must_use]
    pub fn secondary_storage(mut self, storage: Arc<dyn SecondaryStorage>) -> Self {
        self.secondary_storage = Some(storage);
        self
    }

    /// Opens the database and builds the core. Tables are made by [`Auth::migrate`].
    ///
    /// # Errors
    ///
    /// Every problem of the configuration, or that the database does not open.
    pub async fn connect(self, database_url: &str) -> Result<Auth, BuildError> {
        let store = SqlStore::connect(database_url, Schema::of(&self.config)).await?;
        let auth = self.store(Arc::new(store))?;
        // A server that cannot reach what it needs does not start.
        auth.ready().await?;
        Ok(auth)
    }

    /// Builds the core over a store.
    ///
    /// # Errors
    ///
    /// Every problem of the configuration.
    pub fn store<S>(self, store: Arc<S>) -> Result<Auth, BuildError>
    where
        S: Store + SessionStore + VerificationStore + 'static,
    {
        let Self {
            config,
            clock,
            rng,
            mailer,
            composer,
            mailed_secrets,
            hooks,
            passkey_hooks,
            api_key_hooks,
            jwt_hooks,
            last_login_method_hooks,
            compromised_passwords,
            captcha_verifier,
            custom_session,
            organization_hooks,
            secondary_storage,
            username_rules,
            phone_number_rules,
            guest_profiles,
            device_rules,
            sms_sender,
        } = self;
        let problems = config.problems();
        if !problems.is_empty() {
            return Err(ConfigErrors(problems).into());
        }
        let sms_sender = match (sms_sender, &config.phone_number.sms_webhook_url) {
            (None, Some(url)) => Some(webhook(&config, url)?),
            (sender, _) => sender,
        };
        let hashing = &config.email_and_password.hashing;
        let passwords =
            PasswordHasher::new(hashing, config.shared_database, Arc::clone(&rng)).map_err(BuildError::Hashing)?;
        let schema = Schema::of(&config);
        let session_tokens = SessionTokens::new(config.secrets.clone(), config.shared_database);
        let configured = config.secondary_storage.as_ref().filter(|_| secondary_storage.is_none());
        let opened = configured.map(|config| secondary_storage::open(config, &clock)).transpose()?;
        let storage = secondary_storage.or(opened);
        let limits = rate_limits(&config, &store, storage.as_ref())?;
        let (sessions, verifications) = match &storage {
            Some(storage) => secondary_stores(&config, &store, storage, &session_tokens, &schema, &clock),
            None => (
                Arc::<S>::clone(&store) as Arc<dyn SessionStore>,
                Arc::<S>::clone(&store) as Arc<dyn VerificationStore>,
            ),
        };
        let outbox = mailer.map(|mailer| {
            let store = Arc::<S>::clone(&store);
            outbox(mailer, store, &config, Arc::clone(&clock), Arc::clone(&rng))
        });
        let owner_role = config.organization.enabled.then(|| config.organization.creator_role.clone());
        let oauth = Oauth::new(&config).map_err(|error| BuildError::Tls(Box::new(error)))?;
        let compromised_passwords = compromised_passwords
            .unwrap_or_else(|| have_i_been_pwned::source(&config.have_i_been_pwned, &oauth.outbound));
        let captcha_verifier = captcha_verifier.or_else(|| captcha::verifier(&config.captcha, &oauth.outbound));
        Ok(Auth(Arc::new(Parts {
            passwords,
            session_tokens,
            cookies: Cookies::new(&config),
            oauth,
            origins: TrustedOrigins::new(&config),
            limiter: RateLimiter::new(&config, Arc::clone(&clock), limits),
            schema,
            config,
            store: HookedStore::new(store, sessions, verifications, hooks).keeping_owners(owner_role),
            secondary_storage: storage,
            clock,
            rng,
            outbox: outbox.map(Arc::new),
            passkey_hooks,
            api_keys: ApiKeys::new(api_key_hooks),
            jwts: Jwts::new(jwt_hooks),
            last_login_method_hooks,
            compromised_passwords,
            captcha_verifier,
            custom_session,
            organization_hooks,
            composer,
            mailed_secrets,
            username_rules,
            phone_number_rules,
            guest_profiles,
            device_rules,
            sms_sender,
            audit_log: AuditLog::default(),
        })))
    }
}

/// Where requests are counted: as configured, else in the secondary storage, else in memory.
fn rate_limits<S: RateLimits + 'static>(
    config: &AuthConfig,
    store: &Arc<S>,
    storage: Option<&Arc<dyn SecondaryStorage>>,
) -> Result<Arc<dyn RateLimits>, BuildError> {
    Ok(match (config.rate_limit.storage, storage) {
        (Some(RateLimitStorage::Memory), _) | (None, None) => Arc::new(MemoryRateLimits::default()),
        (Some(RateLimitStorage::Database), _) => Arc::<S>::clone(store),
        (Some(RateLimitStorage::SecondaryStorage) | None, Some(storage)) => {
            Arc::new(SecondaryRateLimits::new(Arc::clone(storage)))
        }
        (Some(RateLimitStorage::SecondaryStorage), None) => {
            let problem = "is `secondary-storage`, but there is none";
            let hint = "set secondary_storage or REDIS_URL";
            return Err(ConfigErrors(vec![Problem::new("rate_limit.storage", problem, hint)]).into());
        }
    })
}

/// Sessions and verifications in the secondary storage, and in the database too where the configuration keeps them there.
fn secondary_stores<S>(
    config: &AuthConfig,
    store: &Arc<S>,
    storage: &Arc<dyn SecondaryStorage>,
    tokens: &SessionTokens,
    schema: &Schema,
    clock: &Arc<dyn Clock>,
) -> (Arc<dyn SessionStore>, Arc<dyn VerificationStore>)
where
    S: Store + SessionStore + VerificationStore + 'static,
{
    let sessions: Arc<dyn SessionStore> = Arc::<S>::clone(store);
    let kept = match (config.session.store_session_in_database, config.session.preserve_session_in_database) {
        (false, _) => None,
        (true, false) => Some((sessions, KeptInDatabase::Copy)),
        (true, true) => Some((sessions, KeptInDatabase::Record)),
    };
    let sessions = SecondarySessions {
        storage: Arc::clone(storage),
        users: Arc::<S>::clone(store),
        kept,
        tokens: tokens.clone(),
        schema: schema.clone(),
        clock: Arc::clone(clock),
        expires_in: config.session.expires_in,
    };
    let database = config.verification.store_in_database.then(|| Arc::<S>::clone(store) as Arc<dyn VerificationStore>);
    let verifications = SecondaryVerifications::new(Arc::clone(storage), database);
    (Arc::new(sessions), Arc::new(verifications))
}

fn outbox(
    mailer: Arc<dyn Mailer>,
    store: Arc<dyn Store>,
    config: &AuthConfig,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
) -> Outbox {
    let (secrets, time_limit) = (config.secrets.clone(), config.email.send_timeout);
    Outbox { mailer, store, secrets, clock, rng, time_limit, arrived: Notify::new() }
}

/// Text messages are posted to a gateway.
fn webhook(config: &AuthConfig, url: &Secret) -> Result<Arc<dyn SmsSender>, BuildError> {
    let url = url.expose().parse().map_err(|_| {
        let hint = "for example https://gateway.example.com/messages";
        ConfigErrors(vec![Problem::new("phone_number.sms_webhook_url", "is not an address", hint)])
    })?;
    let outbound = Outbound::new(&config.reachable_networks()).map_err(|error| BuildError::Tls(Box::new(error)))?;
    Ok(Arc::new(Webhook::new(url, outbound)))
}
