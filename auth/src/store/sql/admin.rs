use async_trait::async_trait;

use super::{
    SqlStore,
    pool::Tx,
    spelling::Dialect,
    statement::{Columns, Statement, Value},
};
use crate::{
    schema::{FieldKind, Model, ModelSchema},
    store::{AdminStore, Admins, Counts, Made, StoreResult, UserChanges, UserCondition, UserList},
    wire::{Operator, SortDirection, Timestamp, User},
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
    pub(super) async fn count(&self, statement: Statement) -> StoreResult<u64> {
        let row = self.pool.fetch_optional(statement).await?;
        let count = row.map(|row| row.integer("count")).transpose()?.unwrap_or_default();
        Ok(u64::try_from(count).unwrap_or_default())
    }
}

/// Whether somebody else than this user administers. Everybody who does is locked until the end of the transaction, in
/// one statement, so that two who demote each other come one after the other and the second finds nobody.
async fn others_administer(tx: &mut Tx, id: &str, admins: &Admins) -> StoreResult<bool> {
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
        // One of several, which are separated by commas.
        let like = escaped(role);
        statement = statement
            .then(r#" OR "user.role" = ? OR "user.role" LIKE ? ESCAPE '!' OR "user.role" LIKE ? ESCAPE '!'"#)
            .then(r#" OR "user.role" LIKE ? ESCAPE '!'"#)
            .bind(role)
            .bind(&format!("{like},%"))
            .bind(&format!("%,{like}"))
            .bind(&format!("%,{like},%"));
    }
    for id in &admins.ids {
        statement = statement.then(r#" OR "user.id" = ?"#).bind(id);
    }
    statement.then(")")
}

/// The kind of a field that users are shown with.
fn kind_of<'a>(field: &str, model: &'a ModelSchema) -> Option<&'a FieldKind> {
    match field {
        "id" | "name" | "email" | "image" => Some(&FieldKind::Text),
        "emailVerified" => Some(&FieldKind::Boolean),
        "createdAt" | "updatedAt" => Some(&FieldKind::Date),
        _ => model.field(field).filter(|field| field.returned).map(|field| &field.kind),
    }
}

/// A condition in SQL; `None` if it does not fit its field.
fn fitting(condition: &UserCondition, model: &ModelSchema, dialect: Dialect) -> Option<Statement> {
    let UserCondition { field, operator, values } = condition;
    let kind = kind_of(field, model)?;
    let column = format!("\"user.{field}\"");
    let (first, single) = (values.first()?, values.len() == 1);
    let compared = |sign: &str| {
        let value = value(kind, first).filter(|_| single)?;
        Some(Statement::owned(format!("{column} {sign} ?")).bind(value))
    };
    let like = |before: &str, after: &str| {
        let fits = single && matches!(kind, FieldKind::Text | FieldKind::Choice(_));
        // SQLite overlooks upper and lower case of its own accord, as does every search here.
        let comparison = match dialect {
            Dialect::Sqlite => format!("{column} LIKE ? ESCAPE '!'"),
            Dialect::Postgres => format!("{column} ILIKE ? ESCAPE '!'"),
            Dialect::MySql => format!("LOWER({column}) LIKE LOWER(?) ESCAPE '!'"),
        };
        let pattern = format!("{before}{}{after}", escaped(first));
        fits.then(|| Statement::owned(comparison).bind(&pattern))
    };
    match operator {
        Operator::Eq => compared("="),
        Operator::Ne => compared("<>"),
        Operator::Lt => compared("<"),
        Operator::Lte => compared("<="),
        Operator::Gt => compared(">"),
        Operator::Gte => compared(">="),
        Operator::Contains => like("%", "%"),
        Operator::StartsWith => like("", "%"),
        Operator::EndsWith => like("%", ""),
        Operator::In | Operator::NotIn => {
            let not = if *operator == Operator::NotIn { "NOT " } else { "" };
            let places = vec!["?"; values.len()].join(", ");
            let mut statement = Statement::owned(format!("{column} {not}IN ({places})"));
            for text in values {
                statement = statement.bind(value(kind, text)?);
            }
            Some(statement)
        }
    }
}

/// A text of a query as a value of a field.
fn value(kind: &FieldKind, text: &str) -> Option<Value> {
    Some(match kind {
        // PostgreSQL refuses a text with a NUL, and nothing that is stored has one.
        FieldKind::Text | FieldKind::Choice(_) => Value::from(Some(text).filter(|text| !text.contains('\0'))?),
        FieldKind::Boolean => Value::from(text == "true"),
        FieldKind::Integer => Value::from(text.trim().parse::<i64>().ok()?),
        FieldKind::Date => {
            let moment: Timestamp = text.parse().ok().or_else(|| format!("{text}T00:00:00Z").parse().ok())?;
            Value::from(moment)
        }
        FieldKind::TextList | FieldKind::IntegerList | FieldKind::Json => return None,
    })
}

/// A text in a pattern of `LIKE … ESCAPE '!'`, as itself.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars().filter(|letter| *letter != '\0') {
        if matches!(letter, '!' | '%' | '_') {
            escaped.push('!');
        }
        escaped.push(letter);
    }
    escaped
}

fn to_integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
