use std::time::Duration;

use async_trait::async_trait;

use super::{SqlStore, row::Row, statement::Statement};
use crate::{
    store::{DeviceCodeRow, DeviceCodeStore, StoreError, StoreResult},
    wire::{DeviceCodeStatus, Timestamp},
};

const SELECT: &str = r#"SELECT "id", "deviceCode", "userCode", "userId", "expiresAt", "status", "lastPolledAt",
    "pollingInterval", "clientId", "scope" FROM "deviceCode""#;

impl DeviceCodeRow {
    fn of(row: &Row) -> StoreResult<Self> {
        let status = row.text("status")?;
        Ok(Self {
            id: row.text("id")?,
            device_code: row.text("deviceCode")?,
            user_code: row.text("userCode")?,
            user_id: row.optional_text("userId")?,
            expires_at: row.time("expiresAt")?,
            status: DeviceCodeStatus::parse(&status)
                .ok_or_else(|| StoreError::Database(format!("the status of a device code is `{status}`").into()))?,
            last_polled_at: row.optional_time("lastPolledAt")?,
            polling_interval: row.optional_integer("pollingInterval")?,
            client_id: row.optional_text("clientId")?,
            scope: row.optional_text("scope")?,
        })
    }
}

#[async_trait]
impl DeviceCodeStore for SqlStore {
    async fn create_device_code(&self, row: &DeviceCodeRow) -> StoreResult<()> {
        let statement = Statement::new(
            r#"INSERT INTO "deviceCode" ("id", "deviceCode", "userCode", "userId", "expiresAt", "status", "lastPolledAt",
            "pollingInterval", "clientId", "scope") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"#,
        )
        .bind(&row.id)
        .bind(&row.device_code)
        .bind(&row.user_code)
        .bind(&row.user_id)
        .bind(row.expires_at)
        .bind(row.status.as_str())
        .bind(row.last_polled_at)
        .bind(row.polling_interval)
        .bind(&row.client_id)
        .bind(&row.scope);
        self.pool.execute(statement).await.map(|_| ())
    }

    async fn find_device_code(&self, stored: &[String; 2]) -> StoreResult<Option<DeviceCodeRow>> {
        let [hashed, plain] = stored;
        let statement = Statement::new(SELECT).then(r#" WHERE "deviceCode" IN (?, ?)"#).bind(hashed).bind(plain);
        self.pool.fetch_optional(statement).await?.as_ref().map(DeviceCodeRow::of).transpose()
    }

    async fn find_user_code(&self, user_code: &str) -> StoreResult<Option<DeviceCodeRow>> {
        let statement = Statement::new(SELECT).then(r#" WHERE "userCode" = ?"#).bind(user_code);
        self.pool.fetch_optional(statement).await?.as_ref().map(DeviceCodeRow::of).transpose()
    }

    async fn claim_device_code(&self, id: &str, user_id: &str) -> StoreResult<bool> {
        let statement = Statement::new(
            r#"UPDATE "deviceCode" SET "userId" = ? WHERE "id" = ? AND "status" = 'pending' AND "userId" IS NULL"#,
        );
        Ok(self.pool.execute(statement.bind(user_id).bind(id)).await? == 1)
    }

    async fn answer_device_code(
        &self,
        id: &str,
        user_id: &str,
        status: DeviceCodeStatus,
        now: Timestamp,
    ) -> StoreResult<bool> {
        let statement = Statement::new(
            r#"UPDATE "deviceCode" SET "status" = ? WHERE "id" = ? AND "userId" = ? AND "status" = 'pending'
            AND "expiresAt" >= ?"#,
        );
        let statement = statement.bind(status.as_str()).bind(id).bind(user_id).bind(now);
        Ok(self.pool.execute(statement).await? == 1)
    }

    async fn poll_device_code(&self, row: &DeviceCodeRow, now: Timestamp) -> StoreResult<bool> {
        // Without an interval a device asks as often as it likes, as upstream.
        let interval = row.polling_interval.and_then(|interval| u64::try_from(interval).ok()).unwrap_or_default();
        let statement = Statement::new(
            r#"UPDATE "deviceCode" SET "lastPolledAt" = ? WHERE "id" = ?
            AND ("lastPolledAt" IS NULL OR "lastPolledAt" <= ?)"#,
        );
        let statement = statement.bind(now).bind(&row.id).bind(now - Duration::from_millis(interval));
        Ok(self.pool.execute(statement).await? == 1)
    }

    async fn take_device_code(&self, id: &str, user_id: &str, client_id: &str) -> StoreResult<bool> {
        let statement = Statement::new(
            r#"DELETE FROM "deviceCode" WHERE "id" = ? AND "userId" = ? AND "clientId" = ? AND "status" = 'approved'"#,
        );
        Ok(self.pool.execute(statement.bind(id).bind(user_id).bind(client_id)).await? == 1)
    }

    async fn delete_device_code(&self, id: &str) -> StoreResult<()> {
        let statement = Statement::new(r#"DELETE FROM "deviceCode" WHERE "id" = ?"#).bind(id);
        self.pool.execute(statement).await.map(|_| ())
    }

    async fn delete_device_codes(&self, user_id: &str) -> StoreResult<()> {
        let statement = Statement::new(r#"DELETE FROM "deviceCode" WHERE "userId" = ?"#).bind(user_id);
        self.pool.execute(statement).await.map(|_| ())
    }

    async fn delete_ended_device_codes(&self, before: Timestamp) -> StoreResult<u64> {
        let statement = Statement::new(r#"DELETE FROM "deviceCode" WHERE "expiresAt" < ?"#).bind(before);
        self.pool.execute(statement).await
    }
}
