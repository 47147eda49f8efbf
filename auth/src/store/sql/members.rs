//! Who is in which organization. Whatever changes it locks the organization's row first, so that limits, the last owner
//! and who is in already are right whatever happens at the same moment.

use async_trait::async_trait;

use super::{
    SqlStore,
    admin::others_administer,
    conditions::{fitting, kind_of, to_integer, with_role},
    pool::Tx,
    row::Row,
    statement::{Columns, Statement},
};
use crate::{
    schema::Model,
    store::{Admins, Deletion, Departure, Joined, MemberList, MemberStore, OrganizationKey, Seat, StoreResult},
    wire::{Member, MemberUser, Organization, SortDirection},
};

/// A member with who they are.
const SELECT: &str = r#"SELECT {m.member.*}, {u.user.id}, {u.user.name}, {u.user.email}, {u.user.image} FROM "member" m
    JOIN "user" u ON u."user.id" = m."member.userId""#;

/// Of somebody who is in twice, as Better Auth allows, the first row counts.
const FIRST: &str = r#" ORDER BY m."member.createdAt", m."member.id" LIMIT 1"#;

impl SqlStore {
    /// The member in a row that holds `{member.*}` and who they are.
    fn member(&self, row: &Row) -> StoreResult<Member> {
        let user = MemberUser {
            id: row.text("user.id")?,
            name: row.text("user.name")?,
            email: row.text("user.email")?,
            image: row.optional_text("user.image")?,
        };
        Ok(Member {
            id: row.text("member.id")?,
            organization_id: row.text("member.organizationId")?,
            user_id: row.text("member.userId")?,
            role: row.text("member.role")?,
            created_at: row.time("member.createdAt")?,
            user: Some(user),
            fields: row.fields(self.model(Model::Member))?,
        })
    }

    pub(super) fn member_columns(&self, member: &Member) -> StoreResult<Columns<'_>> {
        Columns::of(self.model(Model::Member))
            .set("id", &member.id)
            .set("organizationId", &member.organization_id)
            .set("userId", &member.user_id)
            .set("role", &member.role)
            .set("createdAt", member.created_at)
            .set_fields(&member.fields)
    }

    /// Lets somebody into an organization that is locked, and into its teams.
    pub(super) async fn join_in(
        &self,
        tx: &mut Tx,
        member: &Member,
        limit: u64,
        seats: &[Seat],
    ) -> StoreResult<Joined> {
        let (organization_id, user_id) = (&member.organization_id, &member.user_id);
        let there = Statement::new(
            r#"UPDATE "member" SET "member.role" = "member.role"
            WHERE "member.organizationId" = ? AND "member.userId" = ?"#,
        );
        if tx.execute(there.bind(organization_id).bind(user_id)).await? > 0 {
            return Ok(Joined::AlreadyIn);
        }
        let insert = self.member_columns(member)?.insert_from(
            r#""organization" WHERE "organization.id" = ?
            AND (SELECT COUNT(*) FROM "member" WHERE "member.organizationId" = ?) < ?"#,
        );
        let insert = insert.bind(organization_id).bind(organization_id).bind(to_integer(limit));
        if tx.execute(insert).await? == 0 {
            return Ok(Joined::Full);
        }
        for seat in seats {
            match self.take_seat_in(tx, organization_id, seat).await? {
                Joined::Done | Joined::AlreadyIn => {}
                refused => return Ok(refused),
            }
        }
        Ok(Joined::Done)
    }

    /// Whether somebody else than this member has the role, in an organization that is locked.
    async fn has_other_owner(tx: &mut Tx, member: &Member, owner_role: &str) -> StoreResult<bool> {
        let others = Statement::new(
            r#"UPDATE "member" SET "member.role" = "member.role"
            WHERE "member.organizationId" = ? AND "member.userId" <> ? AND "#,
        );
        let others = others.bind(&member.organization_id).bind(&member.user_id);
        Ok(tx.execute(with_role(others, r#""member.role""#, owner_role)).await? > 0)
    }
}

/// A member as they were read; nothing is found if their role has changed since.
fn as_read(statement: Statement, member: &Member) -> Statement {
    let same = r#" WHERE "member.id" = ? AND "member.organizationId" = ? AND "member.role" = ?"#;
    statement.then(same).bind(&member.id).bind(&member.organization_id).bind(&member.role)
}

#[async_trait]
impl MemberStore for SqlStore {
    async fn find_membership(
        &self,
        key: OrganizationKey<'_>,
        user_id: &str,
    ) -> StoreResult<Option<(Organization, Member)>> {
        let (column, value) = match key {
            OrganizationKey::Id(id) => ("id", id),
            OrganizationKey::Slug(slug) => ("slug", slug),
        };
        let sql = format!(
            r#"SELECT {{o.organization.*}}, {{m.member.*}}, {{u.user.id}}, {{u.user.name}}, {{u.user.email}}, {{u.user.image}}
            FROM "member" m JOIN "user" u ON u."user.id" = m."member.userId"
            JOIN "organization" o ON o."organization.id" = m."member.organizationId"
            WHERE o."organization.{column}" = ? AND m."member.userId" = ?{FIRST}"#
        );
        let row = self.pool.fetch_optional(Statement::owned(sql).bind(value).bind(user_id)).await?;
        row.map(|row| Ok((self.organization(&row)?, self.member(&row)?))).transpose()
    }

    async fn find_member(&self, organization_id: &str, user_id: &str) -> StoreResult<Option<Member>> {
        let of_user = r#" WHERE m."member.organizationId" = ? AND m."member.userId" = ?"#;
        let statement = Statement::new(SELECT).then(of_user).then(FIRST).bind(organization_id).bind(user_id);
        self.pool.fetch_optional(statement).await?.map(|row| self.member(&row)).transpose()
    }

    async fn find_member_by_id(&self, organization_id: &str, id: &str) -> StoreResult<Option<Member>> {
        let by_id = r#" WHERE m."member.organizationId" = ? AND m."member.id" = ?"#;
        let statement = Statement::new(SELECT).then(by_id).bind(organization_id).bind(id);
        self.pool.fetch_optional(statement).await?.map(|row| self.member(&row)).transpose()
    }

    async fn list_members(&self, organization_id: &str, list: &MemberList) -> StoreResult<(Vec<Member>, u64)> {
        let model = self.model(Model::Member);
        let sort = list.sort.as_ref().map(|(field, direction)| (field.as_str(), *direction));
        let (sort, direction) = sort.unwrap_or(("createdAt", SortDirection::Asc));
        let mut condition = Statement::new(r#" WHERE "member.organizationId" = ?"#).bind(organization_id);
        if let Some(wanted) = &list.condition {
            let Some(wanted) = fitting(wanted, model, self.pool.dialect()) else {
                return Ok((Vec::new(), 0));
            };
            condition = condition.then(" AND ").then(&wanted.sql);
            condition.values.extend(wanted.values);
        }
        if kind_of(sort, model).is_none() {
            return Ok((Vec::new(), 0));
        }
        let filtered = |select: &'static str| {
            let mut statement = Statement::new(select).then(&condition.sql);
            statement.values.extend(condition.values.iter().cloned());
            statement
        };
        let total = self.count(filtered(r#"SELECT COUNT(*) AS "count" FROM "member""#)).await?;
        // The page is cut before people are joined to it, so that columns of members need no table before them.
        let way = if direction == SortDirection::Desc { "DESC" } else { "ASC" };
        let order = |table: &str| {
            let by_id = format!(r#"{table}"member.id" {way}"#);
            if sort == "id" { by_id } else { format!(r#"{table}"member.{sort}" {way}, {by_id}"#) }
        };
        let page = filtered(r#"(SELECT * FROM "member""#).then(&format!(" ORDER BY {} LIMIT ? OFFSET ?)", order("")));
        let page = page.bind(to_integer(list.limit)).bind(to_integer(list.offset));
        let mut statement =
            Statement::new("SELECT {m.member.*}, {u.user.id}, {u.user.name}, {u.user.email}, {u.user.image} FROM ");
        statement = statement.then(&page.sql).then(r#" m JOIN "user" u ON u."user.id" = m."member.userId" ORDER BY "#);
        statement = statement.then(&order("m."));
        statement.values = page.values;
        let rows = self.pool.fetch_all(statement).await?;
        Ok((rows.iter().map(|row| self.member(row)).collect::<StoreResult<_>>()?, total))
    }

    async fn count_members(&self, organization_id: &str) -> StoreResult<u64> {
        let statement = Statement::new(r#"SELECT COUNT(*) AS "count" FROM "member" WHERE "member.organizationId" = ?"#);
        self.count(statement.bind(organization_id)).await
    }

    async fn add_member(&self, member: &Member, limit: u64, seats: &[Seat]) -> StoreResult<Joined> {
        let mut tx = self.pool.begin().await?;
        if !Self::lock_organization(&mut tx, &member.organization_id).await? {
            return Ok(Joined::NotInOrganization);
        }
        let joined = self.join_in(&mut tx, member, limit, seats).await?;
        if joined == Joined::Done {
            tx.commit().await?;
        }
        Ok(joined)
    }

    async fn change_role(&self, member: &Member, role: &str, owner_role: &str) -> StoreResult<Departure> {
        let mut tx = self.pool.begin().await?;
        Self::lock_organization(&mut tx, &member.organization_id).await?;
        let stays_owner = crate::wire::Roles::split(role).any(|new| new == owner_role);
        if member.has_role(owner_role) && !stays_owner && !Self::has_other_owner(&mut tx, member, owner_role).await? {
            return Ok(Departure::LastOwner);
        }
        let change = Statement::new(r#"UPDATE "member" SET "member.role" = ?"#).bind(role);
        if tx.execute(as_read(change, member)).await? == 0 {
            return Ok(Departure::Changed);
        }
        tx.commit().await?;
        Ok(Departure::Done)
    }

    async fn remove_member(&self, member: &Member, owner_role: &str) -> StoreResult<Departure> {
        let mut tx = self.pool.begin().await?;
        Self::lock_organization(&mut tx, &member.organization_id).await?;
        if member.has_role(owner_role) && !Self::has_other_owner(&mut tx, member, owner_role).await? {
            return Ok(Departure::LastOwner);
        }
        if tx.execute(as_read(Statement::new(r#"DELETE FROM "member""#), member)).await? == 0 {
            return Ok(Departure::Changed);
        }
        let teams = Statement::new(
            r#"DELETE FROM "teamMember" WHERE "teamMember.userId" = ? AND "teamMember.teamId" IN
            (SELECT "team.id" FROM "team" WHERE "team.organizationId" = ?)"#,
        );
        if tx.execute(teams.bind(&member.user_id).bind(&member.organization_id)).await? > 0 {
            Self::count_seats_in(&mut tx, &member.organization_id).await?;
        }
        tx.commit().await?;
        Ok(Departure::Done)
    }

    async fn delete_member_everywhere(
        &self,
        user_id: &str,
        owner_role: &str,
        admins: Option<&Admins>,
    ) -> StoreResult<Deletion> {
        let mut tx = self.pool.begin().await?;
        let lock = Statement::new(
            r#"UPDATE "organization" SET "organization.name" = "organization.name" WHERE "organization.id" IN
            (SELECT "member.organizationId" FROM "member" WHERE "member.userId" = ?)"#,
        );
        tx.execute(lock.bind(user_id)).await?;
        let left_behind = Statement::new(
            r#"UPDATE "organization" SET "organization.name" = "organization.name" WHERE "organization.id" IN
            (SELECT m."member.organizationId" FROM "member" m WHERE m."member.userId" = ? AND "#,
        );
        let left_behind = with_role(left_behind.bind(user_id), r#"m."member.role""#, owner_role).then(
            r#" AND EXISTS (SELECT 1 FROM "member" o
                WHERE o."member.organizationId" = m."member.organizationId" AND o."member.userId" <> ?)
            AND NOT EXISTS (SELECT 1 FROM "member" p
                WHERE p."member.organizationId" = m."member.organizationId" AND p."member.userId" <> ? AND "#,
        );
        let left_behind = left_behind.bind(user_id).bind(user_id);
        let left_behind = with_role(left_behind, r#"p."member.role""#, owner_role).then("))");
        if tx.execute(left_behind).await? > 0 {
            return Ok(Deletion::LastOwner);
        }
        if let Some(admins) = admins
            && !others_administer(&mut tx, user_id, admins).await?
        {
            return Ok(Deletion::LastAdmin);
        }
        let alone = Statement::new(
            r#"SELECT m."member.organizationId" FROM "member" m WHERE m."member.userId" = ?
            AND NOT EXISTS (SELECT 1 FROM "member" o
                WHERE o."member.organizationId" = m."member.organizationId" AND o."member.userId" <> ?)"#,
        );
        Self::delete_organizations_in(&mut tx, &alone.bind(user_id).bind(user_id)).await?;
        Self::delete_user_in(&mut tx, user_id).await?;
        tx.commit().await?;
        Ok(Deletion::Done)
    }
}
