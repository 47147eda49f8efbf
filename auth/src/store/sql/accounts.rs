use async_trait::async_trait;

use super::{
    SqlStore,
    statement::{Columns, Statement},
};
use crate::{
    schema::Model,
    store::{AccountStore, StoreResult},
    wire::Timestamp,
};

/// The row of the password.
const CREDENTIAL_OF: &str = r#" WHERE "account.userId" = ? AND "account.providerId" = 'credential'"#;

#[async_trait]
impl AccountStore for SqlStore {
    async fn password_hash(&self, user_id: &str) -> StoreResult<Option<String>> {
        let statement = Statement::new(r#"SELECT {account.password} FROM "account""#).then(CREDENTIAL_OF);
        let row = self.pool.fetch_optional(statement.bind(user_id)).await?;
        Ok(row.map(|row| row.optional_text("account.password")).transpose()?.flatten())
    }

    async fn set_password_hash(&self, user_id: &str, account_id: &str, hash: &str, now: Timestamp) -> StoreResult<()> {
        let account = || Columns::of(self.model(Model::Account)).set("password", hash).set("updatedAt", now);
        let mut tx = self.pool.begin().await?;
        if tx.execute(account().update().then(CREDENTIAL_OF).bind(user_id)).await? == 0 {
            let made = account()
                .set("id", account_id)
                .set("accountId", user_id)
                .set("providerId", "credential")
                .set("userId", user_id)
                .set("createdAt", now);
            tx.execute(made.insert()).await?;
        }
        tx.commit().await
    }

    async fn replace_password_hash(&self, user_id: &str, old: &str, new: &str, now: Timestamp) -> StoreResult<bool> {
        let row = Columns::of(self.model(Model::Account)).set("password", new).set("updatedAt", now);
        let statement = row.update().then(CREDENTIAL_OF).then(r#" AND "account.password" = ?"#);
        Ok(self.pool.execute(statement.bind(user_id).bind(old)).await? == 1)
    }
}
