//! The outbox: a mail is a row before the request that made it is answered, and leaves from there. A mail server
//! that is slow, refuses or is gone delays mails and nothing else, and a process that is killed loses none.

use std::{error::Error as StdError, pin::pin, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};
use tokio::{sync::Notify, task::JoinSet, time};

use super::{Mail, MailError, Mailer, Wording};
use crate::{
    clock::Clock,
    crypto::Secrets,
    error::{Error, Result},
    rng::{Rng, generate_id},
    store::{OutboxRow, Store, StoreResult},
    wire::Email,
};

/// How many mails leave at once.
const CONCURRENCY: usize = 8;

/// How often the worker looks for mails that became due, and for those of other replicas. Its own it sees at once.
const POLL: Duration = Duration::from_secs(5);

/// How long after the first try comes the second. Every further wait is twice as long, up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_secs(10);
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// After this time a mail is given up: what it links to has ended long before.
const GIVE_UP: Duration = Duration::from_hours(3 * 24);

/// The key of the stored mails.
const PURPOSE: &str = "outbox";

/// Mails on their way.
#[derive(Debug)]
pub(crate) struct Outbox {
    pub(crate) mailer: Arc<dyn Mailer>,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) secrets: Secrets,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rng: Arc<dyn Rng>,
    /// How long a mailer may take for a mail.
    pub(crate) time_limit: Duration,
    pub(crate) arrived: Notify,
}

/// What is sealed into a row.
#[derive(Serialize, Deserialize)]
struct Content {
    /// Absent in a row that only makes two answers cost the same.
    to: Option<String>,
    subject: String,
    text: String,
    html: Option<String>,
}

/// What came of trying.
enum Outcome {
    Left,
    Failed(MailError),
}

impl Outbox {
    /// Keeps a mail until it has left. Without a recipient the work is the same and nothing leaves.
    pub(crate) async fn put(&self, to: Option<&Email>, wording: Wording) -> Result<()> {
        let id = generate_id(&*self.rng);
        if self.mailer.is_instant() {
            let Some(to) = to.cloned() else {
                return Ok(());
            };
            return self.mailer.send(Mail { id, to, wording }).await.map_err(Error::unavailable);
        }
        let Wording { subject, text, html } = wording;
        let content = Content { to: to.map(Email::to_string), subject, text, html };
        let content = serde_json::to_vec(&content).map_err(Error::internal)?;
        let content = self.secrets.seal(PURPOSE, &*self.rng, &id, &content)?;
        let now = self.clock.now();
        self.store.create_mail(OutboxRow { id, content, attempts: 0, created_at: now, due_at: now }).await?;
        self.arrived.notify_one();
        Ok(())
    }

    /// Delivers mails until `stop` ends, and then finishes those that are being sent.
    pub(crate) async fn run(self: &Arc<Self>, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        let mut open = JoinSet::new();
        loop {
            if let Err(error) = self.start_due(&mut open).await {
                tracing::warn!(error = &error as &dyn StdError, "the outbox cannot be read");
            }
            tokio::select! {
                () = &mut stop => break,
                () = self.arrived.notified() => {}
                Some(_) = open.join_next() => {}
                () = time::sleep(POLL) => {}
            }
        }
        open.join_all().await;
    }

    /// Delivers what is due now.
    pub(crate) async fn run_once(self: &Arc<Self>) -> StoreResult<()> {
        let mut open = JoinSet::new();
        loop {
            self.start_due(&mut open).await?;
            if open.join_next().await.is_none() {
                return Ok(());
            }
        }
    }

    /// Starts on as many due mails as may be sent at once.
    async fn start_due(self: &Arc<Self>, open: &mut JoinSet<()>) -> StoreResult<()> {
        let free = CONCURRENCY.saturating_sub(open.len());
        if free == 0 {
            return Ok(());
        }
        for row in self.store.due_mails(self.clock.now(), free).await? {
            // Whoever claims a mail has it until the claim ends. A process that dies with it gives it back that way.
            let lease = self.clock.now() + 2 * self.time_limit + Duration::from_mins(1);
            if let Some(row) = self.store.claim_mail(row, lease).await? {
                let this = Arc::clone(self);
                open.spawn(async move { this.attempt(&row).await });
            }
        }
        Ok(())
    }

    async fn attempt(&self, row: &OutboxRow) {
        let (id, attempts) = (&row.id, row.attempts);
        let noted = match self.deliver(row).await {
            Outcome::Left => {
                tracing::info!(event = "mail.sent", mail = %id, attempts, "a mail left");
                self.store.delete_mail(id).await
            }
            Outcome::Failed(error) if error.is_permanent() || row.created_at + GIVE_UP <= self.clock.now() => {
                tracing::error!(event = "mail.given_up", error = &error as &dyn StdError, mail = %id, attempts, "a mail was given up");
                self.store.delete_mail(id).await
            }
            Outcome::Failed(error) => {
                tracing::warn!(event = "mail.delayed", error = &error as &dyn StdError, mail = %id, attempts, "a mail has to wait");
                self.store.delay_mail(row, self.clock.now() + self.wait_after(attempts)).await
            }
        };
        if let Err(error) = noted {
            // It is tried again when the claim ends. A mail that left arrives twice then, with one message id.
            tracing::error!(error = &error as &dyn StdError, mail = %id, "the outbox cannot be written");
        }
    }

    async fn deliver(&self, row: &OutboxRow) -> Outcome {
        let opened = self.secrets.open(PURPOSE, &row.id, &row.content);
        let Some(content) = opened.and_then(|content| serde_json::from_slice::<Content>(&content).ok()) else {
            // With another secret than the one it was stored with, or by a version with another form.
            return Outcome::Failed(MailError::temporary("the stored mail cannot be opened with the secrets in force"));
        };
        let Some(to) = content.to.and_then(|to| to.parse().ok()) else {
            return Outcome::Left;
        };
        let wording = Wording { subject: content.subject, text: content.text, html: content.html };
        let sending = self.mailer.send(Mail { id: row.id.clone(), to, wording });
        match time::timeout(self.time_limit, sending).await {
            Ok(Ok(())) => Outcome::Left,
            Ok(Err(error)) => Outcome::Failed(error),
            Err(elapsed) => Outcome::Failed(MailError::temporary(elapsed)),
        }
    }

    /// Between half of the wait and all of it, so that mails which failed together do not come back together.
    fn wait_after(&self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(16);
        let longest = FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT);
        let mut random = [0; 1];
        self.rng.fill(&mut random);
        longest.mul_f64(0.5 + f64::from(random[0]) / 512.0)
    }
}
