//! What a database lacks, and adding it. A database that Better Auth made has the tables and columns of the plugins
//! that were on there; the others are added, and nothing that is there is touched.

use super::{
    SqlStore,
    introspect::Catalogue,
    migrations::Source,
    spelling::{Dialect, resolve},
    statement::Statement,
};
use crate::{
    schema::{Field, FieldKind},
    store::{Lack, StoreResult},
};

/// A table as the migrations describe it. Names are those of our statements, before they are spelled.
#[derive(Debug, Default, PartialEq, Eq)]
struct Described<'a> {
    name: &'a str,
    /// Statement that makes it.
    create: &'a str,
    /// Names and definitions of its columns.
    columns: Vec<(&'a str, &'a str)>,
    /// Statements that make its indexes.
    indexes: Vec<&'a str>,
}

/// Something that a database lacks, and the statement that adds it, before it is spelled.
#[derive(Debug)]
struct Missing {
    table: String,
    column: Option<String>,
    statement: String,
}

impl SqlStore {
    /// Adds the columns that tables do not have yet, of features and of the configuration. The rows that are there have
    /// no value for them.
    pub(super) async fn add_missing_columns(&self) -> StoreResult<()> {
        for missing in self.missing_columns(&self.catalogue().await?) {
            match self.pool.execute(Statement::owned(missing.statement.clone())).await {
                Ok(_) => tracing::info!(table = missing.table, column = missing.column, "column added"),
                // Another process that started at the same moment may have added it meanwhile.
                Err(error) => {
                    let there = self.catalogue().await?;
                    let column = missing.column.unwrap_or_default();
                    if !there.get(&missing.table).is_some_and(|columns| columns.contains(&column)) {
                        return Err(error);
                    }
                }
            }
        }
        Ok(())
    }

    /// Everything that is missing, in the order in which it can be added.
    pub(super) async fn find_lacks(&self) -> StoreResult<Vec<Lack>> {
        let there = self.catalogue().await?;
        let new_tables = self.new_tables().await?;
        let mut missing = Vec::new();
        for table in described(self.pool.sources()) {
            let called = resolve(table.name, &self.pool.schema);
            if !there.contains_key(called) {
                let statements = std::iter::once(table.create).chain(table.indexes);
                missing.extend(statements.map(|sql| Missing {
                    table: called.to_owned(),
                    column: None,
                    statement: sql.to_owned(),
                }));
            }
        }
        missing.extend(self.missing_columns(&there));
        let lack = |missing: Missing| {
            // Applied by hand, what can be made only once would be in the way of the migration that makes it.
            let by_hand = missing.column.is_some() || missing.statement.contains(" IF NOT EXISTS ");
            let sql = by_hand.then(|| self.pool.spell(&new_tables.complete(&missing.statement)).0);
            Lack { table: missing.table, column: missing.column, sql }
        };
        Ok(missing.into_iter().map(lack).collect())
    }

    /// Columns that are missing in tables that are there.
    fn missing_columns(&self, there: &Catalogue) -> Vec<Missing> {
        let schema = &self.pool.schema;
        let mut missing: Vec<Missing> = Vec::new();
        for table in described(self.pool.sources()) {
            let called = resolve(table.name, schema);
            let Some(columns) = there.get(called) else { continue };
            for (column, definition) in table.columns {
                let column_called = resolve(column, schema);
                if !columns.contains(column_called) {
                    missing.extend(add_column(table.name, called, column, column_called, definition));
                }
            }
        }
        for model in schema.models() {
            let Some(columns) = there.get(model.table()) else { continue };
            for field in model.fields() {
                let called = model.column(&field.name);
                let known = |other: &Missing| other.table == model.table() && other.column.as_deref() == Some(called);
                if !columns.contains(called) && !missing.iter().any(known) {
                    let name = model.model().name();
                    let column = format!("{name}.{}", field.name);
                    let definition = self.definition(field);
                    missing.extend(add_column(name, model.table(), &column, called, &definition));
                }
            }
        }
        missing
    }

    /// The definition of a column for a field of a feature or of the configuration.
    fn definition(&self, field: &Field) -> String {
        let kind = match (&field.kind, self.pool.dialect()) {
            // MySQL indexes no text without a length.
            (FieldKind::Text, Dialect::MySql) if field.unique => "varchar(255)",
            (FieldKind::Text | FieldKind::Choice(_), _)
            | (FieldKind::TextList | FieldKind::IntegerList | FieldKind::Json, Dialect::Sqlite) => "text",
            (FieldKind::TextList | FieldKind::IntegerList | FieldKind::Json, Dialect::Postgres) => "jsonb",
            (FieldKind::TextList | FieldKind::IntegerList | FieldKind::Json, Dialect::MySql) => "json",
            (FieldKind::Integer, _) | (FieldKind::Boolean, Dialect::Sqlite) => "integer",
            (FieldKind::Boolean, _) => "boolean",
            (FieldKind::Date, Dialect::Sqlite) => "date",
            (FieldKind::Date, Dialect::Postgres) => "timestamptz",
            // A `timestamp` holds no birthday before 1970.
            (FieldKind::Date, Dialect::MySql) => "datetime(3)",
        };
        format!("{kind}{}", if field.unique { " UNIQUE" } else { "" })
    }
}

/// The statements that add a column to a table with rows in it: those have no value for it. No dialect takes a column
/// that is unique from the start, so an index follows; NULLs do not clash in any.
fn add_column(table: &str, called: &str, column: &str, column_called: &str, definition: &str) -> Vec<Missing> {
    let unique = definition.contains(" UNIQUE");
    let mut definition = definition.replace(" UNIQUE", "");
    if !definition.contains(" DEFAULT ") {
        definition = definition.replace(" NOT NULL", "");
    }
    let mut statements = vec![format!("ALTER TABLE \"{table}\" ADD COLUMN \"{column}\" {definition}")];
    if unique {
        let index = format!("{called}_{column_called}_uidx");
        statements.push(format!("CREATE UNIQUE INDEX \"{index}\" ON \"{table}\" (\"{column}\")"));
    }
    let missing = |statement| Missing { table: called.to_owned(), column: Some(column_called.to_owned()), statement };
    statements.into_iter().map(missing).collect()
}

/// The tables that migrations make, in their order, with the indexes that follow.
fn described(sources: &'static [Source]) -> Vec<Described<'static>> {
    let mut tables: Vec<Described<'_>> = Vec::new();
    for sql in sources.iter().flat_map(|(_, _, text)| statements(text)) {
        let line = sql.lines().next().unwrap_or_default();
        let quoted = |text: &'static str| text.split('"').nth(1);
        if line.starts_with("CREATE TABLE") {
            let columns = sql.lines().skip(1).filter_map(column).collect();
            tables.extend(quoted(line).map(|name| Described { name, create: sql, columns, indexes: Vec::new() }));
        } else if line.starts_with("CREATE") && line.contains("INDEX") {
            let of = line.split_once(" ON ").and_then(|(_, table)| quoted(table));
            if let Some(table) = tables.iter_mut().find(|table| Some(table.name) == of) {
                table.indexes.push(sql);
            }
        }
    }
    tables
}

/// The statements of a migration, without the comments before them. Each ends its line with a semicolon.
fn statements(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split(";\n").filter_map(|statement| {
        let mut rest = statement.trim().trim_end_matches(';');
        while rest.starts_with("--") {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
        }
        (!rest.is_empty()).then_some(rest)
    })
}

/// Name and definition, of a line like `"user.role" text,`; other lines are constraints.
fn column(line: &'static str) -> Option<(&'static str, &'static str)> {
    let (name, definition) = line.trim().strip_prefix('"')?.split_once("\" ")?;
    Some((name, definition.trim_end_matches(',')))
}

#[cfg(test)]
mod tests {
    use super::*;

    static SOURCES: &[Source] = &[
        (
            1,
            "one",
            "-- Words; and \"more\".\nCREATE TABLE IF NOT EXISTS \"user\" (\n    \"user.id\" text NOT NULL PRIMARY KEY,\n    \"user.name\" varchar(255) NOT NULL UNIQUE,\n    UNIQUE (\"user.id\", \"user.name\")\n);\n\nCREATE INDEX IF NOT EXISTS \"x\" ON \"user\" (\"user.name\");\n",
        ),
        (2, "two", "UPDATE \"user\" SET \"user.name\" = '';\n"),
    ];

    #[test]
    fn migrations_are_read_as_tables_with_columns_and_indexes() {
        let tables = described(SOURCES);
        let names: Vec<_> = tables.iter().map(|table| table.name).collect();
        assert_eq!(names, ["user"]);
        assert_eq!(
            tables[0].columns,
            [("user.id", "text NOT NULL PRIMARY KEY"), ("user.name", "varchar(255) NOT NULL UNIQUE")]
        );
        assert_eq!(tables[0].indexes, ["CREATE INDEX IF NOT EXISTS \"x\" ON \"user\" (\"user.name\")"]);
    }

    #[test]
    fn a_column_that_is_added_lets_the_rows_be_that_are_there() {
        let statements = |definition| {
            let missing = add_column("user", "people", "user.name", "label", definition);
            missing.into_iter().map(|missing| missing.statement).collect::<Vec<_>>()
        };
        assert_eq!(
            statements("varchar(255) NOT NULL UNIQUE"),
            [
                r#"ALTER TABLE "user" ADD COLUMN "user.name" varchar(255)"#,
                r#"CREATE UNIQUE INDEX "people_label_uidx" ON "user" ("user.name")"#,
            ]
        );
        assert_eq!(
            statements("integer NOT NULL DEFAULT 0"),
            [r#"ALTER TABLE "user" ADD COLUMN "user.name" integer NOT NULL DEFAULT 0"#]
        );
    }
}
