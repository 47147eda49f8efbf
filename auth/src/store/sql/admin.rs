use async_trait::async_trait;

use super::{
    SqlStore,
    conditions::{fitting, kind_of, to_integer, with_role},
    pool::Tx,
    statement::{Columns, Statement},
};
use crate::{
    schema::Model,
    store::{AdminStore, Admins, Counts, Made, StoreResult, UserChanges, UserList},
    wire::{SortDirection, Timestamp, User},
};

#[async_trait]
impl AdminStore for SqlStore {
    async fn list_users(&self, list: &UserList) -> StoreResult<(Vec<User>, u64)> {
        let model = self.model(Model::User);
        let dialect = self.pool.dialect();
        let conditions = list.conditions.iter().map(|condition| fitting(condition, model, dialect));
        let sort = list.sort.as_ref().map(|(field, direction)| (field.as_str(), *direction));
        let (sort, direction) = sort.unwrap_or(("createdAt", SortDirection::Asc));
        let (Some(conditions), true) = (conditions.collect::<Option<Vec<_>>>(), kind_of(sort, model).is_some()) else {
            return Ok((Vec::new(), 0));
        };
        let filtered = |select: &str| {
            let mut statement = Statement::owned(format!("SELECT {select} FROM \"user\""));
            for (index, condition) in conditions.iter().enumerate() {
                statement = statement.then(if index == 0 { " WHERE " } else { " AND " }).then(&condition.sql);
                statement.values.extend(condition.values.iter().cloned());
            }
            statement
        };
        let total = self.count(filtered(r#"COUNT(*) AS "count""#)).await?;
        let length = total.saturating_sub(list.offset).min(list.limit);
        if length == 0 {
            return Ok((Vec::new(), total));
        }
        // Databases walk over what is left out, so the pages at the end are read from the end.
        let behind = total - list.offset - length;
        let backwards = behind < list.offset;
        let downwards = (direction == SortDirection::Desc) != backwards;
        let (way, skipped) = (if downwards { "DESC" } else { "ASC" }, if backwards { behind } else { list.offset });
        let order = if sort == "id" {
            format!(r#" ORDER BY "user.id" {way} LIMIT ? OFFSET ?"#)
        } else {
            format!(r#" ORDER BY "user.{sort}" {way}, "user.id" {way} LIMIT ? OFFSET ?"#)
        };
        let statement = filtered("{user.*}").then(&order).bind(to_integer(length)).bind(to_integer(skipped));
        let rows = self.pool.fetch_all(statement).await?;
        let mut users: Vec<_> = rows.iter().map(|row| self.user(row)).collect::<StoreResult<_>>()?;
        if backwards {
            users.reverse();
        }
        Ok((users, total))
    }

    async fn update_one_of_admins(
        &self,
        id: &str,
        changes: &UserChanges,
        now: Timestamp,
        admins: &Admins,
    ) -> StoreResult<bool> {
        let row = Columns::of(self.model(Model::User)).set("updatedAt", now).set_changes(changes)?;
        let mut tx = self.pool.begin().await?;
        if !others_administer(&mut tx, id, admins).await? {
            return Ok(false);
        }
        tx.execute(row.update().then(r#" WHERE "user.id" = ?"#).bind(id)).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn delete_one_of_admins(&self, id: &str, admins: &Admins) -> StoreResult<bool> {
        let mut tx = self.pool.begin().await?;
        if !others_administer(&mut tx, id, admins).await? {
            return Ok(false);
        }
        Self::delete_user_in(&mut tx, id).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn count_made(&self, from: Timestamp, before: Timestamp) -> StoreResult<Made> {
        let users = r#"SELECT COUNT(*) AS "count" FROM "user" WHERE "user.createdAt" >= ? AND "user.createdAt" < ?"#;
        let sessions =
            r#"SELECT COUNT(*) AS "count" FROM "session" WHERE "session.createdAt" >= ? AND "session.createdAt" < ?"#;
        Ok(Made {
            users: self.count(Statement::new(users).bind(from).bind(before)).await?,
            sessions: self.count(Statement::new(sessions).bind(from).bind(before)).await?,
        })
    }

    async fn count_all(&self, now: Timestamp) -> StoreResult<Counts> {
        let users = |condition: &str| Statement::owned(format!(r#"SELECT COUNT(*) AS "count" FROM "user"{condition}"#));
        let has_bans = self.model(Model::User).field("banned").is_some();
        let banned = if has_bans { self.count(users(r#" WHERE "user.banned" = ?"#).bind(true)).await? } else { 0 };
        let sessions = Statement::new(r#"SELECT COUNT(*) AS "count" FROM "session" WHERE "session.expiresAt" > ?"#);
        Ok(Counts {
            users: self.count(users("")).await?,
            banned,
            verified: self.count(users(r#" WHERE "user.emailVerified" = ?"#).bind(true)).await?,
            sessions: self.count(sessions.bind(now)).await?,
            mails_waiting: self.count(Statement::new(r#"SELECT COUNT(*) AS "count" FROM "latchkeyOutbox""#)).await?,
            mails_retried: self
                .count(Statement::new(r#"SELECT COUNT(*) AS "count" FROM "latchkeyOutbox" WHERE "attempts" > 0"#))
                .await?,
        })
    }
}

impl SqlStore {
    /// The number that a statement selects as `count`.
    pub(super) async fn count(&self, statement: Statement) -> StoreResult<u64> {
        let row = self.pool.fetch_optional(statement).await?;
        let count = row.map(|row| row.integer("count")).transpose()?.unwrap_or_default();
        Ok(u64::try_from(count).unwrap_or_default())
    }
}

/// Whether somebody else than this user administers. Everybody who does is locked until the end of the transaction, in
/// one statement, so that two who demote each other come one after the other and the second finds nobody.
pub(super) async fn others_administer(tx: &mut Tx, id: &str, admins: &Admins) -> StoreResult<bool> {
    const LOCK: &str = r#"UPDATE "user" SET "user.updatedAt" = "user.updatedAt" WHERE "#;
    tx.execute(administers(Statement::new(LOCK), admins)).await?;
    let others = administers(Statement::new(LOCK).then(r#""user.id" <> ? AND "#).bind(id), admins);
    let others = others.then(r#" AND ("user.banned" IS NULL OR "user.banned" = ?)"#).bind(false);
    Ok(tx.execute(others).await? > 0)
}

/// Goes on with the condition that a user has a role or an id of those who administer.
fn administers(statement: Statement, admins: &Admins) -> Statement {
    let mut statement = statement.then("(1 = 0");
    for role in &admins.roles {
        statement = with_role(statement.then(" OR "), r#""user.role""#, role);
    }
    for id in &admins.ids {
        statement = statement.then(r#" OR "user.id" = ?"#).bind(id);
    }
    statement.then(")")
}
