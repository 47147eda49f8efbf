//! What the tests share. Helpers are named after what a person wants.

mod answer;
mod authenticator;
mod client;
mod clock;
mod cookies;
mod database;
mod outage;
mod provider;
mod redis;
mod service;
mod smtp;

use std::{sync::Arc, time::Duration};

use auth::{
    Auth, AuthBuilder, AuthConfig, Clock as _, config::PasswordHashing, hooks::Hooks, mail::Mailbox, wire::Timestamp,
};
use axum::Router;

pub(crate) use self::{
    answer::Answer,
    authenticator::{Authenticator, BACKED_UP, Lie, PRESENT, SYNCHRONISED, VERIFIED},
    client::{Client, PASSWORD},
    clock::FakeClock,
    cookies::{encoded, opened, sealed},
    database::{Database, Kind},
    outage::Outage,
    provider::{Provider, person},
    redis::Redis,
    service::Service,
    smtp::{Manners, SmtpServer},
};

/// Where the application under test is.
pub(crate) const ORIGIN: &str = "http://localhost:3000";
/// What it signs with.
pub(crate) const SECRET: &str = "a-secret-for-tests-of-32-characters!";

pub(crate) const SECOND: Duration = Duration::from_secs(1);
pub(crate) const HOUR: Duration = Duration::from_hours(1);
pub(crate) const DAY: Duration = Duration::from_hours(24);
pub(crate) const MILLISECOND: Duration = Duration::from_millis(1);

/// A core with a database, a clock and a mailbox of its own, behind its HTTP door.
pub(crate) struct TestAuth {
    pub(crate) auth: Auth,
    pub(crate) db: Database,
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) mailbox: Arc<Mailbox>,
    router: Router,
}

impl TestAuth {
    /// E-mail and password sign-in is on, rate limits are off, and password hashing is cheap.
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// The same with a changed configuration.
    pub(crate) async fn with(change: impl FnOnce(&mut AuthConfig)) -> Self {
        Self::over(Database::empty().await, change).await
    }

    /// The same over a database that holds something already.
    pub(crate) async fn over(db: Database, change: impl FnOnce(&mut AuthConfig)) -> Self {
        // The configuration is large, and the future of a test would hold it several times.
        Box::pin(Self::built(db, change, |builder| builder)).await
    }

    /// The same with rules of an application.
    pub(crate) async fn hooked(hooks: impl Hooks + 'static) -> Self {
        Box::pin(Self::built(Database::empty().await, |_| {}, |builder| builder.hooks(hooks))).await
    }

    /// The same, built in another way.
    pub(crate) async fn built(
        db: Database,
        change: impl FnOnce(&mut AuthConfig),
        build: impl FnOnce(AuthBuilder) -> AuthBuilder,
    ) -> Self {
        let mut config = AuthConfig::new(ORIGIN, SECRET);
        config.email_and_password.enabled = true;
        config.email_and_password.hashing = PasswordHashing { memory_kib: 64, iterations: 1, parallelism: 1 };
        config.rate_limit.enabled = false;
        change(&mut config);

        let clock = Arc::new(FakeClock::default());
        let mailbox = Arc::new(Mailbox::default());
        let builder = Auth::builder(config).clock(clock.clone()).mailer(mailbox.clone()).sms_sender(mailbox.clone());
        let auth = Box::pin(build(builder).connect(db.url())).await.unwrap();
        auth.migrate().await.unwrap();
        let router = auth::http::router(auth.clone());
        Self { auth, db, clock, mailbox, router }
    }

    /// Another process over the same database, as after a restart with another configuration.
    pub(crate) async fn restarted_with(self, change: impl FnOnce(&mut AuthConfig)) -> Self {
        let now = self.now();
        let restarted = Self::over(self.db, change).await;
        restarted.clock.set(now);
        restarted
    }

    /// What time it is for the core.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The link in the next mail to an address, below the base path of the API.
    pub(crate) async fn link_to(&self, address: &str) -> String {
        let url = self.url_to(address).await;
        url.strip_prefix(&format!("{ORIGIN}/api/auth")).expect("the link leads to the API").to_owned()
    }

    /// The link in the next mail to an address.
    pub(crate) async fn url_to(&self, address: &str) -> String {
        let text = self.mailbox.next_to(address).await.wording.text;
        text.split_whitespace().find(|word| word.starts_with("http")).expect("the mail has a link").to_owned()
    }

    /// A browser on a page of our own, without cookies yet.
    pub(crate) fn client(&self) -> Client {
        Client::new(self.router.clone(), self.auth.config())
    }

    /// A browser that has just signed up.
    pub(crate) async fn signed_up(&self, email: &str) -> Client {
        let mut client = self.client();
        client.sign_up(email).await;
        client
    }

    /// Another browser of somebody who has an account.
    pub(crate) async fn signed_in(&self, email: &str) -> Client {
        let mut client = self.client();
        client.sign_in(email).await;
        client
    }
}
