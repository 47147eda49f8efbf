use async_trait::async_trait;

use super::{SqlStore, row::Row, statement::Statement};
use crate::{
    store::{OutboxRow, OutboxStore, StoreResult},
    wire::Timestamp,
};

#[async_trait]
impl OutboxStore for SqlStore {
    async fn create_mail(&self, mail: OutboxRow) -> StoreResult<()> {
        let statement = Statement::new(
            r#"INSERT INTO "latchkeyOutbox" ("id", "content", "attempts", "createdAt", "dueAt") VALUES (?, ?, ?, ?, ?)"#,
        )
        .bind(&mail.id)
        .bind(&mail.content)
        .bind(i64::from(mail.attempts))
        .bind(mail.created_at)
        .bind(mail.due_at);
        self.pool.execute(statement).await.map(|_| ())
    }

    async fn due_mails(&self, now: Timestamp, limit: usize) -> StoreResult<Vec<OutboxRow>> {
        let statement = Statement::new(
            r#"SELECT "id", "content", "attempts", "createdAt", "dueAt" FROM "latchkeyOutbox"
            WHERE "dueAt" <= ? ORDER BY "dueAt", "id" LIMIT ?"#,
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = self.pool.fetch_all(statement.bind(now).bind(limit)).await?;
        let read = |row: &Row| {
            Ok(OutboxRow {
                id: row.text("id")?,
                content: row.text("content")?,
                attempts: u32::try_from(row.integer("attempts")?).unwrap_or(u32::MAX),
                created_at: row.time("createdAt")?,
                due_at: row.time("dueAt")?,
            })
        };
        rows.iter().map(read).collect()
    }

    async fn claim_mail(&self, mail: OutboxRow, until: Timestamp) -> StoreResult<Option<OutboxRow>> {
        let claimed = OutboxRow { attempts: mail.attempts.saturating_add(1), due_at: until, ..mail };
        // The number of attempts only grows, so it is the ticket: of two who read the same, one changes the row.
        let statement = Statement::new(
            r#"UPDATE "latchkeyOutbox" SET "attempts" = ?, "dueAt" = ? WHERE "id" = ? AND "attempts" = ?"#,
        )
        .bind(i64::from(claimed.attempts))
        .bind(claimed.due_at)
        .bind(&claimed.id)
        .bind(i64::from(mail.attempts));
        let changed = self.pool.execute(statement).await?;
        Ok((changed == 1).then_some(claimed))
    }

    async fn delay_mail(&self, mail: &OutboxRow, due_at: Timestamp) -> StoreResult<()> {
        let statement = Statement::new(r#"UPDATE "latchkeyOutbox" SET "dueAt" = ? WHERE "id" = ? AND "attempts" = ?"#);
        let statement = statement.bind(due_at).bind(&mail.id).bind(i64::from(mail.attempts));
        self.pool.execute(statement).await.map(|_| ())
    }

    async fn delete_mail(&self, id: &str) -> StoreResult<()> {
        let statement = Statement::new(r#"DELETE FROM "latchkeyOutbox" WHERE "id" = ?"#).bind(id);
        self.pool.execute(statement).await.map(|_| ())
    }
}
