use std::mem;

use super::{
    spelling::{Dialect, split_token},
    statement::{Statement, Value},
};

impl Dialect {
    /// Makes a statement compare texts exactly.
    ///
    /// MySQL compares as the collation of a column says. In tables that Better Auth made that is the server's default,
    /// which takes `a`, `A` and `á` for equal, and nearly every collation ignores spaces at the end. A token or an
    /// address must not match another one, so the bytes are compared as well; the first comparison has the index.
    pub(super) fn exact(self, statement: Statement) -> Statement {
        if self == Self::MySql { exactly(statement) } else { statement }
    }
}

/// What a parameter is compared with.
#[derive(Clone, Copy)]
enum Comparison {
    Equal,
    In,
}

/// Adds to each `"name" = ?` and `"name" IN (?, ?)` of a condition the comparison of bytes. `AND` binds tighter than `OR`,
/// so no parentheses are needed.
fn exactly(statement: Statement) -> Statement {
    let Some(start) = statement.sql.find("WHERE") else { return statement };
    let (before, condition) = statement.sql.split_at(start);
    let mut sql = before.to_owned();
    let mut given = statement.values.into_iter();
    let mut values: Vec<_> = given.by_ref().take(parameters(before)).collect();

    let mut rest = condition;
    let mut column = String::new();
    let mut comparison = None;
    let mut compared: Vec<Value> = Vec::new();
    while let Some(at) = rest.find(['\'', '"', '{', '?', '-', ')']) {
        let between = &rest[..at];
        sql.push_str(between);
        let (token, after) = split_token(&rest[at..]);
        rest = after;
        if token.starts_with('"') {
            let alias = between.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next();
            column = format!("{}{token}", alias.filter(|alias| alias.ends_with('.')).unwrap_or_default());
        } else if token == "?" {
            comparison = match between {
                " = " => Some(Comparison::Equal),
                " IN (" => Some(Comparison::In),
                ", " => comparison.filter(|_| !compared.is_empty()),
                _ => None,
            };
            let value = given.next();
            if comparison.is_some() {
                compared.extend(value.clone().filter(|value| matches!(value, Value::Text(_))));
            }
            values.extend(value);
        }
        sql.push_str(token);
        let ends = match comparison {
            Some(Comparison::Equal) => token == "?",
            Some(Comparison::In) => token == ")",
            None => false,
        };
        if ends && !compared.is_empty() {
            let places = vec!["?"; compared.len()].join(", ");
            sql.extend([" AND CAST(CONVERT(", &column, " USING utf8mb4) AS BINARY) IN (", &places, ")"]);
            values.append(&mut mem::take(&mut compared));
            comparison = None;
        }
    }
    sql.push_str(rest);
    values.extend(given);
    Statement { sql: sql.into(), values }
}

/// How many parameters there are in a piece of SQL.
fn parameters(sql: &str) -> usize {
    let mut count = 0;
    let mut rest = sql;
    while let Some(at) = rest.find(['\'', '"', '{', '?', '-']) {
        let (token, after) = split_token(&rest[at..]);
        count += usize::from(token == "?");
        rest = after;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_conditions_are_compared_as_bytes_too() {
        let statement = Statement::new(
            r#"UPDATE "user" SET "user.name" = ? WHERE s."user.email" = ? AND "user.count" = ? AND "user.id" IN (?, ?)
            AND "user.name" <> ? OR "user.role" = 'a' LIMIT ?"#,
        );
        let statement =
            statement.bind("name").bind("email").bind(7_i64).bind("id1").bind("id2").bind("other").bind(9_i64);
        let exact = exactly(statement);
        assert_eq!(
            exact.sql,
            r#"UPDATE "user" SET "user.name" = ? WHERE s."user.email" = ?"#.to_owned()
                + r#" AND CAST(CONVERT(s."user.email" USING utf8mb4) AS BINARY) IN (?) AND "user.count" = ?"#
                + r#" AND "user.id" IN (?, ?) AND CAST(CONVERT("user.id" USING utf8mb4) AS BINARY) IN (?, ?)
            AND "user.name" <> ? OR "user.role" = 'a' LIMIT ?"#
        );
        let values: Vec<_> = exact
            .values
            .into_iter()
            .map(|value| match value {
                Value::Text(text) => text.unwrap_or_default(),
                Value::Integer(number) => number.unwrap_or_default().to_string(),
                _ => String::new(),
            })
            .collect();
        assert_eq!(values, ["name", "email", "email", "7", "id1", "id2", "id1", "id2", "other", "9"]);
    }

    #[test]
    fn what_has_no_condition_stays_as_it_is() {
        let statement = exactly(Statement::new(r#"INSERT INTO "user" ("user.id") VALUES (?)"#).bind("id"));
        assert_eq!((&*statement.sql, statement.values.len()), (r#"INSERT INTO "user" ("user.id") VALUES (?)"#, 1));
    }
}
