use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value as Json;

use super::{
    SqlStore,
    row::Row,
    statement::{Statement, Value},
};
use crate::{
    store::{ApiKeyChanges, ApiKeyStore, StoreError, StoreResult},
    wire::{ApiKey, KeyPermissions, Timestamp},
};

const SELECT: &str = r#"SELECT "id", "configId", "name", "start", "referenceId", "prefix", "refillInterval", "refillAmount",
    "lastRefillAt", "enabled", "rateLimitEnabled", "rateLimitTimeWindow", "rateLimitMax", "requestCount", "remaining",
    "lastRequest", "expiresAt", "createdAt", "updatedAt", "permissions", "metadata" FROM "apikey""#;

impl ApiKey {
    fn of(row: &Row) -> StoreResult<Self> {
        Ok(Self {
            id: row.text("id")?,
            config_id: row.text("configId")?,
            name: row.optional_text("name")?,
            start: row.optional_text("start")?,
            reference_id: row.text("referenceId")?,
            prefix: row.optional_text("prefix")?,
            refill_interval: row.optional_integer("refillInterval")?,
            refill_amount: row.optional_integer("refillAmount")?,
            last_refill_at: row.optional_time("lastRefillAt")?,
            // Rows that are older than these columns count, as upstream.
            enabled: row.optional_boolean("enabled")? != Some(false),
            rate_limit_enabled: row.optional_boolean("rateLimitEnabled")? != Some(false),
            rate_limit_time_window: row.optional_integer("rateLimitTimeWindow")?,
            rate_limit_max: row.optional_integer("rateLimitMax")?,
            request_count: row.optional_integer("requestCount")?.unwrap_or_default(),
            remaining: row.optional_integer("remaining")?,
            last_request: row.optional_time("lastRequest")?,
            expires_at: row.optional_time("expiresAt")?,
            created_at: row.time("createdAt")?,
            updated_at: row.time("updatedAt")?,
            permissions: row.optional_text("permissions")?.and_then(|text| serde_json::from_str(&text).ok()),
            metadata: row.optional_text("metadata")?.and_then(|text| metadata(&text)),
        })
    }
}

/// Versions of upstream have written JSON as the text of a JSON text.
fn metadata(text: &str) -> Option<Json> {
    match serde_json::from_str(text).ok()? {
        Json::String(text) => serde_json::from_str(&text).ok(),
        json => Some(json),
    }
    .filter(|json| !json.is_null())
}

fn permissions_text(permissions: Option<&KeyPermissions>) -> StoreResult<Option<String>> {
    let text = permissions.map(serde_json::to_string).transpose();
    text.map_err(|error| StoreError::Database(Box::new(error)))
}

/// When a key that is filled up every so often is due. A key that is not filled up has no such moment.
fn refill_due_since(key: &ApiKey, now: Timestamp) -> Option<(Timestamp, i64)> {
    let interval = key.refill_interval.and_then(|interval| u64::try_from(interval).ok()).filter(|it| *it > 0)?;
    let amount = key.refill_amount.filter(|amount| *amount > 0)?;
    Some((now - Duration::from_millis(interval), amount))
}

#[async_trait]
impl ApiKeyStore for SqlStore {
    async fn create_api_key(&self, key: &ApiKey, stored: &str) -> StoreResult<()> {
        let statement = Statement::new(
            r#"INSERT INTO "apikey" ("id", "configId", "name", "start", "referenceId", "prefix", "key", "refillInterval",
            "refillAmount", "lastRefillAt", "enabled", "rateLimitEnabled", "rateLimitTimeWindow", "rateLimitMax",
            "requestCount", "remaining", "lastRequest", "expiresAt", "createdAt", "updatedAt", "permissions", "metadata")
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"#,
        )
        .bind(&key.id)
        .bind(&key.config_id)
        .bind(&key.name)
        .bind(&key.start)
        .bind(&key.reference_id)
        .bind(&key.prefix)
        .bind(stored)
        .bind(key.refill_interval)
        .bind(key.refill_amount)
        .bind(key.last_refill_at)
        .bind(key.enabled)
        .bind(key.rate_limit_enabled)
        .bind(key.rate_limit_time_window)
        .bind(key.rate_limit_max)
        .bind(key.request_count)
        .bind(key.remaining)
        .bind(key.last_request)
        .bind(key.expires_at)
        .bind(key.created_at)
        .bind(key.updated_at)
        .bind(&permissions_text(key.permissions.as_ref())?)
        .bind(&key.metadata.as_ref().map(Json::to_string));
        self.pool.execute(statement).await.map(|_| ())
    }

    async fn find_api_key(&self, stored: &str) -> StoreResult<Option<ApiKey>> {
        let statement = Statement::new(SELECT).then(r#" WHERE "key" = ?"#).bind(stored);
        self.pool.fetch_optional(statement).await?.as_ref().map(ApiKey::of).transpose()
    }

    async fn find_api_key_by_id(&self, id: &str) -> StoreResult<Option<ApiKey>> {
        let statement = Statement::new(SELECT).then(r#" WHERE "id" = ?"#).bind(id);
        self.pool.fetch_optional(statement).await?.as_ref().map(ApiKey::of).transpose()
    }

    async fn list_api_keys(&self, reference_id: &str) -> StoreResult<Vec<ApiKey>> {
        let statement = Statement::new(SELECT).then(r#" WHERE "referenceId" = ? ORDER BY "createdAt", "id""#);
        self.pool.fetch_all(statement.bind(reference_id)).await?.iter().map(ApiKey::of).collect()
    }

    async fn update_api_key(
        &self,
        reference_id: &str,
        id: &str,
        changes: &ApiKeyChanges,
        now: Timestamp,
    ) -> StoreResult<Option<ApiKey>> {
        let mut set: Vec<(&str, Value)> = vec![("updatedAt", now.into())];
        set.extend(changes.name.as_ref().map(|name| ("name", name.into())));
        set.extend(changes.enabled.map(|enabled| ("enabled", enabled.into())));
        set.extend(changes.expires_at.map(|moment| ("expiresAt", moment.into())));
        set.extend(changes.metadata.as_ref().map(|data| ("metadata", (&data.to_string()).into())));
        set.extend(changes.remaining.map(|uses| ("remaining", uses.into())));
        if let Some((amount, interval)) = changes.refill {
            set.extend([("refillAmount", amount.into()), ("refillInterval", interval.into())]);
        }
        set.extend(changes.rate_limit_enabled.map(|enabled| ("rateLimitEnabled", enabled.into())));
        set.extend(changes.rate_limit_time_window.map(|window| ("rateLimitTimeWindow", window.into())));
        set.extend(changes.rate_limit_max.map(|max| ("rateLimitMax", max.into())));
        if let Some(permissions) = &changes.permissions {
            set.push(("permissions", (&permissions_text(permissions.as_ref())?).into()));
        }
        let columns: Vec<_> = set.iter().map(|(column, _)| format!("\"{column}\" = ?")).collect();
        let sql = format!(r#"UPDATE "apikey" SET {} WHERE "id" = ? AND "referenceId" = ?"#, columns.join(", "));
        let statement = set.into_iter().fold(Statement::owned(sql), |statement, (_, value)| statement.bind(value));
        self.pool.execute(statement.bind(id).bind(reference_id)).await?;
        let statement = Statement::new(SELECT).then(r#" WHERE "id" = ? AND "referenceId" = ?"#);
        self.pool.fetch_optional(statement.bind(id).bind(reference_id)).await?.as_ref().map(ApiKey::of).transpose()
    }

    async fn use_api_key(&self, key: &ApiKey, limited: bool, now: Timestamp) -> StoreResult<bool> {
        const DUE: &str = r#"COALESCE("lastRefillAt", "createdAt") < ?"#;
        let refill = refill_due_since(key, now);
        // Without a window nothing is counted, as upstream.
        let window = key.rate_limit_time_window.and_then(|window| u64::try_from(window).ok());
        let limit = window.zip(key.rate_limit_max).filter(|_| limited);
        let limit = limit.map(|(window, max)| (now - Duration::from_millis(window), max));

        // MySQL assigns from left to right, so a column comes after those that are made from it.
        let mut statement =
            Statement::new(r#"UPDATE "apikey" SET "remaining" = CASE WHEN "remaining" IS NULL THEN NULL"#);
        if let Some((since, amount)) = refill {
            statement = statement.then(&format!(" WHEN {DUE} THEN ?")).bind(since).bind(amount - 1);
        }
        statement = statement.then(r#" ELSE "remaining" - 1 END"#);
        if let Some((since, _)) = refill {
            let sql = format!(
                r#", "lastRefillAt" = CASE WHEN "remaining" IS NOT NULL AND {DUE} THEN ? ELSE "lastRefillAt" END"#
            );
            statement = statement.then(&sql).bind(since).bind(now);
        }
        if let Some((since, _)) = limit {
            let sql = r#", "requestCount" = CASE WHEN "lastRequest" IS NULL OR "lastRequest" < ? THEN 1
                ELSE COALESCE("requestCount", 0) + 1 END"#;
            statement = statement.then(sql).bind(since);
        }
        statement = statement
            .then(r#", "lastRequest" = ?, "updatedAt" = ? WHERE "id" = ? AND ("enabled" IS NULL OR "enabled" = ?)"#)
            .bind(now)
            .bind(now)
            .bind(&key.id)
            .bind(true);
        statement = statement.then(r#" AND ("expiresAt" IS NULL OR "expiresAt" >= ?)"#).bind(now);
        statement = statement.then(r#" AND ("remaining" IS NULL OR "remaining" > 0"#);
        if let Some((since, _)) = refill {
            statement = statement.then(&format!(" OR {DUE}")).bind(since);
        }
        statement = statement.then(")");
        if let Some((since, max)) = limit {
            let sql = r#" AND ("lastRequest" IS NULL OR "lastRequest" < ? OR COALESCE("requestCount", 0) < ?)"#;
            statement = statement.then(sql).bind(since).bind(max);
        }
        Ok(self.pool.execute(statement).await? == 1)
    }

    async fn delete_api_key(&self, reference_id: &str, id: &str) -> StoreResult<bool> {
        let statement = Statement::new(r#"DELETE FROM "apikey" WHERE "id" = ? AND "referenceId" = ?"#);
        Ok(self.pool.execute(statement.bind(id).bind(reference_id)).await? == 1)
    }

    async fn delete_used_up_api_key(&self, id: &str) -> StoreResult<()> {
        let statement =
            Statement::new(r#"DELETE FROM "apikey" WHERE "id" = ? AND "remaining" = 0 AND "refillAmount" IS NULL"#);
        self.pool.execute(statement.bind(id)).await.map(|_| ())
    }

    async fn delete_ended_api_keys(&self, now: Timestamp) -> StoreResult<u64> {
        self.pool.execute(Statement::new(r#"DELETE FROM "apikey" WHERE "expiresAt" < ?"#).bind(now)).await
    }
}
