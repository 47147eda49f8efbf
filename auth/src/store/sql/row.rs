use serde_json::Value;
use sqlx::{Row as _, mysql::MySqlRow, postgres::PgRow, sqlite::SqliteRow};

use crate::{
    schema::{FieldKind, ModelSchema},
    store::{StoreError, StoreResult},
    wire::{Fields, Timestamp},
};

/// A row of any of the databases.
#[derive(Debug)]
pub(super) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
    MySql(MySqlRow),
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
            Self::MySql(row) => row.try_get(column)?,
        })
    }

    pub(super) fn boolean(&self, column: &str) -> StoreResult<bool> {
        Ok(self.optional_boolean(column)?.unwrap_or_default())
    }

    pub(super) fn optional_boolean(&self, column: &str) -> StoreResult<Option<bool>> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get_unchecked(column)?,
            Self::Postgres(row) => row.try_get(column)?,
            Self::MySql(row) => row.try_get(column)?,
        })
    }

    pub(super) fn integer(&self, column: &str) -> StoreResult<i64> {
        self.optional_integer(column)?.ok_or_else(|| missing(column))
    }

    pub(super) fn optional_integer(&self, column: &str) -> StoreResult<Option<i64>> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get_unchecked(column)?,
            // Better Auth's `integer` has four bytes and its `bigint` eight.
            Self::Postgres(row) => match row.try_get::<Option<i64>, _>(column) {
                Ok(number) => number,
                Err(_) => row.try_get::<Option<i32>, _>(column)?.map(i64::from),
            },
            Self::MySql(row) => row.try_get(column)?,
        })
    }

    pub(super) fn time(&self, column: &str) -> StoreResult<Timestamp> {
        self.optional_time(column)?.ok_or_else(|| missing(column))
    }

    pub(super) fn optional_time(&self, column: &str) -> StoreResult<Option<Timestamp>> {
        let moment: Option<chrono::DateTime<chrono::Utc>> = match self {
            Self::Sqlite(_) => {
                let text = self.optional_text(column)?;
                let moment = text.map(|text| text.parse()).transpose();
                return moment.map_err(|error| StoreError::Database(Box::new(error)));
            }
            Self::Postgres(row) => row.try_get(column)?,
            Self::MySql(row) => row.try_get(column)?,
        };
        Ok(moment.map(Timestamp::from))
    }

    /// The fields of features and of the configuration in a row that holds `{model.*}`.
    pub(super) fn fields(&self, model: &ModelSchema) -> StoreResult<Fields> {
        let mut fields = Fields::default();
        for field in model.fields().iter().filter(|field| field.returned) {
            let column = format!("{}.{}", model.model().name(), field.name);
            fields.set(&field.name, self.field(&field.kind, &column)?);
        }
        Ok(fields)
    }

    fn field(&self, kind: &FieldKind, column: &str) -> StoreResult<Value> {
        Ok(match kind {
            FieldKind::Text | FieldKind::Choice(_) => self.optional_text(column)?.into(),
            FieldKind::Integer => self.optional_integer(column)?.into(),
            FieldKind::Boolean => self.optional_boolean(column)?.into(),
            FieldKind::Date => self.optional_time(column)?.map(|moment| moment.to_string()).into(),
            FieldKind::TextList | FieldKind::IntegerList | FieldKind::Json => match self {
                Self::Sqlite(_) => {
                    let text = self.optional_text(column)?;
                    let json = text.map(|text| serde_json::from_str(&text)).transpose();
                    json.map_err(|error| StoreError::Database(Box::new(error)))?.unwrap_or_default()
                }
                Self::Postgres(row) => row.try_get::<Option<Value>, _>(column)?.unwrap_or_default(),
                Self::MySql(row) => row.try_get::<Option<Value>, _>(column)?.unwrap_or_default(),
            },
        })
    }
}

fn missing(column: &str) -> StoreError {
    StoreError::Database(format!("column {column} is NULL").into())
}
