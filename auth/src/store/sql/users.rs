use async_trait::async_trait;

use super::{
    SqlStore,
    statement::{Row, Statement},
};
use crate::{
    store::{NewUser, StoreResult, UserStore},
    wire::{Timestamp, User},
};

impl User {
    /// The user in a row that has the columns of `"user"` under their own names.
    pub(super) fn from_row(row: &Row) -> StoreResult<Self> {
        Ok(Self {
            id: row.text("id")?,
            name: row.text("name")?,
            email: row.text("email")?,
            email_verified: row.boolean("emailVerified")?,
            image: row.optional_text("image")?,
            created_at: row.time("createdAt")?,
            updated_at: row.time("updatedAt")?,
            role: row.optional_text("role")?,
        })
    }
}

#[async_trait]
impl UserStore for SqlStore {
    async fn create_user(&self, new: NewUser) -> StoreResult<()> {
        let NewUser { user, password_hash, account_id } = new;
        let mut tx = self.pool.begin().await?;
        tx.execute(
            Statement::new(
                r#"INSERT INTO "user" ("id", "name", "email", "emailVerified", "image", "role", "createdAt", "updatedAt")
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)"#,
            )
            .bind(&user.id)
            .bind(&user.name)
            .bind(&user.email)
            .bind(user.email_verified)
            .bind(&user.image)
            .bind(&user.role)
            .bind(user.created_at)
            .bind(user.updated_at),
        )
        .await?;
        if password_hash.is_some() {
            tx.execute(
                Statement::new(
                    r#"INSERT INTO "account" ("id", "accountId", "providerId", "userId", "password", "createdAt", "updatedAt")
                    VALUES (?, ?, 'credential', ?, ?, ?, ?)"#,
                )
                .bind(&account_id)
                .bind(&user.id)
                .bind(&user.id)
                .bind(&password_hash)
                .bind(user.created_at)
                .bind(user.updated_at),
            )
            .await?;
        }
        tx.commit().await
    }

    async fn find_user_by_email(&self, email: &str) -> StoreResult<Option<User>> {
        let statement = Statement::new(r#"SELECT * FROM "user" WHERE "email" = ?"#).bind(email);
        self.pool.fetch_optional(statement).await?.as_ref().map(User::from_row).transpose()
    }

    async fn find_user(&self, id: &str) -> StoreResult<Option<User>> {
        let statement = Statement::new(r#"SELECT * FROM "user" WHERE "id" = ?"#).bind(id);
        self.pool.fetch_optional(statement).await?.as_ref().map(User::from_row).transpose()
    }

    async fn update_profile(&self, user: &User) -> StoreResult<()> {
        let statement = Statement::new(r#"UPDATE "user" SET "name" = ?, "image" = ?, "updatedAt" = ? WHERE "id" = ?"#);
        let statement = statement.bind(&user.name).bind(&user.image).bind(user.updated_at).bind(&user.id);
        self.pool.execute(statement).await.map(|_| ())
    }

    async fn delete_user(&self, id: &str) -> StoreResult<()> {
        // The foreign keys of the schema delete what refers to the user.
        let statement = Statement::new(r#"DELETE FROM "user" WHERE "id" = ?"#).bind(id);
        self.pool.execute(statement).await.map(|_| ())
    }

    async fn set_role(&self, user_id: &str, role: &str, now: Timestamp) -> StoreResult<()> {
        let statement = Statement::new(r#"UPDATE "user" SET "role" = ?, "updatedAt" = ? WHERE "id" = ?"#);
        self.pool.execute(statement.bind(role).bind(now).bind(user_id)).await.map(|_| ())
    }

    async fn count_users(&self) -> StoreResult<u64> {
        let row = self.pool.fetch_optional(Statement::new(r#"SELECT COUNT(*) AS "count" FROM "user""#)).await?;
        let count = row.map(|row| row.integer("count")).transpose()?.unwrap_or_default();
        Ok(u64::try_from(count).unwrap_or_default())
    }
}
