use std::time::Duration;

use async_trait::async_trait;

use super::{
    SqlStore,
    statement::{Columns, Statement},
};
use crate::{
    schema::Model,
    store::{StoreError, StoreResult, VerificationRow, VerificationStore},
    wire::Timestamp,
};

/// The latest first: Better Auth keeps the codes that a later one has replaced.
const FIND: &str = r#"SELECT {verification.id}, {verification.value} FROM "verification"
    WHERE "verification.identifier" IN (?, ?) AND "verification.expiresAt" > ?
    ORDER BY "verification.createdAt" DESC"#;

/// How long an ended value stays, so that a code that comes too late can be told from a wrong one.
const KEPT_AFTER_END: Duration = Duration::from_mins(10);

/// No text of PostgreSQL holds a NUL, nor does any of ours: an identifier that does names nothing, as the empty one.
fn findable(identifier: &str) -> &str {
    if identifier.contains('\0') { "" } else { identifier }
}

#[async_trait]
impl VerificationStore for SqlStore {
    async fn create_verification(&self, verification: VerificationRow) -> StoreResult<()> {
        let ended = Statement::new(r#"DELETE FROM "verification" WHERE "verification.expiresAt" < ?"#);
        self.pool.execute(ended.bind(verification.created_at - KEPT_AFTER_END)).await?;
        let row = Columns::of(self.model(Model::Verification))
            .set("id", &verification.id)
            .set("identifier", &verification.identifier)
            .set("value", &verification.value)
            .set("expiresAt", verification.expires_at)
            .set("createdAt", verification.created_at)
            .set("updatedAt", verification.created_at);
        self.pool.execute(row.insert()).await.map(|_| ())
    }

    /// No two rows have the same id.
    async fn claim_verification(&self, verification: VerificationRow) -> StoreResult<bool> {
        match self.create_verification(verification).await {
            Ok(()) => Ok(true),
            Err(StoreError::Duplicate) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn peek_verification(&self, identifiers: &[String; 2], now: Timestamp) -> StoreResult<Option<String>> {
        let statement = Statement::new(FIND).bind(findable(&identifiers[0])).bind(findable(&identifiers[1])).bind(now);
        self.pool.fetch_optional(statement).await?.map(|row| row.text("verification.value")).transpose()
    }

    /// MySQL has no `RETURNING`, so the value is read first; whose `DELETE` finds the row still there has it.
    async fn consume_verification(&self, identifiers: &[String; 2], now: Timestamp) -> StoreResult<Option<String>> {
        let statement = Statement::new(FIND).bind(findable(&identifiers[0])).bind(findable(&identifiers[1])).bind(now);
        let Some(row) = self.pool.fetch_optional(statement).await? else {
            return Ok(None);
        };
        let (id, value) = (row.text("verification.id")?, row.text("verification.value")?);
        let statement =
            Statement::new(r#"DELETE FROM "verification" WHERE "verification.id" = ? AND "verification.value" = ?"#);
        let deleted = self.pool.execute(statement.bind(&id).bind(&value)).await?;
        Ok((deleted == 1).then_some(value))
    }

    async fn swap_verification(&self, identifier: &str, old: &str, new: &str, now: Timestamp) -> StoreResult<bool> {
        let row = Columns::of(self.model(Model::Verification)).set("value", new).set("updatedAt", now);
        let statement = row.update().then(
            r#" WHERE "verification.identifier" = ? AND "verification.value" = ? AND "verification.expiresAt" > ?"#,
        );
        Ok(self.pool.execute(statement.bind(findable(identifier)).bind(old).bind(now)).await? == 1)
    }

    async fn take_verification(&self, identifier: &str, value: &str, now: Timestamp) -> StoreResult<bool> {
        let statement = Statement::new(
            r#"DELETE FROM "verification"
               WHERE "verification.identifier" = ? AND "verification.value" = ? AND "verification.expiresAt" > ?"#,
        );
        Ok(self.pool.execute(statement.bind(findable(identifier)).bind(value).bind(now)).await? > 0)
    }

    async fn has_ended_verification(&self, identifier: &str, now: Timestamp) -> StoreResult<bool> {
        let statement = Statement::new(
            r#"SELECT {verification.id} FROM "verification"
               WHERE "verification.identifier" = ? AND "verification.expiresAt" <= ?"#,
        );
        Ok(self.pool.fetch_optional(statement.bind(findable(identifier)).bind(now)).await?.is_some())
    }

    async fn delete_verifications(&self, identifier: &str) -> StoreResult<()> {
        let statement = Statement::new(r#"DELETE FROM "verification" WHERE "verification.identifier" = ?"#);
        self.pool.execute(statement.bind(findable(identifier))).await.map(|_| ())
    }
}
