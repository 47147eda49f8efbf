use async_trait::async_trait;

use super::{
    SqlStore,
    statement::{Row, Statement},
};
use crate::{
    store::{SessionRow, SessionStore, StoreResult},
    wire::{Timestamp, User},
};

impl SessionRow {
    fn from_joined_row(row: &Row) -> StoreResult<Self> {
        Ok(Self {
            id: row.text("sessionId")?,
            user_id: row.text("id")?,
            token: row.text("sessionToken")?,
            expires_at: row.time("sessionExpiresAt")?,
            created_at: row.time("sessionCreatedAt")?,
            updated_at: row.time("sessionUpdatedAt")?,
            ip_address: row.optional_text("sessionIpAddress")?,
            user_agent: row.optional_text("sessionUserAgent")?,
        })
    }
}

#[async_trait]
impl SessionStore for SqlStore {
    async fn create_session(&self, session: SessionRow) -> StoreResult<()> {
        let statement = Statement::new(
            r#"INSERT INTO "session" ("id", "userId", "token", "expiresAt", "createdAt", "updatedAt", "ipAddress", "userAgent")
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)"#,
        )
        .bind(&session.id)
        .bind(&session.user_id)
        .bind(&session.token)
        .bind(session.expires_at)
        .bind(session.created_at)
        .bind(session.updated_at)
        .bind(&session.ip_address)
        .bind(&session.user_agent);
        self.pool.execute(statement).await.map(|_| ())
    }

    async fn find_session(&self, tokens: &[String; 2]) -> StoreResult<Option<(SessionRow, User)>> {
        let statement = Statement::new(
            r#"SELECT u.*, s."id" AS "sessionId", s."token" AS "sessionToken", s."expiresAt" AS "sessionExpiresAt",
                s."createdAt" AS "sessionCreatedAt", s."updatedAt" AS "sessionUpdatedAt",
                s."ipAddress" AS "sessionIpAddress", s."userAgent" AS "sessionUserAgent"
            FROM "session" s JOIN "user" u ON u."id" = s."userId" WHERE s."token" IN (?, ?)"#,
        )
        .bind(&tokens[0])
        .bind(&tokens[1]);
        let row = self.pool.fetch_optional(statement).await?;
        row.map(|row| Ok((SessionRow::from_joined_row(&row)?, User::from_row(&row)?))).transpose()
    }

    async fn extend_session(&self, id: &str, expires_at: Timestamp, now: Timestamp) -> StoreResult<bool> {
        let statement = Statement::new(r#"UPDATE "session" SET "expiresAt" = ?, "updatedAt" = ? WHERE "id" = ?"#);
        Ok(self.pool.execute(statement.bind(expires_at).bind(now).bind(id)).await? == 1)
    }

    async fn list_sessions(&self, user_id: &str, now: Timestamp) -> StoreResult<Vec<SessionRow>> {
        let statement = Statement::new(
            r#"SELECT s."userId" AS "id", s."id" AS "sessionId", s."token" AS "sessionToken",
                s."expiresAt" AS "sessionExpiresAt", s."createdAt" AS "sessionCreatedAt",
                s."updatedAt" AS "sessionUpdatedAt", s."ipAddress" AS "sessionIpAddress",
                s."userAgent" AS "sessionUserAgent"
            FROM "session" s WHERE s."userId" = ? AND s."expiresAt" > ? ORDER BY s."createdAt" DESC, s."id""#,
        );
        let rows = self.pool.fetch_all(statement.bind(user_id).bind(now)).await?;
        rows.iter().map(SessionRow::from_joined_row).collect()
    }

    async fn delete_session_of(&self, user_id: &str, id: &str) -> StoreResult<()> {
        let statement = Statement::new(r#"DELETE FROM "session" WHERE "id" = ? AND "userId" = ?"#);
        self.pool.execute(statement.bind(id).bind(user_id)).await.map(|_| ())
    }

    async fn delete_sessions(&self, user_id: &str, except: Option<&str>) -> StoreResult<u64> {
        // No id is empty, so an absent exception excepts nothing.
        let statement = Statement::new(r#"DELETE FROM "session" WHERE "userId" = ? AND "id" <> ?"#);
        self.pool.execute(statement.bind(user_id).bind(except.unwrap_or_default())).await
    }

    async fn delete_session(&self, id: &str) -> StoreResult<()> {
        let statement = Statement::new(r#"DELETE FROM "session" WHERE "id" = ?"#).bind(id);
        self.pool.execute(statement).await.map(|_| ())
    }
}
