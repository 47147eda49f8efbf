//! What an existing database lacks, as statements.

use std::fmt::Write as _;

use auth::store::Lack;

use super::surroundings::open;
use crate::config::Settings;

/// The statements that add what the database lacks, for whoever wants to read or apply them. `latchkey migrate` applies
/// them all.
///
/// # Errors
///
/// When the database cannot be looked at.
pub async fn adoption(settings: &Settings) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let auth = open(settings).await.map_err(|finding| finding.to_string())?;
    let lacks = auth.store().lacks().await?;
    Ok(statements(&lacks))
}

fn statements(lacks: &[Lack]) -> String {
    if lacks.is_empty() {
        return "-- The database has every table and column.".into();
    }
    let mut text = format!("-- The database lacks {}.\n-- `latchkey migrate` adds all of it.\n", names(lacks));
    for sql in lacks.iter().filter_map(|lack| lack.sql.as_ref()) {
        // Writing to a text cannot fail.
        let _ = write!(text, "\n{sql};\n");
    }
    let own: Vec<_> = lacks.iter().filter(|lack| lack.sql.is_none()).cloned().collect();
    if !own.is_empty() {
        let _ = write!(text, "\n-- Only `latchkey migrate` makes {}.", names(&own));
    }
    text
}

/// What is missing, each once.
pub(super) fn names(lacks: &[Lack]) -> String {
    let mut names: Vec<_> = lacks.iter().map(ToString::to_string).collect();
    names.dedup();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_can_be_given_to_the_database_as_they_are() {
        let lack = |table: &str, column: Option<&str>, sql: Option<&str>| Lack {
            table: table.into(),
            column: column.map(Into::into),
            sql: sql.map(Into::into),
        };
        let text = statements(&[
            lack("user", Some("role"), Some("ALTER TABLE x")),
            lack("latchkeyVisitor", None, None),
            lack("latchkeyVisitor", None, None),
        ]);
        let lines: Vec<_> = text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(
            lines,
            [
                "-- The database lacks user.role, latchkeyVisitor.",
                "-- `latchkey migrate` adds all of it.",
                "ALTER TABLE x;",
                "-- Only `latchkey migrate` makes latchkeyVisitor.",
            ]
        );
        assert!(statements(&[]).starts_with("--"));
    }
}
