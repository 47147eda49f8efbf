use std::{borrow::Cow, fmt::Write as _};

use serde_json::Value as Json;
use sqlx::{Arguments as _, mysql::MySqlArguments, postgres::PgArguments, sqlite::SqliteArguments};

use crate::{
    schema::{Field, FieldKind, ModelSchema},
    store::{StoreError, StoreResult},
    wire::{Fields, Timestamp},
};

/// The first and the last moment of a `timestamp(3)`: 1970-01-01T00:00:01Z and 2038-01-19T03:14:07.999Z
/// (<https://mariadb.com/docs/server/reference/data-types/date-and-time-data-types/timestamp>).
const FIRST_IN_MYSQL: Timestamp = Timestamp::from_millis(1_000);
const LAST_IN_MYSQL: Timestamp = Timestamp::from_millis(2_147_483_647_999);

/// A statement with its parameters, before it is spelled for a dialect: see [`super::spelling::spell`].
#[derive(Debug, Clone)]
pub(super) struct Statement {
    pub(super) sql: Cow<'static, str>,
    pub(super) values: Vec<Value>,
}

/// A parameter; the kind of a NULL is known too, because PostgreSQL asks for it.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(Option<String>),
    Integer(Option<i64>),
    Boolean(Option<bool>),
    Time(Option<Timestamp>),
    /// A moment in a column of the configuration's own, which may be of any year.
    Date(Option<Timestamp>),
    /// A JSON column where the database has such, its text elsewhere.
    Json(Option<Json>),
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
        Self::Integer(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Integer(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Boolean(Some(truth))
    }
}

impl From<Timestamp> for Value {
    fn from(moment: Timestamp) -> Self {
        Self::Time(Some(moment))
    }
}

impl From<Option<Timestamp>> for Value {
    fn from(moment: Option<Timestamp>) -> Self {
        Self::Time(moment)
    }
}

impl Value {
    /// The value of a field of a feature or of the configuration, which was checked when it came in.
    fn of_field(model: &ModelSchema, field: &Field, value: &Json) -> StoreResult<Self> {
        let unfit = || StoreError::Database("a field holds a value of another kind".into());
        let text = || value.as_str().map(str::to_owned);
        let moment = || text().map(|text| text.parse()).transpose().map_err(|_| unfit());
        Ok(match &field.kind {
            FieldKind::Text | FieldKind::Choice(_) => Self::Text(text()),
            FieldKind::Integer => Self::Integer(value.as_i64()),
            FieldKind::Boolean => Self::Boolean(value.as_bool()),
            FieldKind::Date if model.is_additional(field) => Self::Date(moment()?),
            FieldKind::Date => Self::Time(moment()?),
            FieldKind::TextList | FieldKind::IntegerList | FieldKind::Json => {
                Self::Json((!value.is_null()).then(|| value.clone()))
            }
        })
    }
}

impl Statement {
    pub(super) const fn new(sql: &'static str) -> Self {
        Self { sql: Cow::Borrowed(sql), values: Vec::new() }
    }

    /// A statement that was put together.
    pub(super) const fn owned(sql: String) -> Self {
        Self { sql: Cow::Owned(sql), values: Vec::new() }
    }

    /// Gives the next `?` its value.
    pub(super) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Goes on with more SQL.
    pub(super) fn then(mut self, sql: &str) -> Self {
        self.sql.to_mut().push_str(sql);
        self
    }

    /// For SQLite: dates are ISO 8601 text and booleans 0 and 1, as Better Auth writes them.
    pub(super) fn for_sqlite(self) -> StoreResult<SqliteArguments> {
        let mut arguments = SqliteArguments::default();
        for value in self.values {
            let added = match value {
                Value::Text(text) => arguments.add(text),
                Value::Integer(number) => arguments.add(number),
                Value::Boolean(truth) => arguments.add(truth),
                Value::Time(moment) | Value::Date(moment) => arguments.add(moment.map(|moment| moment.to_string())),
                Value::Json(json) => arguments.add(json.map(|json| json.to_string())),
            };
            added.map_err(StoreError::Database)?;
        }
        Ok(arguments)
    }

    pub(super) fn for_postgres(self) -> StoreResult<PgArguments> {
        let mut arguments = PgArguments::default();
        for value in self.values {
            let added = match value {
                Value::Text(text) => arguments.add(text),
                Value::Integer(number) => arguments.add(number),
                Value::Boolean(truth) => arguments.add(truth),
                Value::Time(moment) | Value::Date(moment) => arguments.add(moment.map(Timestamp::to_datetime)),
                Value::Json(json) => arguments.add(json),
            };
            added.map_err(StoreError::Database)?;
        }
        Ok(arguments)
    }

    /// For MySQL: Better Auth's columns of moments are `timestamp(3)`, which ends in 2038. What is later becomes the last
    /// moment that fits, so that a session without an end in sight is one until then.
    pub(super) fn for_mysql(self) -> StoreResult<MySqlArguments> {
        let mut arguments = MySqlArguments::default();
        for value in self.values {
            let added = match value {
                Value::Text(text) => arguments.add(text),
                Value::Integer(number) => arguments.add(number),
                Value::Boolean(truth) => arguments.add(truth),
                Value::Time(moment) => {
                    arguments.add(moment.map(|moment| moment.clamp(FIRST_IN_MYSQL, LAST_IN_MYSQL).to_datetime()))
                }
                Value::Date(moment) => arguments.add(moment.map(Timestamp::to_datetime)),
                Value::Json(json) => arguments.add(json),
            };
            added.map_err(StoreError::Database)?;
        }
        Ok(arguments)
    }
}

/// The columns of a row that is written, with their values: an `INSERT`, or the `SET` of an `UPDATE`.
#[derive(Debug)]
pub(super) struct Columns<'a> {
    model: &'a ModelSchema,
    names: Vec<String>,
    values: Vec<Value>,
}

impl<'a> Columns<'a> {
    pub(super) const fn of(model: &'a ModelSchema) -> Self {
        Self { model, names: Vec::new(), values: Vec::new() }
    }

    pub(super) fn set(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.names.push(field.to_owned());
        self.values.push(value.into());
        self
    }

    /// Sets a field if there is a value for it.
    pub(super) fn set_some(self, field: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.set(field, value),
            None => self,
        }
    }

    /// Sets the fields of features and of the configuration. What is no field of the model is left out.
    pub(super) fn set_fields(mut self, fields: &Fields) -> StoreResult<Self> {
        for (name, value) in fields.iter() {
            if let Some(field) = self.model.field(name) {
                let value = Value::of_field(self.model, field, value)?;
                self = self.set(name, value);
            }
        }
        Ok(self)
    }

    /// `INSERT INTO … (…) VALUES (…)`.
    pub(super) fn insert(self) -> Statement {
        let model = self.model.model().name();
        let names: Vec<_> = self.names.iter().map(|name| format!("\"{model}.{name}\"")).collect();
        let places = vec!["?"; names.len()].join(", ");
        let sql = format!("INSERT INTO \"{model}\" ({}) VALUES ({places})", names.join(", "));
        Statement { sql: sql.into(), values: self.values }
    }

    /// `INSERT INTO … (…) SELECT …`, once for each row of what follows: a table and a condition.
    pub(super) fn insert_from(self, rest: &str) -> Statement {
        let insert = self.insert();
        let (into, places) = insert.sql.split_once(" VALUES (").unwrap_or((&insert.sql, ""));
        let places = places.trim_end_matches(')');
        Statement { sql: format!("{into} SELECT {places} FROM {rest}").into(), values: insert.values }
    }

    /// Whether no column is set.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// `UPDATE … SET …`, without a condition yet.
    pub(super) fn update(self) -> Statement {
        let model = self.model.model().name();
        let mut sql = format!("UPDATE \"{model}\" SET ");
        for (index, name) in self.names.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let written = write!(sql, "{comma}\"{model}.{name}\" = ?");
            debug_assert!(written.is_ok(), "writing to a String does not fail");
        }
        Statement { sql: sql.into(), values: self.values }
    }
}
