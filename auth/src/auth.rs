mod builder;

use std::{sync::Arc, time::Duration};

use url::Url;

use crate::{
    client_ip::ClientIp,
    clock::Clock,
    config::{AuthConfig, RateLimitRule},
    context::Cx,
    cookies::Cookies,
    crypto::{PasswordHasher, SessionTokens},
    error::Result,
    features::{
        self, anonymous::GuestProfiles, api_key::ApiKeys, audit::AuditLog, captcha::CaptchaVerifier,
        custom_session::CustomSession, device_authorization::DeviceRules, have_i_been_pwned::CompromisedPasswords,
        jwt::Jwts, last_login_method::LastLoginMethodHooks, oauth::Oauth, organization::OrganizationHooks,
        passkey::PasskeyHooks, phone_number::PhoneNumberRules, username::UsernameRules,
    },
    hooks::{HookedStore, Hooks},
    mail::{Composer, Message, Outbox},
    mailed_secrets::MailedSecrets,
    operation::Operation,
    origin::TrustedOrigins,
    rate_limit::RateLimiter,
    rng::{Rng, generate_id},
    schema::Schema,
    secondary_storage::SecondaryStorage,
    sms::{SmsSender, TextPurpose},
    store::StoreResult,
    wire::{Email, ErrorCode, Timestamp, User},
};

pub use builder::{AuthBuilder, BuildError};

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
    api_keys: ApiKeys,
    jwts: Jwts,
    last_login_method_hooks: Arc<dyn LastLoginMethodHooks>,
    compromised_passwords: Arc<dyn CompromisedPasswords>,
    captcha_verifier: Option<Arc<dyn CaptchaVerifier>>,
    custom_session: Option<Arc<dyn CustomSession>>,
    organization_hooks: Arc<dyn OrganizationHooks>,
    username_rules: Arc<dyn UsernameRules>,
    phone_number_rules: Arc<dyn PhoneNumberRules>,
    guest_profiles: Arc<dyn GuestProfiles>,
    device_rules: Arc<dyn DeviceRules>,
    sms_sender: Option<Arc<dyn SmsSender>>,
    audit_log: AuditLog,
}

impl Auth {
    /// Starts building a core.
    pub fn builder(config: AuthConfig) -> AuthBuilder {
        AuthBuilder::new(config)
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

    /// Lets a request through to an operation, or says why not: disabled paths, rate limits, requests that a page of
    /// another site made a browser send, and captchas. Every operation calls it first; a door may call it earlier,
    /// to refuse before it reads a body, and the request is counted once.
    ///
    /// # Errors
    ///
    /// 404, 429, 403 or 400, or 503 when the counters cannot be reached.
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
        self.check_captcha(cx, operation).await?;
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

    /// The rules of the application about API keys, and when they are swept.
    pub(crate) fn api_keys(&self) -> &ApiKeys {
        &self.0.api_keys
    }

    /// The rules of the application about tokens for other services.
    pub(crate) fn jwts(&self) -> &Jwts {
        &self.0.jwts
    }

    /// The rules of the application about the method by which somebody signed in.
    pub(crate) fn last_login_method_hooks(&self) -> &dyn LastLoginMethodHooks {
        &*self.0.last_login_method_hooks
    }

    /// Who says whether answers to captchas are good, where we do not ourselves.
    pub(crate) fn captcha_verifier(&self) -> Option<&dyn CaptchaVerifier> {
        self.0.captcha_verifier.as_deref()
    }

    /// What the application puts into the answer of `/get-session`.
    pub(crate) fn custom_session(&self) -> Option<&dyn CustomSession> {
        self.0.custom_session.as_deref()
    }

    /// Who knows which passwords are compromised.
    pub(crate) fn compromised_passwords(&self) -> &dyn CompromisedPasswords {
        &*self.0.compromised_passwords
    }

    /// The rules of the application about organizations.
    pub(crate) fn organization_hooks(&self) -> &dyn OrganizationHooks {
        &*self.0.organization_hooks
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

    /// The rules of the application about devices without a browser.
    pub(crate) fn device_rules(&self) -> &dyn DeviceRules {
        &*self.0.device_rules
    }

    /// What the core holds for the audit log.
    pub(crate) fn audit_log(&self) -> &AuditLog {
        &self.0.audit_log
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

    /// Whether an address may get one more mail that somebody asked for: whoever knows it can ask from many addresses.
    async fn may_be_mailed(&self, address: &Email) -> Result<bool> {
        let Some(max) = self.config().email.max_per_hour else {
            return Ok(true);
        };
        let rule = RateLimitRule { window: Duration::from_hours(1), max };
        let allowed = self.0.limiter.allows(&self.guess_key(&format!("mail {}", address.as_str())), rule).await?;
        if !allowed {
            tracing::info!(event = "mail.not_sent", email = %address.redacted(), "too many mails to one address");
        }
        Ok(allowed)
    }

    /// The same for an address, or for none.
    pub(crate) async fn send_to(&self, to: Option<&Email>, message: &Message) -> Result<()> {
        let to = match to {
            Some(address) if message.is_asked_for() && !self.may_be_mailed(address).await? => None,
            to => to,
        };
        match &self.0.outbox {
            Some(outbox) => outbox.put(to, self.0.composer.compose(message)).await,
            None => Ok(()),
        }
    }
}
