use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::{SqlStore, row::Row, statement::Statement};
use crate::{
    store::{PasskeyStore, StoreError, StoreResult},
    wire::{DeviceType, Passkey},
};

const SELECT: &str = r#"SELECT "id", "name", "publicKey", "userId", "credentialID", "counter", "deviceType", "backedUp",
    "transports", "createdAt", "aaguid" FROM "passkey""#;

impl Passkey {
    fn of(row: &Row) -> StoreResult<Self> {
        let device_type = row.text("deviceType")?;
        Ok(Self {
            id: row.text("id")?,
            name: row.optional_text("name")?,
            public_key: row.text("publicKey")?,
            user_id: row.text("userId")?,
            credential_id: row.text("credentialID")?,
            counter: row.integer("counter")?,
            device_type: DeviceType::parse(&device_type)
                .ok_or_else(|| StoreError::Database(format!("a passkey is `{device_type}`").into()))?,
            backed_up: row.boolean("backedUp")?,
            transports: row.optional_text("transports")?,
            created_at: row.optional_time("createdAt")?,
            aaguid: row.optional_text("aaguid")?,
        })
    }
}

/// Ids have up to 1364 letters, which not every database indexes.
fn hash(credential_id: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(credential_id))
}

impl SqlStore {
    async fn passkey_of(&self, user_id: &str, id: &str) -> StoreResult<Option<Passkey>> {
        let statement = Statement::new(SELECT).then(r#" WHERE "id" = ? AND "userId" = ?"#);
        self.pool.fetch_optional(statement.bind(id).bind(user_id)).await?.as_ref().map(Passkey::of).transpose()
    }
}

#[async_trait]
impl PasskeyStore for SqlStore {
    async fn create_passkey(&self, passkey: &Passkey, user_handle: Option<&str>) -> StoreResult<bool> {
        let hash = hash(&passkey.credential_id);
        // Better Auth's table does not forbid a second one, and knows nothing of ours.
        if self.find_passkey(&passkey.credential_id).await?.is_some() {
            return Ok(false);
        }
        let mut tx = self.pool.begin().await?;
        let left_over = Statement::new(
            r#"DELETE FROM "latchkeyPasskey" WHERE "credentialHash" = ?
            AND NOT EXISTS (SELECT 1 FROM "passkey" WHERE "credentialID" = ?)"#,
        );
        tx.execute(left_over.bind(&hash).bind(&passkey.credential_id)).await?;
        let ours = Statement::new(
            r#"INSERT INTO "latchkeyPasskey" ("credentialHash", "userId", "userHandle") VALUES (?, ?, ?)"#,
        );
        let handle = user_handle.map(str::to_owned);
        match tx.execute(ours.bind(&hash).bind(&passkey.user_id).bind(&handle)).await {
            Ok(_) => {}
            Err(StoreError::Duplicate) => return Ok(false),
            Err(error) => return Err(error),
        }
        let statement = Statement::new(
            r#"INSERT INTO "passkey" ("id", "name", "publicKey", "userId", "credentialID", "counter", "deviceType",
            "backedUp", "transports", "createdAt", "aaguid") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"#,
        )
        .bind(&passkey.id)
        .bind(&passkey.name)
        .bind(&passkey.public_key)
        .bind(&passkey.user_id)
        .bind(&passkey.credential_id)
        .bind(passkey.counter)
        .bind(passkey.device_type.as_str())
        .bind(passkey.backed_up)
        .bind(&passkey.transports)
        .bind(passkey.created_at)
        .bind(&passkey.aaguid);
        tx.execute(statement).await?;
        tx.commit().await.map(|()| true)
    }

    async fn find_passkey(&self, credential_id: &str) -> StoreResult<Option<(Passkey, Option<String>)>> {
        let statement = Statement::new(SELECT).then(r#" WHERE "credentialID" = ? ORDER BY "createdAt", "id""#);
        let Some(row) = self.pool.fetch_optional(statement.bind(credential_id)).await? else {
            return Ok(None);
        };
        let passkey = Passkey::of(&row)?;
        let handle =
            Statement::new(r#"SELECT "userHandle" FROM "latchkeyPasskey" WHERE "credentialHash" = ? AND "userId" = ?"#);
        let handle = self.pool.fetch_optional(handle.bind(&hash(credential_id)).bind(&passkey.user_id)).await?;
        let handle = handle.map(|row| row.optional_text("userHandle")).transpose()?.flatten();
        Ok(Some((passkey, handle)))
    }

    async fn list_passkeys(&self, user_id: &str) -> StoreResult<Vec<Passkey>> {
        let statement = Statement::new(SELECT).then(r#" WHERE "userId" = ? ORDER BY "createdAt", "id""#);
        self.pool.fetch_all(statement.bind(user_id)).await?.iter().map(Passkey::of).collect()
    }

    async fn passkey_owner(&self, id: &str) -> StoreResult<Option<String>> {
        let statement = Statement::new(r#"SELECT "userId" FROM "passkey" WHERE "id" = ?"#);
        self.pool.fetch_optional(statement.bind(id)).await?.map(|row| row.text("userId")).transpose()
    }

    async fn use_passkey(&self, passkey: &Passkey, counter: i64, backed_up: bool) -> StoreResult<bool> {
        let statement = Statement::new(
            r#"UPDATE "passkey" SET "counter" = ?, "backedUp" = ? WHERE "id" = ? AND "userId" = ? AND "counter" < ?"#,
        );
        let statement = statement.bind(counter).bind(backed_up).bind(&passkey.id).bind(&passkey.user_id);
        // An authenticator that does not count stays at zero.
        let statement = statement.bind(if counter == 0 { 1 } else { counter });
        Ok(self.pool.execute(statement).await? == 1)
    }

    async fn rename_passkey(&self, user_id: &str, id: &str, name: &str) -> StoreResult<Option<Passkey>> {
        let statement = Statement::new(r#"UPDATE "passkey" SET "name" = ? WHERE "id" = ? AND "userId" = ?"#);
        self.pool.execute(statement.bind(name).bind(id).bind(user_id)).await?;
        self.passkey_of(user_id, id).await
    }

    async fn delete_passkey(&self, user_id: &str, id: &str) -> StoreResult<Option<Passkey>> {
        let Some(passkey) = self.passkey_of(user_id, id).await? else {
            return Ok(None);
        };
        let mut tx = self.pool.begin().await?;
        let statement = Statement::new(r#"DELETE FROM "passkey" WHERE "id" = ? AND "userId" = ?"#);
        let deleted = tx.execute(statement.bind(id).bind(user_id)).await?;
        let ours = Statement::new(r#"DELETE FROM "latchkeyPasskey" WHERE "credentialHash" = ? AND "userId" = ?"#);
        tx.execute(ours.bind(&hash(&passkey.credential_id)).bind(user_id)).await?;
        tx.commit().await?;
        Ok((deleted == 1).then_some(passkey))
    }
}
