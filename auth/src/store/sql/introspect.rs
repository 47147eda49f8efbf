//! What a database has.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::{SqlStore, spelling::Dialect, statement::Statement};
use crate::{schema::Model, store::StoreResult};

/// Tables and their columns.
pub(super) type Catalogue = BTreeMap<String, BTreeSet<String>>;

/// What tables have to be made with, beyond what the migrations say.
#[derive(Debug)]
pub(super) enum NewTables {
    /// Nothing.
    AsTheyAre,
    /// MySQL: a collation, for tables that refer to people and for others.
    MySql { referring: String },
}

/// Compares code points, so that `a`, `A` and `á` are three texts. The server's default may be no UTF-8 at all.
const EXACT: &str = "utf8mb4_bin";

impl NewTables {
    /// Completes a statement, or several, of a migration.
    pub(super) fn complete<'a>(&self, sql: &'a str) -> Cow<'a, str> {
        let Self::MySql { referring } = self else { return sql.into() };
        let statements = sql.split(";\n").map(|statement| {
            let Some(body) = statement.trim_end().strip_suffix("\n)") else { return statement.to_owned() };
            // What refers to people refers to organizations too.
            let shared = body.contains("REFERENCES") || body.contains(r#" "organization" ("#);
            let collation = if shared { referring } else { EXACT };
            format!("{body}\n) COLLATE {collation}")
        });
        statements.collect::<Vec<_>>().join(";\n").into()
    }
}

impl SqlStore {
    /// How tables are made in this database. In MySQL a foreign key has the collation of what it refers to, and Better
    /// Auth's tables have the server's default.
    pub(super) async fn new_tables(&self) -> StoreResult<NewTables> {
        if self.pool.dialect() != Dialect::MySql {
            return Ok(NewTables::AsTheyAre);
        }
        let statement = Statement::new(
            "SELECT CAST(table_collation AS CHAR) AS collation_name FROM information_schema.tables
            WHERE table_schema = DATABASE() AND table_name = ?",
        );
        let row = self.pool.fetch_optional(statement.bind(self.model(Model::User).table())).await?;
        let there = row.map(|row| row.text("collation_name")).transpose()?;
        Ok(NewTables::MySql { referring: there.unwrap_or_else(|| EXACT.to_owned()) })
    }

    /// The tables that are there, with their columns.
    pub(super) async fn catalogue(&self) -> StoreResult<Catalogue> {
        let statement = Statement::new(match self.pool.dialect() {
            Dialect::Sqlite => {
                "SELECT list.name AS table_name, info.name AS column_name
                FROM sqlite_schema list JOIN pragma_table_info(list.name) info WHERE list.type = 'table'"
            }
            // The drivers read the catalogue's own types of names only as text.
            Dialect::Postgres => {
                "SELECT table_name::text AS table_name, column_name::text AS column_name
                FROM information_schema.columns WHERE table_schema = current_schema()"
            }
            Dialect::MySql => {
                "SELECT CAST(table_name AS CHAR) AS table_name, CAST(column_name AS CHAR) AS column_name
                FROM information_schema.columns WHERE table_schema = DATABASE()"
            }
        });
        let mut catalogue = Catalogue::new();
        for row in self.pool.fetch_all(statement).await? {
            catalogue.entry(row.text("table_name")?).or_default().insert(row.text("column_name")?);
        }
        Ok(catalogue)
    }
}
