use async_trait::async_trait;

use super::{SqlStore, statement::Statement};
use crate::{
    store::{StoreResult, VisitorRow, VisitorStore},
    wire::Timestamp,
};

#[async_trait]
impl VisitorStore for SqlStore {
    async fn create_visitor(&self, visitor: VisitorRow, now: Timestamp) -> StoreResult<()> {
        // Rows that ended are cleared by those that come, so that no job is needed for it.
        let ended = Statement::new(r#"DELETE FROM "latchkeyVisitor" WHERE "expiresAt" < ?"#).bind(now);
        self.pool.execute(ended).await?;
        let statement = Statement::new(r#"INSERT INTO "latchkeyVisitor" ("id", "data", "expiresAt") VALUES (?, ?, ?)"#);
        self.pool.execute(statement.bind(&visitor.id).bind(&visitor.data).bind(visitor.expires_at)).await.map(|_| ())
    }

    async fn update_visitor(&self, visitor: VisitorRow) -> StoreResult<bool> {
        let statement = Statement::new(r#"UPDATE "latchkeyVisitor" SET "data" = ?, "expiresAt" = ? WHERE "id" = ?"#);
        let statement = statement.bind(&visitor.data).bind(visitor.expires_at).bind(&visitor.id);
        Ok(self.pool.execute(statement).await? == 1)
    }

    async fn find_visitor(&self, id: &str, now: Timestamp) -> StoreResult<Option<VisitorRow>> {
        let statement = Statement::new(r#"SELECT * FROM "latchkeyVisitor" WHERE "id" = ? AND "expiresAt" > ?"#);
        let Some(row) = self.pool.fetch_optional(statement.bind(id).bind(now)).await? else {
            return Ok(None);
        };
        Ok(Some(VisitorRow { id: row.text("id")?, data: row.text("data")?, expires_at: row.time("expiresAt")? }))
    }

    async fn delete_visitor(&self, id: &str) -> StoreResult<()> {
        let statement = Statement::new(r#"DELETE FROM "latchkeyVisitor" WHERE "id" = ?"#).bind(id);
        self.pool.execute(statement).await.map(|_| ())
    }
}
