//! The keys that sign tokens, as rows.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::{
    Auth,
    crypto::{Algorithm, NewKey, SigningKey},
    error::{Error, Result},
    store::JwkRow,
    wire::Timestamp,
};

impl JwkRow {
    /// What it signs by. Rows that do not say are older than the choice.
    fn algorithm(&self, default: Algorithm) -> Option<Algorithm> {
        self.alg.as_deref().map_or(Some(default), Algorithm::parse)
    }

    /// Whether it still signs.
    fn signs_at(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| end > now)
    }

    fn public_jwk(&self) -> Option<Map<String, Value>> {
        serde_json::from_str(&self.public_key).ok()
    }
}

impl Auth {
    /// The keys whose tokens are good, the latest one first.
    async fn published_keys(&self) -> Result<Vec<JwkRow>> {
        let now = self.now();
        let grace = self.config().jwt.jwks.grace_period;
        let mut rows = self.store().list_jwks().await?;
        rows.retain(|row| row.expires_at.is_none_or(|end| end + grace > now));
        Ok(rows)
    }

    pub(super) async fn public_keys(&self) -> Result<Vec<Map<String, Value>>> {
        let default = self.config().jwt.jwks.algorithm;
        let mut rows = self.published_keys().await?;
        if rows.is_empty() {
            self.signing_key().await?;
            rows = self.published_keys().await?;
        }
        let public = rows.iter().filter_map(|row| {
            let mut jwk = row.public_jwk()?;
            // Whatever a row holds, nothing private leaves.
            for private in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
                jwk.remove(private);
            }
            jwk.entry("alg").or_insert_with(|| row.alg.as_deref().unwrap_or(default.as_str()).into());
            if let Some(curve) = &row.crv {
                jwk.entry("crv").or_insert_with(|| curve.as_str().into());
            }
            jwk.insert("kid".into(), row.id.as_str().into());
            Some(jwk)
        });
        Ok(public.collect())
    }

    /// The key with an id whose tokens are good: its public half, and what it signs by.
    pub(super) async fn verifying_key(&self, id: &str) -> Result<Option<(Algorithm, Map<String, Value>)>> {
        let default = self.config().jwt.jwks.algorithm.0;
        let row = self.published_keys().await?.into_iter().find(|row| row.id == id);
        Ok(row.and_then(|row| Some((row.algorithm(default)?, row.public_jwk()?))))
    }

    /// The key that signs now, with its id; it is made where there is none.
    pub(super) async fn signing_key(&self) -> Result<(String, SigningKey)> {
        if let Some(found) = self.find_signing_key().await? {
            return Ok(found);
        }
        let _one_at_a_time = self.jwts().making.lock().await;
        if let Some(found) = self.find_signing_key().await? {
            return Ok(found);
        }
        let options = &self.config().jwt.jwks;
        let algorithm = options.algorithm.0;
        let (rng, bits) = (Arc::clone(self.rng()), options.modulus_length);
        // Of RSA that takes a second.
        let making = tokio::task::spawn_blocking(move || NewKey::generate(algorithm, bits, &*rng));
        let made = making.await.map_err(Error::internal)??;
        let private = made.private.to_string();
        let private_key = if options.disable_private_key_encryption {
            private
        } else {
            // Upstream's form: the text of a JSON text.
            Value::String(self.config().secrets.encrypt(&**self.rng(), &private)?).to_string()
        };
        let now = self.now();
        let row = JwkRow {
            id: self.generate_id(),
            public_key: made.public.to_string(),
            private_key,
            created_at: now,
            expires_at: options.rotation_interval.map(|interval| now + interval),
            alg: Some(algorithm.as_str().to_owned()),
            crv: made.curve.map(str::to_owned),
        };
        self.store().create_jwk(&row).await?;
        tracing::info!(event = "jwt.key_created", key = %row.id, alg = algorithm.as_str(), "a key for tokens was made");
        let key = self.opened(&row).ok_or_else(|| Error::internal("a new key cannot be read"))?;
        Ok((row.id, key))
    }

    /// The latest key that may sign, one for the configured algorithm before others. One that no secret of ours opens is
    /// passed over: it comes from before a secret was lost.
    async fn find_signing_key(&self) -> Result<Option<(String, SigningKey)>> {
        let now = self.now();
        let wanted = self.config().jwt.jwks.algorithm.0;
        let mut rows = self.store().list_jwks().await?;
        rows.retain(|row| row.signs_at(now));
        // The order of equals stays.
        rows.sort_by_key(|row| row.algorithm(wanted) != Some(wanted));
        for row in rows {
            if let Some(key) = self.opened(&row) {
                return Ok(Some((row.id, key)));
            }
            tracing::warn!(event = "jwt.key_unreadable", key = %row.id, "a key for tokens cannot be read");
        }
        Ok(None)
    }

    fn opened(&self, row: &JwkRow) -> Option<SigningKey> {
        let algorithm = row.algorithm(self.config().jwt.jwks.algorithm.0)?;
        let jwk = match serde_json::from_str(&row.private_key).ok()? {
            Value::Object(jwk) => jwk,
            Value::String(encrypted) => serde_json::from_str(&self.config().secrets.decrypt(&encrypted)?).ok()?,
            _ => return None,
        };
        SigningKey::read(algorithm, &jwk)
    }
}
