//! Conditions on fields that a caller chose, and on roles.

use super::{
    spelling::Dialect,
    statement::{Statement, Value},
};
use crate::{
    schema::{FieldKind, ModelSchema},
    store::Condition,
    wire::{Operator, Timestamp},
};

/// Goes on with the condition that one of several roles in a column, which are separated by commas, is this one.
pub(super) fn with_role(statement: Statement, column: &str, role: &str) -> Statement {
    let like = escaped(role);
    statement
        .then(&format!(
            "({column} = ? OR {column} LIKE ? ESCAPE '!' OR {column} LIKE ? ESCAPE '!' OR {column} LIKE ? ESCAPE '!')"
        ))
        .bind(role)
        .bind(&format!("{like},%"))
        .bind(&format!("%,{like}"))
        .bind(&format!("%,{like},%"))
}

/// The kind of a field that people or members are shown with.
pub(super) fn kind_of<'a>(field: &str, model: &'a ModelSchema) -> Option<&'a FieldKind> {
    if !model.model().built_in_fields().contains(&field) {
        return model.field(field).filter(|field| field.returned).map(|field| &field.kind);
    }
    Some(match field {
        "emailVerified" => &FieldKind::Boolean,
        "createdAt" | "updatedAt" => &FieldKind::Date,
        _ => &FieldKind::Text,
    })
}

/// A condition in SQL; `None` if it does not fit its field.
pub(super) fn fitting(condition: &Condition, model: &ModelSchema, dialect: Dialect) -> Option<Statement> {
    let Condition { field, operator, values } = condition;
    let kind = kind_of(field, model)?;
    let column = format!("\"{}.{field}\"", model.model().name());
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

pub(super) fn to_integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
