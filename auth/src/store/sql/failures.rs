use async_trait::async_trait;

use super::{SqlStore, statement::Statement};
use crate::{
    store::{FailureStore, Failures, StoreError, StoreResult},
    wire::Timestamp,
};

#[async_trait]
impl FailureStore for SqlStore {
    async fn failures(&self, key: &str) -> StoreResult<Option<Failures>> {
        let statement = Statement::new(r#"SELECT "count", "lastAt" FROM "latchkeyFailure" WHERE "id" = ?"#);
        let Some(row) = self.pool.fetch_optional(statement.bind(key)).await? else {
            return Ok(None);
        };
        let count = u32::try_from(row.integer("count")?).unwrap_or(u32::MAX);
        Ok(Some(Failures { count, last: row.time("lastAt")? }))
    }

    async fn swap_failures(
        &self,
        key: &str,
        current: Option<Failures>,
        next: Failures,
        ended: Timestamp,
    ) -> StoreResult<bool> {
        let Some(current) = current else {
            let clear = Statement::new(r#"DELETE FROM "latchkeyFailure" WHERE "lastAt" < ?"#).bind(ended);
            self.pool.execute(clear).await?;
            let statement =
                Statement::new(r#"INSERT INTO "latchkeyFailure" ("id", "count", "lastAt") VALUES (?, ?, ?)"#)
                    .bind(key)
                    .bind(i64::from(next.count))
                    .bind(next.last);
            return match self.pool.execute(statement).await {
                Ok(_) => Ok(true),
                Err(StoreError::Duplicate) => Ok(false),
                Err(error) => Err(error),
            };
        };
        let statement = Statement::new(
            r#"UPDATE "latchkeyFailure" SET "count" = ?, "lastAt" = ? WHERE "id" = ? AND "count" = ? AND "lastAt" = ?"#,
        )
        .bind(i64::from(next.count))
        .bind(next.last)
        .bind(key)
        .bind(i64::from(current.count))
        .bind(current.last);
        Ok(self.pool.execute(statement).await? == 1)
    }

    async fn forget_failures(&self, key: &str) -> StoreResult<()> {
        let statement = Statement::new(r#"DELETE FROM "latchkeyFailure" WHERE "id" = ?"#).bind(key);
        self.pool.execute(statement).await.map(|_| ())
    }
}
