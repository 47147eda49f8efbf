use async_trait::async_trait;

use super::{SqlStore, statement::Statement};
use crate::{
    store::{StoreResult, VerificationRow, VerificationStore},
    wire::Timestamp,
};

#[async_trait]
impl VerificationStore for SqlStore {
    async fn create_verification(&self, verification: VerificationRow) -> StoreResult<()> {
        let ended = Statement::new(r#"DELETE FROM "verification" WHERE "expiresAt" < ?"#);
        self.pool.execute(ended.bind(verification.created_at)).await?;
        let statement = Statement::new(
            r#"INSERT INTO "verification" ("id", "identifier", "value", "expiresAt", "createdAt", "updatedAt")
            VALUES (?, ?, ?, ?, ?, ?)"#,
        )
        .bind(&verification.id)
        .bind(&verification.identifier)
        .bind(&verification.value)
        .bind(verification.expires_at)
        .bind(verification.created_at)
        .bind(verification.created_at);
        self.pool.execute(statement).await.map(|_| ())
    }

    async fn peek_verification(&self, identifiers: &[String; 2], now: Timestamp) -> StoreResult<Option<String>> {
        let statement =
            Statement::new(r#"SELECT "value" FROM "verification" WHERE "identifier" IN (?, ?) AND "expiresAt" > ?"#)
                .bind(&identifiers[0])
                .bind(&identifiers[1])
                .bind(now);
        self.pool.fetch_optional(statement).await?.map(|row| row.text("value")).transpose()
    }

    async fn consume_verification(&self, identifiers: &[String; 2], now: Timestamp) -> StoreResult<Option<String>> {
        let statement = Statement::new(
            r#"DELETE FROM "verification" WHERE "identifier" IN (?, ?) AND "expiresAt" > ? RETURNING "value""#,
        )
        .bind(&identifiers[0])
        .bind(&identifiers[1])
        .bind(now);
        self.pool.fetch_optional(statement).await?.map(|row| row.text("value")).transpose()
    }
}
