use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::SecondaryStorage;
use crate::{
    store::{StoreError, StoreResult, VerificationRow, VerificationStore},
    wire::Timestamp,
};

/// One-time values in a secondary storage, under `verification:<identifier>`.
#[derive(Debug)]
pub(crate) struct SecondaryVerifications {
    storage: Arc<dyn SecondaryStorage>,
    /// Where they are too, with `verification.store_in_database`: then the database decides who uses one up.
    database: Option<Arc<dyn VerificationStore>>,
}

/// A value as upstream writes it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    id: String,
    identifier: String,
    value: String,
    expires_at: Timestamp,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// What is read of it; upstream leaves some of it out.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Read {
    value: String,
    expires_at: Timestamp,
}

impl Read {
    /// The value in an entry, if it has not ended.
    fn value(json: &str, now: Timestamp) -> Option<String> {
        let entry: Self = serde_json::from_str(json).ok()?;
        (now < entry.expires_at).then_some(entry.value)
    }
}

impl SecondaryVerifications {
    pub(crate) fn new(storage: Arc<dyn SecondaryStorage>, database: Option<Arc<dyn VerificationStore>>) -> Self {
        Self { storage, database }
    }

    /// Keys of identifiers; an empty one stands for none.
    fn keys(identifiers: &[String; 2]) -> impl Iterator<Item = String> {
        identifiers.iter().filter(|identifier| !identifier.is_empty()).map(|identifier| key(identifier))
    }
}

fn key(identifier: &str) -> String {
    format!("verification:{identifier}")
}

/// Key, value and lifetime of the entry of a one-time value.
fn entry(verification: VerificationRow) -> StoreResult<(String, String, Duration)> {
    let VerificationRow { id, identifier, value, expires_at, created_at } = verification;
    let key = key(&identifier);
    let entry = Entry { id, identifier, value, expires_at, created_at, updated_at: created_at };
    let json = serde_json::to_string(&entry).map_err(|error| StoreError::Database(Box::new(error)))?;
    Ok((key, json, expires_at.since(created_at)))
}

#[async_trait]
impl VerificationStore for SecondaryVerifications {
    async fn create_verification(&self, verification: VerificationRow) -> StoreResult<()> {
        if let Some(database) = &self.database {
            database.create_verification(verification.clone()).await?;
        }
        let (key, json, lifetime) = entry(verification)?;
        self.storage.set(&key, &json, lifetime).await
    }

    async fn claim_verification(&self, verification: VerificationRow) -> StoreResult<bool> {
        if let Some(database) = &self.database {
            return database.claim_verification(verification).await;
        }
        let (key, json, lifetime) = entry(verification)?;
        self.storage.replace(&key, None, Some((&json, lifetime))).await
    }

    async fn peek_verification(&self, identifiers: &[String; 2], now: Timestamp) -> StoreResult<Option<String>> {
        for key in Self::keys(identifiers) {
            let found = self.storage.get(&key).await?;
            if let Some(value) = found.and_then(|json| Read::value(&json, now)) {
                return Ok(Some(value));
            }
        }
        match &self.database {
            Some(database) => database.peek_verification(identifiers, now).await,
            None => Ok(None),
        }
    }

    async fn consume_verification(&self, identifiers: &[String; 2], now: Timestamp) -> StoreResult<Option<String>> {
        if let Some(database) = &self.database {
            let value = database.consume_verification(identifiers, now).await?;
            for key in Self::keys(identifiers) {
                self.storage.delete(&key).await?;
            }
            return Ok(value);
        }
        for key in Self::keys(identifiers) {
            let taken = self.storage.get_and_delete(&key).await?;
            if let Some(value) = taken.and_then(|json| Read::value(&json, now)) {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    async fn swap_verification(&self, identifier: &str, old: &str, new: &str, now: Timestamp) -> StoreResult<bool> {
        let key = key(identifier);
        if let Some(database) = &self.database {
            let swapped = database.swap_verification(identifier, old, new, now).await?;
            // The copy says what was true before; the next reader asks the database.
            self.storage.delete(&key).await?;
            return Ok(swapped);
        }
        let Some(json) = self.storage.get(&key).await? else {
            return Ok(false);
        };
        let broken = |error| StoreError::Database(Box::new(error));
        let Read { value, expires_at } = serde_json::from_str(&json).map_err(broken)?;
        if value != old || expires_at <= now {
            return Ok(false);
        }
        let mut entry: Map<String, Value> = serde_json::from_str(&json).map_err(broken)?;
        entry.insert("value".into(), new.into());
        let changed = serde_json::to_string(&entry).map_err(broken)?;
        self.storage.replace(&key, Some(&json), Some((&changed, expires_at.since(now)))).await
    }

    async fn take_verification(&self, identifier: &str, value: &str, now: Timestamp) -> StoreResult<bool> {
        let key = key(identifier);
        if let Some(database) = &self.database {
            let taken = database.take_verification(identifier, value, now).await?;
            self.storage.delete(&key).await?;
            return Ok(taken);
        }
        match self.storage.get(&key).await? {
            Some(json) if Read::value(&json, now).as_deref() == Some(value) => {
                self.storage.replace(&key, Some(&json), None).await
            }
            _ => Ok(false),
        }
    }

    async fn has_ended_verification(&self, identifier: &str, now: Timestamp) -> StoreResult<bool> {
        match &self.database {
            Some(database) => database.has_ended_verification(identifier, now).await,
            // Entries end by themselves here and leave no trace, as upstream.
            None => Ok(false),
        }
    }

    async fn delete_verifications(&self, identifier: &str) -> StoreResult<()> {
        self.storage.delete(&key(identifier)).await?;
        match &self.database {
            Some(database) => database.delete_verifications(identifier).await,
            None => Ok(()),
        }
    }
}
