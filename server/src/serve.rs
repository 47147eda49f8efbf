//! `latchkey serve`: from settings to a running server.

use std::{error::Error, sync::Arc, time::Duration};

use app::{
    api::{
        email_password::RESET_PASSWORD,
        email_verification::{REVERT_EMAIL, VERIFY_EMAIL},
        magic_link::OPEN_MAGIC_LINK,
        organization::answer::PAGE as INVITATION,
    },
    emails::AppComposer,
    public_config::{PublicConfig, PublicOrganizations, PublicProvider, PublicUsername},
};
use auth::{
    Auth, AuthConfig, Rng as _, SystemRng,
    config::{CaptchaProvider, KeyOwner, UsernameConfig},
    mail::{Mailbox, Mailer, SmtpMailer},
    sms::SmsSender,
};
use leptos::prelude::LeptosOptions;
use tokio::{net::TcpListener, sync::oneshot};

use crate::{
    accept::{self, Limits},
    assets,
    config::Settings,
    demo,
    guests::AppGuests,
    middleware::HttpSettings,
    router::router,
    state::AppState,
};

/// The port on which `cargo leptos watch` tells pages to reload.
const RELOAD_PORT: u16 = 3001;

/// How long mails that are being sent may take after the last request.
const LAST_DELIVERIES: Duration = Duration::from_secs(10);

/// Runs the server until it is told to stop, and lets open requests finish.
///
/// # Errors
///
/// When the configuration is refused, the database does not open or the address is taken.
pub async fn serve(settings: Settings) -> Result<(), Box<dyn Error + Send + Sync>> {
    let listen = settings.listen.clone();
    // The configuration is large, and this future would hold it several times.
    let (state, http) = Box::pin(prepare(settings)).await?;
    let listener = TcpListener::bind(&listen).await.map_err(|error| format!("cannot listen on {listen}: {error}"))?;
    tracing::info!(address = %listen, url = %state.auth.config().base_url, "listening");
    let (stop, stopped) = oneshot::channel::<()>();
    let auth = state.auth.clone();
    let deliveries = tokio::spawn(async move { auth.deliver_mails(async { drop(stopped.await) }).await });
    let drained = accept::serve(listener, router(state, &http), Limits::default(), accept::shutdown_signal()).await;
    // The last requests may have made mails. One that does not leave in time is stored and leaves after the next start.
    drop(stop);
    let delivered = tokio::time::timeout(LAST_DELIVERIES, deliveries).await.is_ok();
    tracing::info!(cut_off = drained.cut_off, delivered, "stopped");
    Ok(())
}

/// Opens and migrates the database and puts the parts together.
///
/// # Errors
///
/// When the configuration is refused or the database does not open.
pub async fn prepare(settings: Settings) -> Result<(AppState, HttpSettings), Box<dyn Error + Send + Sync>> {
    for problem in &settings.unknown {
        tracing::warn!(%problem, "the configuration has a key that nothing reads");
    }
    if !assets::site_is_complete() {
        tracing::warn!("built without the site, so pages have no styles or scripts: run `cargo xtask build`");
    }
    let development = settings.development;
    // The configuration is large, and the future would hold it several times.
    let (auth, mailbox) = Box::pin(open(settings)).await?;
    auth.migrate().await?;
    if development {
        demo::seed(&auth).await?;
    }

    let mut http = HttpSettings::new(auth.config().is_https(), random_text);
    // Its address holds a token, which no other site may be told.
    let private_pages = [RESET_PASSWORD, VERIFY_EMAIL, REVERT_EMAIL, OPEN_MAGIC_LINK];
    http.security.private_pages = private_pages.map(|form| form.page.to_owned()).into();
    http.security.private_pages.push(INVITATION.to_owned());
    // The buttons of providers are forms, which are redirected there.
    http.security.form_targets = auth.provider_origins();
    let watched = development && std::env::var_os("LEPTOS_WATCH").is_some();
    http.security.dev_reload_port = watched.then_some(RELOAD_PORT);
    let options = &auth.config().email_and_password;
    let sends_mail = auth.sends_mail();
    let public_config = PublicConfig {
        app_name: auth.config().app_name.clone(),
        sign_up_open: options.enabled && !options.disable_sign_up,
        magic_link: sends_mail && auth.config().magic_link.enabled,
        email_otp: sends_mail && auth.config().email_otp.enabled,
        username: auth.config().username.enabled.then(|| public_username(&auth.config().username)),
        phone_number: auth.sends_text_messages() && auth.config().phone_number.enabled,
        several_accounts: auth.config().multi_session.enabled,
        guests: auth.config().anonymous.enabled,
        organizations: auth.config().organization.enabled.then(|| public_organizations(auth.config())),
        min_password_length: length(options.min_password_length),
        max_password_length: length(options.max_password_length),
        providers: auth.social_providers().into_iter().map(|(id, name)| PublicProvider { id, name }).collect(),
        passkeys: auth.config().passkey.enabled,
        proof_of_work: auth.config().captcha.provider == Some(CaptchaProvider::ProofOfWork),
        api_keys: auth.config().api_key.kind_of(KeyOwner::User).is_some(),
        audit_log: auth.config().audit.enabled,
        rp_id: auth.passkey_rp_id(),
        origin: auth.config().origin(),
        api_path: auth.config().base_path.clone(),
        development,
    };
    let leptos = LeptosOptions::builder().output_name("latchkey").reload_port(u32::from(RELOAD_PORT)).build();
    Ok((AppState { auth, public_config, mailbox, development, leptos }, http))
}

fn public_username(options: &UsernameConfig) -> PublicUsername {
    PublicUsername {
        min_length: length(options.min_username_length),
        max_length: length(options.max_username_length),
        display: options.display_username,
        immutable: options.immutable_username,
    }
}

fn public_organizations(config: &AuthConfig) -> PublicOrganizations {
    let options = &config.organization;
    PublicOrganizations {
        api_keys: config.api_key.kind_of(KeyOwner::Organization).is_some(),
        can_create: options.allow_user_to_create_organization,
        can_delete: !options.disable_organization_deletion,
        teams: options.has_teams(),
        roles: options.has_dynamic_roles(),
    }
}

/// A length as pages say it; none is longer than an input takes.
fn length(characters: usize) -> u16 {
    u16::try_from(characters).unwrap_or(u16::MAX)
}

/// Builds the core over its database, with mail by SMTP, or into the mailbox page where none is configured in
/// development.
///
/// # Errors
///
/// When the configuration is refused or the database does not open.
pub async fn open(mut settings: Settings) -> Result<(Auth, Option<Arc<Mailbox>>), Box<dyn Error + Send + Sync>> {
    if settings.auth.email.smtp_url.is_none() && !settings.development {
        tracing::warn!("no mail is configured, so nobody can be asked to verify their address: set SMTP_URL");
        settings.auth.email_and_password.require_email_verification = false;
    }
    let mut builder = Auth::builder(settings.auth.clone()).composer(Arc::new(AppComposer)).guest_profiles(AppGuests);
    let mut mailbox = None;
    if let Some(url) = &settings.auth.email.smtp_url {
        let from = settings.auth.email.from.as_deref().ok_or("set EMAIL_FROM, the sender of mails")?;
        builder = builder.mailer(Arc::new(SmtpMailer::new(url.expose(), from)?));
    } else if settings.development {
        let kept = Arc::new(Mailbox::default());
        builder = builder.mailer(Arc::clone(&kept) as Arc<dyn Mailer>);
        if settings.auth.phone_number.sms_webhook_url.is_none() {
            builder = builder.sms_sender(Arc::clone(&kept) as Arc<dyn SmsSender>);
        }
        mailbox = Some(kept);
    }
    create_directory(&settings.database_url)?;
    Ok((builder.connect(&settings.database_url).await?, mailbox))
}

/// SQLite makes the file, but not the folder it is in.
fn create_directory(database_url: &str) -> std::io::Result<()> {
    let file = database_url.strip_prefix("sqlite://").filter(|_| database_url.contains("mode=rwc"));
    let path = file.and_then(|file| file.split('?').next()).map(std::path::Path::new);
    match path.and_then(std::path::Path::parent) {
        Some(directory) => std::fs::create_dir_all(directory),
        None => Ok(()),
    }
}

/// 128 bits as 32 letters, for request ids and nonces.
fn random_text() -> String {
    let mut bytes = [0; 16];
    SystemRng.fill(&mut bytes);
    format!("{:032x}", u128::from_be_bytes(bytes))
}
