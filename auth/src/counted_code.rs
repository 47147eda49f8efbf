//! Short codes that people type: each is in a place of its own, is good for a few tries, and is used once.
//!
//! A row holds `<stored form>:<wrong tries>` under what the code is for, as in Better Auth. Every answer about a code is
//! one change of its row that happens only if the row still is what was read, so tries that come at once are as many
//! as those that come one after another, and of parallel uses of the right code one succeeds.

use std::time::Duration;

use async_trait::async_trait;
use sha2::{Digest as _, Sha256};

use crate::{
    Auth,
    config::CodeStorage,
    crypto::{Secrets, hex},
    error::Result,
    store::{StoreError, VerificationRow},
};

/// Stands in the place of a code where there is no account: no code is it. Wrong tries are counted all the same, so
/// that nobody learns from the answers who has an account.
pub(crate) const NOBODY: &str = "~";

/// Each lost change means that somebody else's was done. These are for codes that were replaced meanwhile.
const SPARE_TRIES: u32 = 16;

/// What becomes of a code that is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IfRight {
    UseUp,
    Keep,
}

/// A code that somebody typed.
#[async_trait]
pub(crate) trait GivenCode: Send + Sync {
    /// Whether it is the code of which this is stored.
    async fn is(&self, stored: &str) -> bool;
}

/// A code of which the configuration says how it is stored.
pub(crate) struct StoredCode<'a> {
    pub(crate) secrets: &'a Secrets,
    pub(crate) given: &'a str,
}

#[async_trait]
impl GivenCode for StoredCode<'_> {
    async fn is(&self, stored: &str) -> bool {
        self.secrets.is_code(stored, self.given)
    }
}

/// What a try came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tried {
    Right,
    Wrong,
    /// There were too many wrong ones, and the code is gone.
    Exhausted,
    /// The time of the code is over.
    Ended,
    Missing,
}

impl Auth {
    /// Tries a code. A wrong one is counted.
    pub(crate) async fn try_code(
        &self,
        place: &str,
        allowed: u32,
        if_right: IfRight,
        given: &dyn GivenCode,
    ) -> Result<Tried> {
        let store = self.store().verifications();
        for _ in 0..allowed.saturating_add(SPARE_TRIES) {
            let now = self.now();
            let Some(value) = store.peek_verification(&[place.to_owned(), String::new()], now).await? else {
                if store.has_ended_verification(place, now).await? {
                    store.delete_verifications(place).await?;
                    return Ok(Tried::Ended);
                }
                return Ok(Tried::Missing);
            };
            let (stored, attempts) = parts(&value);
            if attempts >= allowed {
                if store.take_verification(place, &value, now).await? {
                    tracing::info!(event = "code.exhausted", "too many wrong codes");
                    return Ok(Tried::Exhausted);
                }
                continue;
            }
            let right = stored != NOBODY && given.is(stored).await;
            let counted = format!("{stored}:{}", attempts + 1);
            let done = match (right, if_right) {
                (true, IfRight::UseUp) => store.take_verification(place, &value, now).await?,
                (true, IfRight::Keep) => store.swap_verification(place, &value, &value, now).await?,
                (false, _) => store.swap_verification(place, &value, &counted, now).await?,
            };
            match (done, right) {
                (false, _) => {}
                (true, false) => {
                    tracing::info!(event = "code.refused", "a wrong code");
                    return Ok(Tried::Wrong);
                }
                (true, true) => {
                    if if_right == IfRight::UseUp {
                        // Better Auth may have left older ones.
                        store.delete_verifications(place).await?;
                    }
                    return Ok(Tried::Right);
                }
            }
        }
        Err(contended())
    }

    /// The stored form of a code: as the configuration says, else so that nobody can read it, unless Better Auth has to.
    pub(crate) fn stored_code(&self, code: &str, storage: Option<CodeStorage>) -> Result<String> {
        let default = if self.config().shared_database { CodeStorage::Plain } else { CodeStorage::Encrypted };
        self.config().secrets.store_code(&**self.rng(), code, storage.unwrap_or(default))
    }

    /// Puts a new code in the place of what is there, or [`NOBODY`]'s.
    pub(crate) async fn put_code(&self, place: &str, stored: Option<&str>, lifetime: Duration) -> Result<()> {
        self.put_counted_code(place, &format!("{}:0", stored.unwrap_or(NOBODY)), lifetime).await
    }

    /// The same for a code whose tries were counted before. Of two at the same moment the later one stays: the id is made
    /// of the place, so there is one code at a time.
    pub(crate) async fn put_counted_code(&self, place: &str, value: &str, lifetime: Duration) -> Result<()> {
        const TRIES: u32 = 64;
        let store = self.store().verifications();
        for _ in 0..TRIES {
            let now = self.now();
            let row = VerificationRow {
                id: hex::encode(&Sha256::digest(place)[..16]),
                identifier: place.to_owned(),
                value: value.to_owned(),
                expires_at: now + lifetime,
                created_at: now,
            };
            store.delete_verifications(place).await?;
            match store.create_verification(row).await {
                Err(StoreError::Duplicate) => {}
                outcome => return Ok(outcome?),
            }
        }
        Err(contended())
    }
}

fn contended() -> crate::Error {
    StoreError::Database("a code is contended".into()).into()
}

/// The stored form of a code, and how many wrong ones were tried.
pub(crate) fn parts(value: &str) -> (&str, u32) {
    let (stored, attempts) = value.rsplit_once(':').unwrap_or((value, "0"));
    (stored, attempts.parse().unwrap_or(u32::MAX))
}
