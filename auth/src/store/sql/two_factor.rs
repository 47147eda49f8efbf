use async_trait::async_trait;

use super::{
    SqlStore,
    pool::Tx,
    row::Row,
    statement::{Columns, Statement},
};
use crate::{
    schema::Model,
    store::{KeyChange, StoreError, StoreResult, TrustedDeviceRow, TwoFactorRow, TwoFactorStore, UserChanges},
    wire::Timestamp,
};

impl TwoFactorRow {
    fn of(row: &Row) -> StoreResult<Self> {
        Ok(Self {
            id: row.text("id")?,
            user_id: row.text("userId")?,
            secret: row.text("secret")?,
            backup_codes: row.text("backupCodes")?,
            // Rows that are older than the column count, as upstream.
            verified: row.optional_boolean("verified")? != Some(false),
            locked_until: row.optional_time("lockedUntil")?,
        })
    }
}

#[async_trait]
impl TwoFactorStore for SqlStore {
    async fn find_two_factor(&self, user_id: &str) -> StoreResult<Option<TwoFactorRow>> {
        let statement = Statement::new(
            r#"SELECT "id", "userId", "secret", "backupCodes", "verified", "lockedUntil" FROM "twoFactor"
            WHERE "userId" = ? ORDER BY "id""#,
        );
        self.pool.fetch_optional(statement.bind(user_id)).await?.as_ref().map(TwoFactorRow::of).transpose()
    }

    async fn set_two_factor(&self, new: &TwoFactorRow, old: Option<&TwoFactorRow>) -> StoreResult<bool> {
        let mut tx = self.pool.begin().await?;
        lock_user(&mut tx, &new.user_id).await?;
        let statement = match old {
            Some(old) => Statement::new(
                r#"UPDATE "twoFactor" SET "secret" = ?, "backupCodes" = ?, "verified" = ?, "failedVerificationCount" = 0,
                "lockedUntil" = NULL WHERE "id" = ? AND "userId" = ? AND "secret" = ?
                AND ("verified" = ? OR NOT EXISTS (SELECT 1 FROM "user" WHERE "user.id" = ? AND "user.twoFactorEnabled" = ?))"#,
            )
            .bind(&new.secret)
            .bind(&new.backup_codes)
            .bind(new.verified)
            .bind(&old.id)
            .bind(&new.user_id)
            .bind(&old.secret)
            .bind(false)
            .bind(&new.user_id)
            .bind(true),
            None => Statement::new(
                r#"INSERT INTO "twoFactor" ("id", "userId", "secret", "backupCodes", "verified", "failedVerificationCount")
                VALUES (?, ?, ?, ?, ?, 0)"#,
            )
            .bind(&new.id)
            .bind(&new.user_id)
            .bind(&new.secret)
            .bind(&new.backup_codes)
            .bind(new.verified),
        };
        match tx.execute(statement).await {
            Ok(1) => {}
            Ok(_) | Err(StoreError::Duplicate) => return Ok(false),
            Err(error) => return Err(error),
        }
        // Codes of the old key say nothing of those of the new one.
        let steps = Statement::new(r#"DELETE FROM "latchkeyTotpStep" WHERE "userId" = ?"#);
        tx.execute(steps.bind(&new.user_id)).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn update_user_with_key(
        &self,
        id: &str,
        changes: &UserChanges,
        key: KeyChange<'_>,
        now: Timestamp,
    ) -> StoreResult<bool> {
        let row = Columns::of(self.model(Model::User)).set("updatedAt", now).set_changes(changes)?;
        let mut tx = self.pool.begin().await?;
        // The user first, here and in `set_two_factor`: whoever changes the two waits for whoever does so already.
        tx.execute(row.update().then(r#" WHERE "user.id" = ?"#).bind(id)).await?;
        match key {
            KeyChange::Counts(key) => {
                let statement =
                    Statement::new(r#"UPDATE "twoFactor" SET "verified" = ? WHERE "id" = ? AND "userId" = ?"#);
                if tx.execute(statement.bind(true).bind(key).bind(id)).await? == 0 {
                    return Ok(false);
                }
            }
            KeyChange::Goes => forget(&mut tx, id).await?,
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn replace_backup_codes(&self, id: &str, old: &str, new: &str) -> StoreResult<bool> {
        let statement =
            Statement::new(r#"UPDATE "twoFactor" SET "backupCodes" = ? WHERE "id" = ? AND "backupCodes" = ?"#);
        Ok(self.pool.execute(statement.bind(new).bind(id).bind(old)).await? == 1)
    }

    async fn delete_two_factor(&self, user_id: &str) -> StoreResult<()> {
        let mut tx = self.pool.begin().await?;
        lock_user(&mut tx, user_id).await?;
        forget(&mut tx, user_id).await?;
        tx.commit().await
    }

    async fn count_code(&self, id: &str, max: u32, locked_until: Timestamp, now: Timestamp) -> StoreResult<bool> {
        let passed = Statement::new(
            r#"UPDATE "twoFactor" SET "failedVerificationCount" = 0, "lockedUntil" = NULL
            WHERE "id" = ? AND "lockedUntil" <= ?"#,
        );
        self.pool.execute(passed.bind(id).bind(now)).await?;
        // MySQL assigns from left to right, so the column that the other one is made from comes last.
        let statement = Statement::new(
            r#"UPDATE "twoFactor" SET
            "lockedUntil" = CASE WHEN COALESCE("failedVerificationCount", 0) + 1 >= ? THEN ? ELSE NULL END,
            "failedVerificationCount" = COALESCE("failedVerificationCount", 0) + 1
            WHERE "id" = ? AND "lockedUntil" IS NULL"#,
        );
        Ok(self.pool.execute(statement.bind(i64::from(max)).bind(locked_until).bind(id)).await? == 1)
    }

    async fn forget_wrong_codes(&self, id: &str) -> StoreResult<()> {
        let statement = Statement::new(
            r#"UPDATE "twoFactor" SET "failedVerificationCount" = 0, "lockedUntil" = NULL WHERE "id" = ?"#,
        );
        self.pool.execute(statement.bind(id)).await.map(|_| ())
    }

    async fn use_totp_step(&self, user_id: &str, step: i64) -> StoreResult<bool> {
        let update =
            Statement::new(r#"UPDATE "latchkeyTotpStep" SET "lastStep" = ? WHERE "userId" = ? AND "lastStep" < ?"#);
        if self.pool.execute(update.bind(step).bind(user_id).bind(step)).await? == 1 {
            return Ok(true);
        }
        let insert = Statement::new(r#"INSERT INTO "latchkeyTotpStep" ("userId", "lastStep") VALUES (?, ?)"#);
        match self.pool.execute(insert.bind(user_id).bind(step)).await {
            Ok(_) => Ok(true),
            Err(StoreError::Duplicate) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn trusted_devices(&self, user_id: &str, now: Timestamp) -> StoreResult<Vec<TrustedDeviceRow>> {
        let statement = Statement::new(
            r#"SELECT {verification.id}, {verification.identifier}, {verification.createdAt}, {verification.expiresAt}
            FROM "verification" WHERE "verification.value" = ? AND "verification.identifier" LIKE 'trust-device-%'
            AND "verification.expiresAt" > ? ORDER BY "verification.createdAt" DESC, "verification.id""#,
        );
        let rows = self.pool.fetch_all(statement.bind(user_id).bind(now)).await?;
        let device = |row: &Row| {
            Ok(TrustedDeviceRow {
                id: row.text("verification.id")?,
                identifier: row.text("verification.identifier")?,
                created_at: row.time("verification.createdAt")?,
                expires_at: row.time("verification.expiresAt")?,
            })
        };
        rows.iter().map(device).collect()
    }

    async fn delete_trusted_device(&self, user_id: &str, id: &str) -> StoreResult<()> {
        let statement = Statement::new(
            r#"DELETE FROM "verification" WHERE "verification.id" = ? AND "verification.value" = ?
            AND "verification.identifier" LIKE 'trust-device-%'"#,
        );
        self.pool.execute(statement.bind(id).bind(user_id)).await.map(|_| ())
    }
}

/// Has this transaction wait for another one that changes the second factor of the user, whether there is a row of it or
/// not.
async fn lock_user(tx: &mut Tx, id: &str) -> StoreResult<()> {
    let statement = Statement::new(r#"UPDATE "user" SET "user.updatedAt" = "user.updatedAt" WHERE "user.id" = ?"#);
    tx.execute(statement.bind(id)).await.map(|_| ())
}

async fn forget(tx: &mut Tx, user_id: &str) -> StoreResult<()> {
    for sql in [
        r#"DELETE FROM "twoFactor" WHERE "userId" = ?"#,
        r#"DELETE FROM "latchkeyTotpStep" WHERE "userId" = ?"#,
        r#"DELETE FROM "verification" WHERE "verification.value" = ? AND "verification.identifier" LIKE 'trust-device-%'"#,
    ] {
        tx.execute(Statement::new(sql).bind(user_id)).await?;
    }
    Ok(())
}
