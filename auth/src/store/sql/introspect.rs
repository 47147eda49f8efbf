use std::collections::BTreeSet;

use super::{SqlStore, spelling::Dialect, statement::Statement};
use crate::{
    schema::{Field, FieldKind, ModelSchema},
    store::{StoreError, StoreResult},
};

impl SqlStore {
    /// Adds the columns of features and of the configuration that a table does not have yet. They may be empty:
    /// the rows that are there have no value for them.
    pub(super) async fn add_missing_columns(&self) -> StoreResult<()> {
        for model in self.pool.schema.models() {
            let there = self.columns(model.table()).await?;
            for field in model.fields().iter().filter(|field| !there.contains(model.column(&field.name))) {
                let sql = column_to_add(model, field, self.pool.dialect());
                match self.pool.execute(Statement::owned(sql)).await {
                    Ok(_) => tracing::info!(table = model.table(), column = model.column(&field.name), "column added"),
                    // Another process that started at the same moment may have added it meanwhile.
                    Err(error) => {
                        if !self.columns(model.table()).await?.contains(model.column(&field.name)) {
                            return Err(error);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The columns of a table; none if there is no such table.
    pub(super) async fn columns(&self, table: &str) -> StoreResult<BTreeSet<String>> {
        let statement = Statement::new(match self.pool.dialect() {
            Dialect::Sqlite => r#"SELECT "name" FROM pragma_table_info(?)"#,
            // The driver reads the catalogue's own type of names only as text.
            Dialect::Postgres => {
                r#"SELECT column_name::text AS "name" FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name = ?"#
            }
            Dialect::MySql => {
                r#"SELECT CAST(column_name AS CHAR) AS "name" FROM information_schema.columns
                WHERE table_schema = DATABASE() AND table_name = ?"#
            }
        });
        let rows = self.pool.fetch_all(statement.bind(table)).await?;
        rows.iter().map(|row| row.text("name")).collect::<Result<_, StoreError>>()
    }
}

fn column_to_add(model: &ModelSchema, field: &Field, dialect: Dialect) -> String {
    let name = model.model().name();
    let kind = match (&field.kind, dialect) {
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
        (FieldKind::Date, Dialect::MySql) => "timestamp(3) NULL",
    };
    format!("ALTER TABLE \"{name}\" ADD COLUMN \"{name}.{}\" {kind}", field.name)
}
