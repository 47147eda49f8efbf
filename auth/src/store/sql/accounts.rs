use async_trait::async_trait;

use super::{SqlStore, statement::Statement};
use crate::{
    store::{AccountStore, StoreResult},
    wire::Timestamp,
};

#[async_trait]
impl AccountStore for SqlStore {
    async fn password_hash(&self, user_id: &str) -> StoreResult<Option<String>> {
        let statement =
            Statement::new(r#"SELECT "password" FROM "account" WHERE "userId" = ? AND "providerId" = 'credential'"#);
        let row = self.pool.fetch_optional(statement.bind(user_id)).await?;
        Ok(row.map(|row| row.optional_text("password")).transpose()?.flatten())
    }

    async fn set_password_hash(&self, user_id: &str, account_id: &str, hash: &str, now: Timestamp) -> StoreResult<()> {
        let mut tx = self.pool.begin().await?;
        let update = Statement::new(
            r#"UPDATE "account" SET "password" = ?, "updatedAt" = ? WHERE "userId" = ? AND "providerId" = 'credential'"#,
        );
        if tx.execute(update.bind(hash).bind(now).bind(user_id)).await? == 0 {
            let insert = Statement::new(
                r#"INSERT INTO "account" ("id", "accountId", "providerId", "userId", "password", "createdAt", "updatedAt")
                VALUES (?, ?, 'credential', ?, ?, ?, ?)"#,
            );
            let insert = insert.bind(account_id).bind(user_id).bind(user_id).bind(hash).bind(now).bind(now);
            tx.execute(insert).await?;
        }
        tx.commit().await
    }

    async fn replace_password_hash(&self, user_id: &str, old: &str, new: &str, now: Timestamp) -> StoreResult<bool> {
        let statement = Statement::new(
            r#"UPDATE "account" SET "password" = ?, "updatedAt" = ?
            WHERE "userId" = ? AND "providerId" = 'credential' AND "password" = ?"#,
        );
        Ok(self.pool.execute(statement.bind(new).bind(now).bind(user_id).bind(old)).await? == 1)
    }
}
