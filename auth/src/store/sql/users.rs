use async_trait::async_trait;

use super::{
    SqlStore,
    pool::Tx,
    row::Row,
    statement::{Columns, Statement},
};
use crate::{
    schema::Model,
    store::{NewUser, StoreResult, UserChanges, UserStore},
    wire::{Timestamp, User},
};

impl SqlStore {
    /// The user in a row that holds `{user.*}`.
    pub(super) fn user(&self, row: &Row) -> StoreResult<User> {
        Ok(User {
            id: row.text("user.id")?,
            name: row.text("user.name")?,
            email: row.text("user.email")?,
            email_verified: row.boolean("user.emailVerified")?,
            image: row.optional_text("user.image")?,
            created_at: row.time("user.createdAt")?,
            updated_at: row.time("user.updatedAt")?,
            fields: row.fields(self.model(Model::User))?,
        })
    }

    /// Deletes a user with everything that belongs to them.
    pub(super) async fn delete_user_in(tx: &mut Tx, id: &str) -> StoreResult<()> {
        // MySQL reads the foreign keys of Better Auth's tables and forgets them, so what belongs to a user is
        // deleted by name as well.
        for sql in [
            r#"DELETE FROM "session" WHERE "session.userId" = ?"#,
            r#"DELETE FROM "account" WHERE "account.userId" = ?"#,
            r#"DELETE FROM "twoFactor" WHERE "userId" = ?"#,
            r#"DELETE FROM "latchkeyTotpStep" WHERE "userId" = ?"#,
            r#"DELETE FROM "passkey" WHERE "userId" = ?"#,
            r#"DELETE FROM "latchkeyPasskey" WHERE "userId" = ?"#,
            r#"DELETE FROM "apikey" WHERE "referenceId" = ?"#,
            r#"UPDATE "team" SET "team.memberCount" = "team.memberCount" - 1 WHERE "team.memberCount" > 0 AND "team.id" IN
                (SELECT "teamMember.teamId" FROM "teamMember" WHERE "teamMember.userId" = ?)"#,
            r#"DELETE FROM "teamMember" WHERE "teamMember.userId" = ?"#,
            r#"DELETE FROM "member" WHERE "member.userId" = ?"#,
            r#"DELETE FROM "invitation" WHERE "invitation.inviterId" = ?"#,
            r#"DELETE FROM "invitation" WHERE "invitation.email" IN (SELECT "user.email" FROM "user" WHERE "user.id" = ?)"#,
            r#"DELETE FROM "user" WHERE "user.id" = ?"#,
        ] {
            tx.execute(Statement::new(sql).bind(id)).await?;
        }
        Ok(())
    }
}

impl Columns<'_> {
    pub(super) fn set_changes(self, changes: &UserChanges) -> StoreResult<Self> {
        self.set_some("name", changes.name.as_ref())
            .set_some("email", changes.email.as_ref())
            .set_some("emailVerified", changes.email_verified)
            .set_some("image", changes.image.as_ref())
            .set_fields(&changes.fields)
    }
}

#[async_trait]
impl UserStore for SqlStore {
    async fn create_user(&self, new: NewUser) -> StoreResult<()> {
        let NewUser { user, password_hash, account_id, linked } = new;
        let mut tx = self.pool.begin().await?;
        let row = Columns::of(self.model(Model::User))
            .set("id", &user.id)
            .set("name", &user.name)
            .set("email", &user.email)
            .set("emailVerified", user.email_verified)
            .set("image", &user.image)
            .set("createdAt", user.created_at)
            .set("updatedAt", user.updated_at)
            .set_fields(&user.fields)?;
        tx.execute(row.insert()).await?;
        if password_hash.is_some() {
            let credential = Columns::of(self.model(Model::Account))
                .set("id", &account_id)
                .set("accountId", &user.id)
                .set("providerId", "credential")
                .set("userId", &user.id)
                .set("password", &password_hash)
                .set("createdAt", user.created_at)
                .set("updatedAt", user.updated_at);
            tx.execute(credential.insert()).await?;
        }
        if let Some(account) = linked {
            tx.execute(self.insert_account(&account)).await?;
        }
        tx.commit().await
    }

    async fn find_user_by_email(&self, email: &str) -> StoreResult<Option<User>> {
        let statement = Statement::new(r#"SELECT {user.*} FROM "user" WHERE "user.email" = ?"#).bind(email);
        self.pool.fetch_optional(statement).await?.map(|row| self.user(&row)).transpose()
    }

    async fn find_user(&self, id: &str) -> StoreResult<Option<User>> {
        let statement = Statement::new(r#"SELECT {user.*} FROM "user" WHERE "user.id" = ?"#).bind(id);
        self.pool.fetch_optional(statement).await?.map(|row| self.user(&row)).transpose()
    }

    async fn find_user_by(&self, field: &'static str, value: &str) -> StoreResult<Option<User>> {
        let sql = format!(r#"SELECT {{user.*}} FROM "user" WHERE "user.{field}" = ?"#);
        self.pool.fetch_optional(Statement::owned(sql).bind(value)).await?.map(|row| self.user(&row)).transpose()
    }

    async fn update_user(&self, id: &str, changes: &UserChanges, now: Timestamp) -> StoreResult<Option<User>> {
        let row = Columns::of(self.model(Model::User)).set("updatedAt", now).set_changes(changes)?;
        self.pool.execute(row.update().then(r#" WHERE "user.id" = ?"#).bind(id)).await?;
        self.find_user(id).await
    }

    async fn delete_user(&self, id: &str) -> StoreResult<()> {
        let mut tx = self.pool.begin().await?;
        Self::delete_user_in(&mut tx, id).await?;
        tx.commit().await
    }

    async fn count_users(&self) -> StoreResult<u64> {
        let row = self.pool.fetch_optional(Statement::new(r#"SELECT COUNT(*) AS "count" FROM "user""#)).await?;
        let count = row.map(|row| row.integer("count")).transpose()?.unwrap_or_default();
        Ok(u64::try_from(count).unwrap_or_default())
    }
}
