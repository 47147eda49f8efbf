use async_trait::async_trait;

use super::{
    SqlStore,
    row::Row,
    statement::{Columns, Statement},
};
use crate::{
    schema::Model,
    store::{AccountRow, LinkedAccountStore, StoreError, StoreResult},
    wire::Timestamp,
};

const SELECT: &str = r#"SELECT {account.id}, {account.accountId}, {account.providerId}, {account.userId},
    {account.accessToken}, {account.refreshToken}, {account.idToken}, {account.accessTokenExpiresAt},
    {account.refreshTokenExpiresAt}, {account.scope}, {account.createdAt}, {account.updatedAt} FROM "account""#;

/// The rows of one account at a provider, the first one first. Better Auth's schema does not forbid a second one.
const OF_PROVIDER: &str = r#" WHERE "account.providerId" = ? AND "account.accountId" = ?
    ORDER BY "account.createdAt", "account.id""#;

impl SqlStore {
    fn account(row: &Row) -> StoreResult<AccountRow> {
        Ok(AccountRow {
            id: row.text("account.id")?,
            account_id: row.text("account.accountId")?,
            provider_id: row.text("account.providerId")?,
            user_id: row.text("account.userId")?,
            access_token: row.optional_text("account.accessToken")?,
            refresh_token: row.optional_text("account.refreshToken")?,
            id_token: row.optional_text("account.idToken")?,
            access_token_expires_at: row.optional_time("account.accessTokenExpiresAt")?,
            refresh_token_expires_at: row.optional_time("account.refreshTokenExpiresAt")?,
            scope: row.optional_text("account.scope")?,
            created_at: row.time("account.createdAt")?,
            updated_at: row.time("account.updatedAt")?,
        })
    }

    /// What changes about an account.
    fn account_columns(&self, account: &AccountRow, now: Timestamp) -> Columns<'_> {
        Columns::of(self.model(Model::Account))
            .set("accessToken", &account.access_token)
            .set("refreshToken", &account.refresh_token)
            .set("idToken", &account.id_token)
            .set("accessTokenExpiresAt", account.access_token_expires_at)
            .set("refreshTokenExpiresAt", account.refresh_token_expires_at)
            .set("scope", &account.scope)
            .set("updatedAt", now)
    }

    /// The statement that stores an account.
    pub(super) fn insert_account(&self, account: &AccountRow) -> Statement {
        self.account_columns(account, account.updated_at)
            .set("id", &account.id)
            .set("accountId", &account.account_id)
            .set("providerId", &account.provider_id)
            .set("userId", &account.user_id)
            .set("createdAt", account.created_at)
            .insert()
    }
}

#[async_trait]
impl LinkedAccountStore for SqlStore {
    async fn create_account(&self, account: &AccountRow) -> StoreResult<bool> {
        let others = r#"SELECT COUNT(*) AS "others" FROM "account"
            WHERE "account.providerId" = ? AND "account.accountId" = ? AND "account.id" <> ?"#;
        let others = Statement::new(others).bind(&account.provider_id).bind(&account.account_id).bind(&account.id);
        let taken = async || {
            let row = self.pool.fetch_optional(others.clone()).await?;
            Ok::<_, StoreError>(row.map(|row| row.integer("others")).transpose()?.unwrap_or_default() > 0)
        };
        if taken().await? {
            return Ok(false);
        }
        self.pool.execute(self.insert_account(account)).await?;
        // No unique index decides, so whoever finds that they are not alone gives way.
        if taken().await? {
            let ours = Statement::new(r#"DELETE FROM "account" WHERE "account.id" = ? AND "account.userId" = ?"#);
            self.pool.execute(ours.bind(&account.id).bind(&account.user_id)).await?;
            return Ok(false);
        }
        Ok(true)
    }

    async fn find_account(&self, provider_id: &str, account_id: &str) -> StoreResult<Option<AccountRow>> {
        let statement = Statement::new(SELECT).then(OF_PROVIDER).bind(provider_id).bind(account_id);
        self.pool.fetch_optional(statement).await?.as_ref().map(Self::account).transpose()
    }

    async fn list_accounts(&self, user_id: &str) -> StoreResult<Vec<AccountRow>> {
        let of_user = r#" WHERE "account.userId" = ? ORDER BY "account.createdAt", "account.id""#;
        let rows = self.pool.fetch_all(Statement::new(SELECT).then(of_user).bind(user_id)).await?;
        rows.iter().map(Self::account).collect()
    }

    async fn update_account(&self, account: &AccountRow, now: Timestamp) -> StoreResult<()> {
        let statement = self.account_columns(account, now).update();
        let statement = statement.then(r#" WHERE "account.id" = ? AND "account.userId" = ?"#);
        self.pool.execute(statement.bind(&account.id).bind(&account.user_id)).await.map(|_| ())
    }

    async fn delete_account(&self, user_id: &str, id: &str, last_may_go: bool) -> StoreResult<bool> {
        let statement = Statement::new(r#"DELETE FROM "account" WHERE "account.id" = ? AND "account.userId" = ?"#);
        let statement = statement.bind(id).bind(user_id);
        if last_may_go {
            return Ok(self.pool.execute(statement).await? == 1);
        }
        // MySQL reads from the table that it deletes from only by way of another one.
        let others = r#" AND (SELECT "others" FROM (SELECT COUNT(*) AS "others" FROM "account"
            WHERE "account.userId" = ?) AS "counted") > 1"#;
        let mut tx = self.pool.begin().await?;
        // Servers look at both of two at the same moment, so they take turns for a person.
        let turn = Statement::new(r#"UPDATE "user" SET "user.name" = "user.name" WHERE "user.id" = ?"#);
        tx.execute(turn.bind(user_id)).await?;
        let deleted = tx.execute(statement.then(others).bind(user_id)).await?;
        tx.commit().await?;
        Ok(deleted == 1)
    }

    async fn delete_accounts(&self, user_id: &str) -> StoreResult<()> {
        let statement = Statement::new(r#"DELETE FROM "account" WHERE "account.userId" = ?"#);
        self.pool.execute(statement.bind(user_id)).await.map(|_| ())
    }
}
