use async_trait::async_trait;
use serde_json::Value as Json;

use super::{
    SqlStore,
    conditions::{fitting, to_integer},
    pool::Tx,
    row::Row,
    statement::{Columns, Statement},
};
use crate::{
    schema::Model,
    store::{Condition, NewOrganization, OrganizationChanges, OrganizationKey, OrganizationStore, StoreResult},
    wire::{Operator, Organization, OwnOrganization, Timestamp},
};

/// How many organizations somebody sees at most.
const MOST_LISTED: i64 = 1000;

impl SqlStore {
    /// The organization in a row that holds `{organization.*}`.
    pub(super) fn organization(&self, row: &Row) -> StoreResult<Organization> {
        Ok(Organization {
            id: row.text("organization.id")?,
            name: row.text("organization.name")?,
            slug: row.text("organization.slug")?,
            logo: row.optional_text("organization.logo")?,
            created_at: row.time("organization.createdAt")?,
            metadata: Some(row.optional_text("organization.metadata")?.map_or(Json::Null, Json::String)),
            fields: row.fields(self.model(Model::Organization))?,
        })
    }

    /// Locks an organization until the end of the transaction, so that whoever changes who and what is in it comes one
    /// after the other and counts what those before have left; whether it is there.
    pub(super) async fn lock_organization(tx: &mut Tx, id: &str) -> StoreResult<bool> {
        const LOCK: &str = r#"UPDATE "organization" SET "organization.name" = "organization.name"
            WHERE "organization.id" = ?"#;
        Ok(tx.execute(Statement::new(LOCK).bind(id)).await? > 0)
    }

    /// Deletes the organizations whose ids a condition selects, with everything in them but the members. MySQL forgets
    /// the foreign keys of Better Auth's tables, so all of it is deleted by name.
    pub(super) async fn delete_organizations_in(tx: &mut Tx, ids: &Statement) -> StoreResult<u64> {
        let of_them = |sql: &'static str, end: &str| {
            let mut statement = Statement::new(sql).then(&ids.sql).then(end);
            statement.values.extend(ids.values.iter().cloned());
            statement
        };
        for (sql, end) in [
            (
                r#"DELETE FROM "teamMember" WHERE "teamMember.teamId" IN (SELECT "team.id" FROM "team"
                WHERE "team.organizationId" IN ("#,
                "))",
            ),
            (r#"DELETE FROM "team" WHERE "team.organizationId" IN ("#, ")"),
            (r#"DELETE FROM "invitation" WHERE "invitation.organizationId" IN ("#, ")"),
            (r#"DELETE FROM "apikey" WHERE "referenceId" IN ("#, ")"),
            (r#"DELETE FROM "organizationRole" WHERE "organizationRole.organizationId" IN ("#, ")"),
        ] {
            tx.execute(of_them(sql, end)).await?;
        }
        tx.execute(of_them(r#"DELETE FROM "organization" WHERE "organization.id" IN ("#, ")")).await
    }
}

#[async_trait]
impl OrganizationStore for SqlStore {
    async fn create_organization(&self, new: &NewOrganization, limit: Option<u64>) -> StoreResult<bool> {
        let NewOrganization { organization, member, team } = new;
        let mut tx = self.pool.begin().await?;
        let lock = Statement::new(r#"UPDATE "user" SET "user.updatedAt" = "user.updatedAt" WHERE "user.id" = ?"#);
        tx.execute(lock.bind(&member.user_id)).await?;
        let row = Columns::of(self.model(Model::Organization))
            .set("id", &organization.id)
            .set("name", &organization.name)
            .set("slug", &organization.slug)
            .set("logo", &organization.logo)
            .set("createdAt", organization.created_at)
            .set("metadata", &organization.metadata.as_ref().and_then(Json::as_str).map(str::to_owned))
            .set_fields(&organization.fields)?;
        let mut insert = row.insert_from(r#""user" WHERE "user.id" = ?"#).bind(&member.user_id);
        if let Some(limit) = limit {
            insert = insert
                .then(r#" AND (SELECT COUNT(*) FROM "member" WHERE "member.userId" = ?) < ?"#)
                .bind(&member.user_id)
                .bind(to_integer(limit));
        }
        if tx.execute(insert).await? == 0 {
            return Ok(false);
        }
        tx.execute(self.member_columns(member)?.insert()).await?;
        if let Some((team, first)) = team {
            tx.execute(self.team_columns(team, 1)?.insert()).await?;
            tx.execute(self.team_member_columns(first).insert()).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn find_organization(&self, key: OrganizationKey<'_>) -> StoreResult<Option<Organization>> {
        let (column, value) = match key {
            OrganizationKey::Id(id) => ("id", id),
            OrganizationKey::Slug(slug) => ("slug", slug),
        };
        let sql = format!(r#"SELECT {{organization.*}} FROM "organization" WHERE "organization.{column}" = ?"#);
        let row = self.pool.fetch_optional(Statement::owned(sql).bind(value)).await?;
        row.map(|row| self.organization(&row)).transpose()
    }

    async fn update_organization(&self, id: &str, changes: &OrganizationChanges) -> StoreResult<Option<Organization>> {
        let row = Columns::of(self.model(Model::Organization))
            .set_some("name", changes.name.as_ref())
            .set_some("slug", changes.slug.as_ref())
            .set_some("logo", changes.logo.as_ref())
            .set_some("metadata", changes.metadata.as_ref())
            .set_fields(&changes.fields)?;
        if !row.is_empty() {
            self.pool.execute(row.update().then(r#" WHERE "organization.id" = ?"#).bind(id)).await?;
        }
        self.find_organization(OrganizationKey::Id(id)).await
    }

    async fn delete_organization(&self, id: &str) -> StoreResult<bool> {
        let mut tx = self.pool.begin().await?;
        Self::lock_organization(&mut tx, id).await?;
        let members = Statement::new(r#"DELETE FROM "member" WHERE "member.organizationId" = ?"#);
        tx.execute(members.bind(id)).await?;
        let deleted = Self::delete_organizations_in(&mut tx, &Statement::new("?").bind(id)).await?;
        tx.commit().await?;
        Ok(deleted > 0)
    }

    async fn list_organizations(&self, user_id: &str, now: Timestamp) -> StoreResult<Vec<OwnOrganization>> {
        let statement = Statement::new(
            r#"SELECT {o.organization.*}, {m.member.role}, (SELECT COUNT(*) FROM "invitation" i
                WHERE i."invitation.organizationId" = o."organization.id" AND i."invitation.status" = 'pending'
                AND i."invitation.expiresAt" > ?) AS "pending"
            FROM "member" m JOIN "organization" o ON o."organization.id" = m."member.organizationId"
            WHERE m."member.userId" = ? ORDER BY m."member.createdAt", m."member.id" LIMIT ?"#,
        );
        let rows = self.pool.fetch_all(statement.bind(now).bind(user_id).bind(MOST_LISTED)).await?;
        let own = |row: &Row| {
            Ok(OwnOrganization {
                organization: self.organization(row)?,
                role: row.text("member.role")?,
                pending_invitations: u64::try_from(row.integer("pending")?).unwrap_or_default(),
            })
        };
        rows.iter().map(own).collect()
    }

    async fn list_all_organizations(
        &self,
        search: &str,
        limit: u64,
        offset: u64,
    ) -> StoreResult<(Vec<(Organization, u64)>, u64)> {
        let model = self.model(Model::Organization);
        let wanted = |field: &str| Condition {
            field: field.to_owned(),
            operator: Operator::Contains,
            values: vec![search.to_owned()],
        };
        let condition = |field| fitting(&wanted(field), model, self.pool.dialect()).filter(|_| !search.is_empty());
        let conditions: Vec<_> = ["name", "slug"].into_iter().filter_map(condition).collect();
        let filtered = |select: &str| {
            let mut statement = Statement::owned(format!("SELECT {select} FROM \"organization\" o"));
            for (index, condition) in conditions.iter().enumerate() {
                statement = statement.then(if index == 0 { " WHERE " } else { " OR " }).then(&condition.sql);
                statement.values.extend(condition.values.iter().cloned());
            }
            statement
        };
        let total = self.count(filtered(r#"COUNT(*) AS "count""#)).await?;
        let members = r#"{o.organization.*}, (SELECT COUNT(*) FROM "member" m
            WHERE m."member.organizationId" = o."organization.id") AS "members""#;
        let order = r#" ORDER BY o."organization.createdAt" DESC, o."organization.id" DESC LIMIT ? OFFSET ?"#;
        let statement = filtered(members).then(order).bind(to_integer(limit)).bind(to_integer(offset));
        let rows = self.pool.fetch_all(statement).await?;
        let counted =
            |row: &Row| Ok((self.organization(row)?, u64::try_from(row.integer("members")?).unwrap_or_default()));
        Ok((rows.iter().map(counted).collect::<StoreResult<_>>()?, total))
    }

    async fn count_organizations(&self, user_id: &str) -> StoreResult<u64> {
        let statement = Statement::new(r#"SELECT COUNT(*) AS "count" FROM "member" WHERE "member.userId" = ?"#);
        self.count(statement.bind(user_id)).await
    }
}
