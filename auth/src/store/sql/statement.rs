use std::fmt::Write as _;

use sqlx::{
    Arguments as _, AssertSqlSafe, Row as _,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};

use crate::{
    store::{StoreError, StoreResult},
    wire::Timestamp,
};

/// A statement with its parameters, before it is spelled for a dialect.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    sql: &'static str,
    values: Vec<Value>,
}

/// A parameter; the kind of a NULL is known too, because PostgreSQL asks for it.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(Option<String>),
    Integer(i64),
    Boolean(bool),
    Time(Timestamp),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}

impl From<&Option<String>> for Value {
    fn from(text: &Option<String>) -> Self {
        Self::Text(text.clone())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Boolean(truth)
    }
}

impl From<Timestamp> for Value {
    fn from(moment: Timestamp) -> Self {
        Self::Time(moment)
    }
}

impl Statement {
    pub(super) const fn new(sql: &'static str) -> Self {
        Self { sql, values: Vec::new() }
    }

    /// Gives the next `?` its value.
    pub(super) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// For SQLite: dates are ISO 8601 text and booleans 0 and 1, as Better Auth writes them.
    pub(super) fn for_sqlite(self) -> StoreResult<(AssertSqlSafe<&'static str>, SqliteArguments)> {
        let mut arguments = SqliteArguments::default();
        for value in self.values {
            let added = match value {
                Value::Text(text) => arguments.add(text),
                Value::Integer(number) => arguments.add(number),
                Value::Boolean(truth) => arguments.add(truth),
                Value::Time(moment) => arguments.add(moment.to_string()),
            };
            added.map_err(StoreError::Database)?;
        }
        Ok((AssertSqlSafe(self.sql), arguments))
    }

    /// For PostgreSQL: `?` becomes `$1`, `$2`, …
    pub(super) fn for_postgres(self) -> StoreResult<(AssertSqlSafe<String>, PgArguments)> {
        let mut arguments = PgArguments::default();
        for value in self.values {
            let added = match value {
                Value::Text(text) => arguments.add(text),
                Value::Integer(number) => arguments.add(number),
                Value::Boolean(truth) => arguments.add(truth),
                Value::Time(moment) => arguments.add(moment.to_datetime()),
            };
            added.map_err(StoreError::Database)?;
        }
        Ok((AssertSqlSafe(numbered(self.sql)), arguments))
    }
}

/// Our statements hold no `?` inside texts, so every one is a parameter.
fn numbered(sql: &str) -> String {
    let mut parts = sql.split('?');
    let mut spelled = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        let written = write!(spelled, "${}{part}", index + 1);
        debug_assert!(written.is_ok(), "writing to a String does not fail");
    }
    spelled
}

/// A row of either database.
#[derive(Debug)]
pub(super) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    pub(super) fn text(&self, column: &str) -> StoreResult<String> {
        self.optional_text(column)?.ok_or_else(|| missing(column))
    }

    pub(super) fn optional_text(&self, column: &str) -> StoreResult<Option<String>> {
        Ok(match self {
            // SQLite gives columns of Better Auth's `date` a numeric affinity, but what was stored is text.
            Self::Sqlite(row) => row.try_get_unchecked(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    pub(super) fn boolean(&self, column: &str) -> StoreResult<bool> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get_unchecked::<Option<bool>, _>(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        }
        .unwrap_or_default())
    }

    pub(super) fn integer(&self, column: &str) -> StoreResult<i64> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get_unchecked(column)?,
            Self::Postgres(row) => {
                row.try_get::<i64, _>(column).or_else(|_| row.try_get::<i32, _>(column).map(i64::from))?
            }
        })
    }

    pub(super) fn time(&self, column: &str) -> StoreResult<Timestamp> {
        match self {
            Self::Sqlite(_) => self.text(column)?.parse().map_err(|error| StoreError::Database(Box::new(error))),
            Self::Postgres(row) => Ok(row.try_get::<chrono::DateTime<chrono::Utc>, _>(column)?.into()),
        }
    }
}

fn missing(column: &str) -> StoreError {
    StoreError::Database(format!("column {column} is NULL").into())
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => Self::Duplicate,
            _ => Self::Database(Box::new(error)),
        }
    }
}
