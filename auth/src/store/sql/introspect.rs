//! What a database has.

use std::collections::{BTreeMap, BTreeSet};

use super::{SqlStore, spelling::Dialect, statement::Statement};
use crate::store::StoreResult;

/// Tables and their columns.
pub(super) type Catalogue = BTreeMap<String, BTreeSet<String>>;

impl SqlStore {
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
