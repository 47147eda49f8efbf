use std::sync::Arc;

use tokio::sync::Notify;
use url::Url;

use crate::{
    client_ip::ClientIp,
    clock::{Clock, SystemClock},
    config::{AuthConfig, ConfigErrors, Problem, RateLimitStorage},
    context::Cx,
    cookies::Cookies,
    crypto::{PasswordHasher, Secret, SessionTokens},
    error::{Error, Result},
    features::{
        self,
        anonymous::{GuestProfiles, Nameless},
        oauth::Oauth,
        passkey::{NoPasskeyHooks, PasskeyHooks},
        phone_number::{AnyNumber, PhoneNumberRules},
        username::{StandardRules, UsernameRules},
    },
    hooks::{HookedStore, Hooks},
    mail::{Composer, Mailer, Message, Outbox, PlainWording},
    mailed_secrets::{AsConfigured, MailedSecrets},
    operation::Operation,
    origin::TrustedOrigins,
    outbound::Outbound,
    rate_limit::{MemoryRateLimits, RateLimiter, RateLimits},
    rng::{Rng, SystemRng, generate_id},
    schema::Schema,
    secondary_storage::{
        self, KeptInDatabase, SecondaryRateLimits, SecondarySessions, SecondaryStorage, SecondaryVerifications,
    },
    sms::{SmsSender, TextPurpose, Webhook},
    store::{SessionStore, SqlStore, Store, StoreError, StoreResult, VerificationStore},
    wire::{Email, ErrorCode, Timestamp, User},
};

/// The account core. Cheap to clone; every clone is the same core.
///
/// Its operations are spread over the features: see the methods below and [`crate::features`].
#[derive(Debug, Clone)]
pub struct Auth(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    config: AuthConfig,
    schema: Schema,
    store: HookedStore,
    secondary_storage: Option<Arc<dyn SecondaryStorage>>,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    passwords: PasswordHasher,
    session_tokens: SessionTokens,
    cookies: Cookies,
    origins: TrustedOrigins,
    limiter: RateLimiter,
    outbox: Option<Arc<Outbox>>,
    composer: Arc<dyn Composer>,
    mailed_secrets: Arc<dyn MailedSecrets>,
    oauth: Oauth,
    passkey_hooks: Arc<dyn PasskeyHooks>,
    username_rules: Arc<dyn UsernameRules>,
    phone_number_rules: Arc<dyn PhoneNumberRules>,
    guest_profiles: Arc<dyn GuestProfiles>,
    sms_sender: Option<Arc<dyn SmsSender>>,
}

impl Auth {
    /// Starts building a core.
    pub fn builder(config: AuthConfig) -> AuthBuilder {
        AuthBuilder {
            config,
            clock: Arc::new(SystemClock),
            rng: Arc::new(SystemRng),
            mailer: None,
            composer: Arc::new(PlainWording),
            mailed_secrets: Arc::new(AsConfigured),
            hooks: Vec::new(),
            passkey_hooks: Arc::new(NoPasskeyHooks),
            username_rules: Arc::new(StandardRules),
            phone_number_rules: Arc::new(AnyNumber),
            guest_profiles: Arc::new(Nameless),
            sms_sender: None,
            secondary_storage: None,
        }
    }

    /// The configuration the core was built with.
    pub fn config(&self) -> &AuthConfig {
        &self.0.config
    }

    /// The models and their fields under the configuration.
    pub fn schema(&self) -> &Schema {
        &self.0.schema
    }

    /// The store behind the core. What makes, changes and deletes rows by it asks the hooks.
    pub fn store(&self) -> &HookedStore {
        &self.0.store
    }

    /// The clock of the core.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// The generator of the core.
    pub fn rng(&self) -> &Arc<dyn Rng> {
        &self.0.rng
    }

    /// Whether everything that requests need answers: the database, and the secondary storage if there is one.
    ///
    /// # Errors
    ///
    /// When something does not.
    pub async fn ready(&self) -> StoreResult<()> {
        self.0.store.ping().await?;
        match &self.0.secondary_storage {
            Some(storage) => storage.get("ready").await.map(|_| ()),
            None => Ok(()),
        }
    }

    /// Creates or updates the tables.
    ///
    /// # Errors
    ///
    /// When the database refuses.
    pub async fn migrate(&self) -> Result<()> {
        Ok(self.0.store.migrate().await?)
    }

    /// Lets a request through to an operation, or says why not: disabled paths, rate limits, and requests that
    /// a page of another site made a browser send. Every operation calls it first; a door may call it earlier,
    /// to refuse before it reads a body, and the request is counted once.
    ///
    /// # Errors
    ///
    /// 404, 429 or 403, or 503 when the counters cannot be reached.
    pub async fn admit(&self, cx: &mut Cx, operation: &'static Operation) -> Result<()> {
        let Some(facts) = cx.facts() else {
            return Ok(());
        };
        if cx.is_admitted(operation) {
            return Ok(());
        }
        let parts = &self.0;
        let disabled = parts.config.disabled_paths.iter().any(|path| path == operation.path);
        if disabled || !features::is_on(operation, &parts.config) {
            return Err(ErrorCode::NotFound.into());
        }
        let client = ClientIp::of(facts, &parts.config.advanced.ip_address);
        parts.limiter.check(operation, client).await?;
        parts.origins.check_request(operation, facts)?;
        cx.admit(operation);
        Ok(())
    }

    pub(crate) fn cookies(&self) -> &Cookies {
        &self.0.cookies
    }

    pub(crate) fn passwords(&self) -> &PasswordHasher {
        &self.0.passwords
    }

    pub(crate) fn session_tokens(&self) -> &SessionTokens {
        &self.0.session_tokens
    }

    pub(crate) fn origins(&self) -> &TrustedOrigins {
        &self.0.origins
    }

    /// The rules of the application, in the order in which they are asked.
    pub(crate) fn hooks(&self) -> &[Box<dyn Hooks>] {
        self.0.store.hooks()
    }

    pub(crate) fn oauth(&self) -> &Oauth {
        &self.0.oauth
    }

    /// The rules of the application about passkeys.
    pub(crate) fn passkey_hooks(&self) -> &dyn PasskeyHooks {
        &*self.0.passkey_hooks
    }

    pub(crate) fn mailed_secrets(&self) -> &dyn MailedSecrets {
        &*self.0.mailed_secrets
    }

    pub(crate) fn username_rules(&self) -> &dyn UsernameRules {
        &*self.0.username_rules
    }

    pub(crate) fn phone_number_rules(&self) -> &dyn PhoneNumberRules {
        &*self.0.phone_number_rules
    }

    /// How text messages leave, if they do.
    pub(crate) fn sms_sender(&self) -> Option<&Arc<dyn SmsSender>> {
        self.0.sms_sender.as_ref()
    }

    /// Whether text messages leave at all.
    pub fn sends_text_messages(&self) -> bool {
        self.0.sms_sender.is_some()
    }

    /// The words of a text message with a code.
    pub(crate) fn compose_text(&self, purpose: TextPurpose, code: &str) -> String {
        let config = self.config();
        let text = self.0.composer.compose_text(purpose, &config.app_name, code);
        // Browsers fill in a code that names the site in its last line, and on no other one
        // (https://wicg.github.io/sms-one-time-codes/).
        match Url::parse(&config.base_url).ok().as_ref().and_then(Url::host_str) {
            Some(host) if config.is_https() => format!("{text}\n\n@{host} #{code}"),
            _ => text,
        }
    }

    pub(crate) fn guest_profiles(&self) -> &dyn GuestProfiles {
        &*self.0.guest_profiles
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub(crate) fn generate_id(&self) -> String {
        generate_id(&*self.0.rng)
    }

    /// The address that the client of a request is known by; of IPv6, its network. `None` where addresses are not kept.
    pub fn client_ip(&self, cx: &Cx) -> Option<String> {
        let client = ClientIp::of(cx.facts()?, &self.0.config.advanced.ip_address)?;
        Some(client.to_string())
    }

    /// Delivers stored mails until `stop` ends, and then finishes those that are being sent. An application that
    /// sends mails runs it beside its server; of several processes over one database each may.
    ///
    /// ```no_run
    /// # async fn example(auth: auth::Auth) {
    /// let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    /// let deliveries = tokio::spawn(async move { auth.deliver_mails(async { drop(stopped.await) }).await });
    /// // ... serve ...
    /// drop(stop);
    /// deliveries.await;
    /// # }
    /// ```
    pub async fn deliver_mails(&self, stop: impl Future<Output = ()>) {
        match &self.0.outbox {
            Some(outbox) => outbox.run(stop).await,
            None => stop.await,
        }
    }

    /// Delivers the stored mails that are due now, for an application that is not there all the time (a scheduled
    /// job, a test).
    ///
    /// # Errors
    ///
    /// When the database does not answer. A mail that does not leave is no error; it stays for later.
    pub async fn deliver_due_mails(&self) -> Result<()> {
        match &self.0.outbox {
            Some(outbox) => Ok(outbox.run_once().await?),
            None => Ok(()),
        }
    }

    /// Whether mails leave at all.
    pub fn sends_mail(&self) -> bool {
        self.0.outbox.is_some()
    }

    /// Words a message and stores it; it leaves in the background. What is answered after this is not lost.
    pub(crate) async fn send(&self, to: &User, message: &Message) -> Result<()> {
        // Addresses that Better Auth accepted and we would not: nothing safe to send to.
        let Ok(address) = to.email.parse::<Email>() else {
            tracing::warn!(user = %to.id, "no mail was sent: the stored address is not one we send to");
            return Ok(());
        };
        self.send_to(Some(&address), message).await
    }

    /// Does the work of [`Auth::send`] without a recipient, so that the time of an answer does not tell whether
    /// somebody has an account.
    pub(crate) async fn send_to_nobody(&self, message: &Message) -> Result<()> {
        self.send_to(None, message).await
    }

    /// The same for an address, or for none.
    pub(crate) async fn send_to(&self, to: Option<&Email>, message: &Message) -> Result<()> {
        match &self.0.outbox {
            Some(outbox) => outbox.put(to, self.0.composer.compose(message)).await,
            None => Ok(()),
        }
    }
}

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
    username_rules: Arc<dyn UsernameRules>,
    phone_number_rules: Arc<dyn PhoneNumberRules>,
    guest_profiles: Arc<dyn GuestProfiles>,
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
            secondary_storage,
            username_rules,
            phone_number_rules,
            guest_profiles,
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
        let passwords = PasswordHasher::new(hashing, config.shared_database, Arc::clone(&rng));
        let schema = Schema::of(&config);
        let session_tokens = SessionTokens::new(config.secrets.clone(), config.shared_database);
        let configured = config.secondary_storage.as_ref().filter(|_| secondary_storage.is_none());
        let opened = configured.map(|config| secondary_storage::open(config, &clock)).transpose()?;
        let storage = secondary_storage.or(opened);
        let limits: Arc<dyn RateLimits> = match (config.rate_limit.storage, &storage) {
            (Some(RateLimitStorage::Memory), _) | (None, None) => Arc::new(MemoryRateLimits::default()),
            (Some(RateLimitStorage::Database), _) => Arc::<S>::clone(&store),
            (Some(RateLimitStorage::SecondaryStorage) | None, Some(storage)) => {
                Arc::new(SecondaryRateLimits::new(Arc::clone(storage)))
            }
            (Some(RateLimitStorage::SecondaryStorage), None) => {
                let problem = "is `secondary-storage`, but there is none";
                let hint = "set secondary_storage or REDIS_URL";
                return Err(ConfigErrors(vec![Problem::new("rate_limit.storage", problem, hint)]).into());
            }
        };
        let mut sessions: Arc<dyn SessionStore> = Arc::<S>::clone(&store);
        let mut verifications: Arc<dyn VerificationStore> = Arc::<S>::clone(&store);
        if let Some(storage) = &storage {
            let kept = match (config.session.store_session_in_database, config.session.preserve_session_in_database) {
                (false, _) => None,
                (true, false) => Some((sessions, KeptInDatabase::Copy)),
                (true, true) => Some((sessions, KeptInDatabase::Record)),
            };
            sessions = Arc::new(SecondarySessions {
                storage: Arc::clone(storage),
                users: Arc::<S>::clone(&store),
                kept,
                tokens: session_tokens.clone(),
                schema: schema.clone(),
                clock: Arc::clone(&clock),
                expires_in: config.session.expires_in,
            });
            let database = config.verification.store_in_database.then_some(verifications);
            verifications = Arc::new(SecondaryVerifications::new(Arc::clone(storage), database));
        }
        let outbox = mailer.map(|mailer| Outbox {
            mailer,
            store: Arc::<S>::clone(&store),
            secrets: config.secrets.clone(),
            clock: Arc::clone(&clock),
            rng: Arc::clone(&rng),
            time_limit: config.email.send_timeout,
            arrived: Notify::new(),
        });
        Ok(Auth(Arc::new(Parts {
            passwords: passwords.map_err(BuildError::Hashing)?,
            session_tokens,
            cookies: Cookies::new(&config),
            oauth: Oauth::new(&config).map_err(|error| BuildError::Tls(Box::new(error)))?,
            origins: TrustedOrigins::new(&config),
            limiter: RateLimiter::new(&config, Arc::clone(&clock), limits),
            schema,
            config,
            store: HookedStore::new(store, sessions, verifications, hooks),
            secondary_storage: storage,
            clock,
            rng,
            outbox: outbox.map(Arc::new),
            passkey_hooks,
            composer,
            mailed_secrets,
            username_rules,
            phone_number_rules,
            guest_profiles,
            sms_sender,
        })))
    }
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
