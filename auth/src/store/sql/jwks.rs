use async_trait::async_trait;

use super::{SqlStore, row::Row, statement::Statement};
use crate::store::{JwkRow, JwkStore, StoreResult};

impl JwkRow {
    fn of(row: &Row) -> StoreResult<Self> {
        Ok(Self {
            id: row.text("id")?,
            public_key: row.text("publicKey")?,
            private_key: row.text("privateKey")?,
            created_at: row.time("createdAt")?,
            expires_at: row.optional_time("expiresAt")?,
            alg: row.optional_text("alg")?,
            crv: row.optional_text("crv")?,
        })
    }
}

#[async_trait]
impl JwkStore for SqlStore {
    async fn list_jwks(&self) -> StoreResult<Vec<JwkRow>> {
        let statement = Statement::new(
            r#"SELECT "id", "publicKey", "privateKey", "createdAt", "expiresAt", "alg", "crv" FROM "jwks"
            ORDER BY "createdAt" DESC, "id""#,
        );
        self.pool.fetch_all(statement).await?.iter().map(JwkRow::of).collect()
    }

    async fn create_jwk(&self, row: &JwkRow) -> StoreResult<()> {
        let statement = Statement::new(
            r#"INSERT INTO "jwks" ("id", "publicKey", "privateKey", "createdAt", "expiresAt", "alg", "crv")
            VALUES (?, ?, ?, ?, ?, ?, ?)"#,
        )
        .bind(&row.id)
        .bind(&row.public_key)
        .bind(&row.private_key)
        .bind(row.created_at)
        .bind(row.expires_at)
        .bind(&row.alg)
        .bind(&row.crv);
        self.pool.execute(statement).await.map(|_| ())
    }
}
