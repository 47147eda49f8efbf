use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use http::Request;
use serde_json::{Map, Value};

use crate::{
    outbound::{Outbound, OutboundError},
    wire::Timestamp,
};

/// How long keys are used without asking again.
const LIFETIME: Duration = Duration::from_mins(10);

/// How soon a token with an unknown key makes us ask again: a provider that changes its keys is followed, a stranger
/// who invents names of keys does not make us a burden to it.
const PAUSE: Duration = Duration::from_secs(30);

/// The public keys of providers.
#[derive(Debug)]
pub(crate) struct KeyCache {
    outbound: Outbound,
    sets: Mutex<HashMap<String, KeySet>>,
}

#[derive(Debug, Clone)]
struct KeySet {
    keys: Vec<Map<String, Value>>,
    fetched: Timestamp,
}

impl KeyCache {
    pub(crate) fn new(outbound: Outbound) -> Self {
        Self { outbound, sets: Mutex::default() }
    }

    /// The keys that may have made a signature: those of the given name, or all where the token names none.
    pub(super) async fn find(
        &self,
        uri: &str,
        kid: Option<&str>,
        now: Timestamp,
    ) -> Result<Vec<Map<String, Value>>, OutboundError> {
        let known = self.lock().get(uri).cloned();
        if let Some(set) = known.filter(|set| now.since(set.fetched) < LIFETIME) {
            let found = set.named(kid);
            if !found.is_empty() || now.since(set.fetched) < PAUSE {
                return Ok(found);
            }
        }
        let request = Request::get(uri).header("accept", "application/json").body(Vec::new());
        let request = request.map_err(|error| OutboundError::Failed(error.into()))?;
        let mut document = self.outbound.json(request).await?;
        let keys = match document.get_mut("keys").map(Value::take) {
            Some(Value::Array(keys)) => keys,
            _ => Vec::new(),
        };
        let object = |key| match key {
            Value::Object(key) => Some(key),
            _ => None,
        };
        let set = KeySet { keys: keys.into_iter().filter_map(object).collect(), fetched: now };
        let found = set.named(kid);
        self.lock().insert(uri.to_owned(), set);
        Ok(found)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, KeySet>> {
        self.sets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl KeySet {
    fn named(&self, kid: Option<&str>) -> Vec<Map<String, Value>> {
        let named =
            |key: &&Map<String, Value>| kid.is_none_or(|kid| key.get("kid").and_then(Value::as_str) == Some(kid));
        self.keys.iter().filter(named).cloned().collect()
    }
}
