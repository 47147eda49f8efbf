//! The store of visitor sessions, over the database of the core.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use auth::{
    Clock, Rng,
    store::{Store, StoreError, VisitorRow},
    wire::Timestamp,
};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

/// Keeps visitor sessions in the table `latchkeyVisitor`. The id in the cookie is a secret, so the table holds
/// its hash; the published store for sqlx keeps ids readable and pins older versions.
#[derive(Clone)]
pub struct VisitorSessions {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
}

impl VisitorSessions {
    /// A store over the one of the core, with its clock and generator.
    pub fn new(auth: &auth::Auth) -> Self {
        Self { store: Arc::clone(auth.store().plain()), clock: Arc::clone(auth.clock()), rng: Arc::clone(auth.rng()) }
    }
}

impl fmt::Debug for VisitorSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VisitorSessions")
    }
}

#[async_trait]
impl SessionStore for VisitorSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // The layer draws ids from its own generator; ours is the injected one.
        let mut bytes = [0; 16];
        self.rng.fill(&mut bytes);
        record.id = Id(i128::from_be_bytes(bytes));
        self.store.create_visitor(row(record)?, self.clock.now()).await.map_err(|error| backend(&error))
    }

    async fn save(&self, record: &Record) -> Result<()> {
        if self.store.update_visitor(row(record)?).await.map_err(|error| backend(&error))? {
            return Ok(());
        }
        // It ended between loading and saving; what it holds is still worth keeping.
        self.store.create_visitor(row(record)?, self.clock.now()).await.map_err(|error| backend(&error))
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = self.store.find_visitor(&stored_id(id), self.clock.now()).await.map_err(|error| backend(&error))?;
        let Some(found) = found else { return Ok(None) };
        let data = serde_json::from_str(&found.data).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date: date(found.expires_at) }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.store.delete_visitor(&stored_id(id)).await.map_err(|error| backend(&error))
    }
}

fn row(record: &Record) -> Result<VisitorRow> {
    let data = serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
    let millis = record.expiry_date.unix_timestamp().saturating_mul(1000);
    Ok(VisitorRow { id: stored_id(&record.id), data, expires_at: Timestamp::from_millis(millis) })
}

fn stored_id(id: &Id) -> String {
    auth::hash_secret(&id.to_string())
}

fn date(moment: Timestamp) -> time::OffsetDateTime {
    let seconds = moment.as_millis().div_euclid(1000);
    // A `Timestamp` has a four-digit year, which every date of the `time` crate can have.
    time::OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(time::OffsetDateTime::UNIX_EPOCH)
}

fn backend(error: &StoreError) -> Error {
    // The text of the cause may name hosts and files; it goes to the log, not into an answer.
    tracing::error!(error = error as &dyn std::error::Error, "visitor sessions cannot be reached");
    Error::Backend("the store does not answer".into())
}
