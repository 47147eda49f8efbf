use async_trait::async_trait;

use super::{
    SqlStore,
    conditions::{to_integer, with_role},
    row::Row,
    statement::{Columns, Statement},
};
use crate::{
    schema::Model,
    store::{OrganizationRoleChanges, OrganizationRoleStore, RoleMaking, StoreError, StoreResult},
    wire::{OrganizationRole, Timestamp},
};

/// A role by its id.
const BY_ID: &str = r#" WHERE "organizationRole.id" = ? AND "organizationRole.organizationId" = ?"#;

/// Finds the roles of an organization with a name.
const NAMED: &str = r#"UPDATE "organizationRole" SET "organizationRole.role" = "organizationRole.role"
    WHERE "organizationRole.organizationId" = ? AND "organizationRole.role" = ?"#;

fn database(error: serde_json::Error) -> StoreError {
    StoreError::Database(Box::new(error))
}

impl SqlStore {
    /// The role in a row that holds `{organizationRole.*}`.
    fn organization_role(&self, row: &Row) -> StoreResult<OrganizationRole> {
        Ok(OrganizationRole {
            id: row.text("organizationRole.id")?,
            organization_id: row.text("organizationRole.organizationId")?,
            role: row.text("organizationRole.role")?,
            permission: serde_json::from_str(&row.text("organizationRole.permission")?).map_err(database)?,
            created_at: row.time("organizationRole.createdAt")?,
            updated_at: row.optional_time("organizationRole.updatedAt")?,
            fields: row.fields(self.model(Model::OrganizationRole))?,
        })
    }
}

#[async_trait]
impl OrganizationRoleStore for SqlStore {
    async fn create_organization_role(&self, role: &OrganizationRole, limit: Option<u64>) -> StoreResult<RoleMaking> {
        let mut tx = self.pool.begin().await?;
        Self::lock_organization(&mut tx, &role.organization_id).await?;
        if tx.execute(Statement::new(NAMED).bind(&role.organization_id).bind(&role.role)).await? > 0 {
            return Ok(RoleMaking::NameTaken);
        }
        let row = Columns::of(self.model(Model::OrganizationRole))
            .set("id", &role.id)
            .set("organizationId", &role.organization_id)
            .set("role", &role.role)
            .set("permission", &serde_json::to_string(&role.permission).map_err(database)?)
            .set("createdAt", role.created_at)
            .set("updatedAt", role.updated_at)
            .set_fields(&role.fields)?;
        let insert = row.insert_from(
            r#""organization" WHERE "organization.id" = ?
            AND (SELECT COUNT(*) FROM "organizationRole" WHERE "organizationRole.organizationId" = ?) < ?"#,
        );
        let limit = limit.map_or(i64::MAX, to_integer);
        if tx.execute(insert.bind(&role.organization_id).bind(&role.organization_id).bind(limit)).await? == 0 {
            return Ok(RoleMaking::LimitReached);
        }
        tx.commit().await?;
        Ok(RoleMaking::Done)
    }

    async fn list_organization_roles(&self, organization_id: &str) -> StoreResult<Vec<OrganizationRole>> {
        let statement = Statement::new(
            r#"SELECT {organizationRole.*} FROM "organizationRole" WHERE "organizationRole.organizationId" = ?
            ORDER BY "organizationRole.createdAt", "organizationRole.id""#,
        );
        let rows = self.pool.fetch_all(statement.bind(organization_id)).await?;
        rows.iter().map(|row| self.organization_role(row)).collect()
    }

    async fn update_organization_role(
        &self,
        organization_id: &str,
        id: &str,
        changes: &OrganizationRoleChanges,
        now: Timestamp,
    ) -> StoreResult<RoleMaking> {
        let mut tx = self.pool.begin().await?;
        Self::lock_organization(&mut tx, organization_id).await?;
        if let Some(name) = &changes.role
            && tx.execute(Statement::new(NAMED).bind(organization_id).bind(name)).await? > 0
        {
            return Ok(RoleMaking::NameTaken);
        }
        let row = Columns::of(self.model(Model::OrganizationRole))
            .set("updatedAt", now)
            .set_some("role", changes.role.as_ref())
            .set_some("permission", changes.permission.as_ref())
            .set_fields(&changes.fields)?;
        tx.execute(row.update().then(BY_ID).bind(id).bind(organization_id)).await?;
        tx.commit().await?;
        Ok(RoleMaking::Done)
    }

    async fn delete_organization_role(&self, role: &OrganizationRole) -> StoreResult<bool> {
        let mut tx = self.pool.begin().await?;
        Self::lock_organization(&mut tx, &role.organization_id).await?;
        let assigned = Statement::new(
            r#"UPDATE "member" SET "member.role" = "member.role" WHERE "member.organizationId" = ? AND "#,
        );
        let assigned = with_role(assigned.bind(&role.organization_id), r#""member.role""#, &role.role);
        if tx.execute(assigned).await? > 0 {
            return Ok(false);
        }
        let delete = Statement::new(r#"DELETE FROM "organizationRole""#).then(BY_ID);
        tx.execute(delete.bind(&role.id).bind(&role.organization_id)).await?;
        tx.commit().await?;
        Ok(true)
    }
}
