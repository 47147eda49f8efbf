use async_trait::async_trait;

use super::{SqlStore, row::Row, statement::Statement};
use crate::{
    store::{AuditScope, AuditStore, StoreResult, first_event_id},
    wire::{AuditAction, AuditEvent, AuditFilter, Timestamp},
};

/// How many events are forgotten at once, so that no statement holds the table for long.
const FORGOTTEN_AT_ONCE: i64 = 1000;

#[async_trait]
impl AuditStore for SqlStore {
    async fn create_event(&self, event: &AuditEvent) -> StoreResult<()> {
        let statement = Statement::new(
            r#"INSERT INTO "latchkeyAudit" ("id", "action", "actorId", "actingAs", "subjectId", "organizationId",
            "target", "detail", "ipAddress", "userAgent", "createdAt") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"#,
        )
        .bind(&event.id)
        .bind(event.action.as_str())
        .bind(&event.actor_id)
        .bind(&event.acting_as)
        .bind(&event.subject_id)
        .bind(&event.organization_id)
        .bind(&event.target)
        .bind(&event.detail)
        .bind(&event.ip_address)
        .bind(&event.user_agent)
        .bind(event.created_at);
        self.pool.execute(statement).await.map(|_| ())
    }

    async fn list_events(
        &self,
        scope: AuditScope<'_>,
        filter: &AuditFilter,
        limit: usize,
    ) -> StoreResult<Vec<AuditEvent>> {
        let mut statement = Statement::new(r#"SELECT * FROM "latchkeyAudit" WHERE 1 = 1"#);
        let of_user = r#" AND ("subjectId" = ? OR "actorId" = ?)"#;
        statement = match scope {
            AuditScope::Site => statement,
            AuditScope::User(id) => statement.then(of_user).bind(id).bind(id),
            AuditScope::Organization(id) => statement.then(r#" AND "organizationId" = ?"#).bind(id),
        };
        if let Some(id) = filter.user.as_deref() {
            statement = statement.then(of_user).bind(id).bind(id);
        }
        if !filter.actions.is_empty() {
            let places = vec!["?"; filter.actions.len()].join(", ");
            statement = statement.then(&format!(r#" AND "action" IN ({places})"#));
            for action in &filter.actions {
                statement = statement.bind(action.as_str());
            }
        }
        // Ids begin with the time, so one index serves the order, the time and the next page.
        if let Some(from) = filter.from {
            statement = statement.then(r#" AND "id" >= ?"#).bind(&first_event_id(from));
        }
        if let Some(before) = filter.before {
            statement = statement.then(r#" AND "id" < ?"#).bind(&first_event_id(before));
        }
        if let Some(id) = filter.after_id.as_deref() {
            statement = statement.then(r#" AND "id" < ?"#).bind(id);
        }
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = self.pool.fetch_all(statement.then(r#" ORDER BY "id" DESC LIMIT ?"#).bind(limit)).await?;
        rows.iter().filter_map(|row| event(row).transpose()).collect()
    }

    async fn count_events(&self, action: AuditAction, from: Timestamp, before: Timestamp) -> StoreResult<u64> {
        let statement = Statement::new(
            r#"SELECT COUNT(*) AS "count" FROM "latchkeyAudit" WHERE "action" = ? AND "id" >= ? AND "id" < ?"#,
        );
        let (from, before) = (first_event_id(from), first_event_id(before));
        self.count(statement.bind(action.as_str()).bind(&from).bind(&before)).await
    }

    async fn forget_events(&self, before: Timestamp) -> StoreResult<u64> {
        // In two steps: MySQL limits no subquery, and PostgreSQL no DELETE.
        let oldest = Statement::new(r#"SELECT "id" FROM "latchkeyAudit" WHERE "id" < ? ORDER BY "id" LIMIT ?"#);
        let rows = self.pool.fetch_all(oldest.bind(&first_event_id(before)).bind(FORGOTTEN_AT_ONCE)).await?;
        let Some(last) = rows.last() else { return Ok(0) };
        let statement = Statement::new(r#"DELETE FROM "latchkeyAudit" WHERE "id" <= ?"#);
        self.pool.execute(statement.bind(&last.text("id")?)).await
    }
}

/// The event of a row; `None` for an action that a later version knows.
fn event(row: &Row) -> StoreResult<Option<AuditEvent>> {
    let Some(action) = AuditAction::of(&row.text("action")?) else { return Ok(None) };
    Ok(Some(AuditEvent {
        id: row.text("id")?,
        action,
        actor_id: row.optional_text("actorId")?,
        acting_as: row.optional_text("actingAs")?,
        subject_id: row.optional_text("subjectId")?,
        organization_id: row.optional_text("organizationId")?,
        target: row.optional_text("target")?,
        detail: row.optional_text("detail")?,
        ip_address: row.optional_text("ipAddress")?,
        user_agent: row.optional_text("userAgent")?,
        created_at: row.time("createdAt")?,
    }))
}
