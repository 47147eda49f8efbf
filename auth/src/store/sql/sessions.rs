use async_trait::async_trait;

use super::{
    SqlStore,
    row::Row,
    statement::{Columns, Statement},
};
use crate::{
    schema::Model,
    store::{SessionRow, SessionStore, StoreResult},
    wire::{Fields, Timestamp, User},
};

impl SqlStore {
    /// The session in a row that holds `{session.*}`.
    fn session(&self, row: &Row) -> StoreResult<SessionRow> {
        Ok(SessionRow {
            id: row.text("session.id")?,
            user_id: row.text("session.userId")?,
            token: row.text("session.token")?,
            expires_at: row.time("session.expiresAt")?,
            created_at: row.time("session.createdAt")?,
            updated_at: row.time("session.updatedAt")?,
            ip_address: row.optional_text("session.ipAddress")?,
            user_agent: row.optional_text("session.userAgent")?,
            fields: row.fields(self.model(Model::Session))?,
        })
    }
}

/// A session by its id and owner.
const OF_USER: &str = r#" WHERE "session.id" = ? AND "session.userId" = ?"#;

#[async_trait]
impl SessionStore for SqlStore {
    async fn create_session(&self, session: SessionRow) -> StoreResult<()> {
        let row = Columns::of(self.model(Model::Session))
            .set("id", &session.id)
            .set("userId", &session.user_id)
            .set("token", &session.token)
            .set("expiresAt", session.expires_at)
            .set("createdAt", session.created_at)
            .set("updatedAt", session.updated_at)
            .set("ipAddress", &session.ip_address)
            .set("userAgent", &session.user_agent)
            .set_fields(&session.fields)?;
        self.pool.execute(row.insert()).await.map(|_| ())
    }

    async fn find_session(&self, tokens: &[String; 2]) -> StoreResult<Option<(SessionRow, User)>> {
        let statement = Statement::new(
            r#"SELECT {s.session.*}, {u.user.*} FROM "session" s JOIN "user" u ON u."user.id" = s."session.userId"
            WHERE s."session.token" IN (?, ?)"#,
        );
        let row = self.pool.fetch_optional(statement.bind(&tokens[0]).bind(&tokens[1])).await?;
        row.map(|row| Ok((self.session(&row)?, self.user(&row)?))).transpose()
    }

    async fn find_session_of(&self, user_id: &str, id: &str) -> StoreResult<Option<SessionRow>> {
        let statement =
            Statement::new(r#"SELECT {session.*} FROM "session" WHERE "session.id" = ? AND "session.userId" = ?"#);
        self.pool.fetch_optional(statement.bind(id).bind(user_id)).await?.map(|row| self.session(&row)).transpose()
    }

    async fn extend_session(
        &self,
        user_id: &str,
        id: &str,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> StoreResult<bool> {
        let row = Columns::of(self.model(Model::Session)).set("expiresAt", expires_at).set("updatedAt", now);
        Ok(self.pool.execute(row.update().then(OF_USER).bind(id).bind(user_id)).await? == 1)
    }

    async fn update_session(&self, user_id: &str, id: &str, fields: &Fields, now: Timestamp) -> StoreResult<bool> {
        let row = Columns::of(self.model(Model::Session)).set("updatedAt", now).set_fields(fields)?;
        Ok(self.pool.execute(row.update().then(OF_USER).bind(id).bind(user_id)).await? == 1)
    }

    async fn list_sessions(&self, user_id: &str, now: Timestamp) -> StoreResult<Vec<SessionRow>> {
        let statement = Statement::new(
            r#"SELECT {session.*} FROM "session" WHERE "session.userId" = ? AND "session.expiresAt" > ?
            ORDER BY "session.createdAt" DESC, "session.id""#,
        );
        let rows = self.pool.fetch_all(statement.bind(user_id).bind(now)).await?;
        rows.iter().map(|row| self.session(row)).collect()
    }

    async fn delete_session(&self, user_id: &str, id: &str) -> StoreResult<()> {
        let statement = Statement::new(r#"DELETE FROM "session" WHERE "session.id" = ? AND "session.userId" = ?"#);
        self.pool.execute(statement.bind(id).bind(user_id)).await.map(|_| ())
    }

    async fn delete_sessions(&self, user_id: &str, except: Option<&str>) -> StoreResult<u64> {
        // No id is empty, so an absent exception excepts nothing.
        let statement = Statement::new(r#"DELETE FROM "session" WHERE "session.userId" = ? AND "session.id" <> ?"#);
        self.pool.execute(statement.bind(user_id).bind(except.unwrap_or_default())).await
    }
}
