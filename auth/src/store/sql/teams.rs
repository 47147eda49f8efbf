use async_trait::async_trait;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{
    SqlStore,
    conditions::to_integer,
    pool::Tx,
    row::Row,
    statement::{Columns, Statement},
};
use crate::{
    schema::Model,
    store::{Joined, Seat, StoreResult, TeamRemoval, TeamStore},
    wire::{Fields, Team, TeamMember, Timestamp},
};

/// Somebody in a team.
const OF_TEAM: &str = r#" WHERE "teamMember.teamId" = ? AND "teamMember.userId" = ?"#;

/// The team in the organization.
const IN_ORGANIZATION: &str = r#" WHERE "team.id" = ? AND "team.organizationId" = ?"#;

/// Better Auth's column that lets nobody be in a team twice.
fn membership_key(member: &TeamMember) -> String {
    let pair = json!([member.team_id, member.user_id]).to_string();
    URL_SAFE_NO_PAD.encode(Sha256::digest(pair))
}

impl SqlStore {
    /// The team in a row that holds `{team.*}`.
    fn team(&self, row: &Row) -> StoreResult<Team> {
        Ok(Team {
            id: row.text("team.id")?,
            name: row.text("team.name")?,
            organization_id: row.text("team.organizationId")?,
            created_at: row.time("team.createdAt")?,
            updated_at: row.optional_time("team.updatedAt")?,
            fields: row.fields(self.model(Model::Team))?,
        })
    }

    fn team_member(row: &Row) -> StoreResult<TeamMember> {
        Ok(TeamMember {
            id: row.text("teamMember.id")?,
            team_id: row.text("teamMember.teamId")?,
            user_id: row.text("teamMember.userId")?,
            created_at: row.optional_time("teamMember.createdAt")?,
        })
    }

    pub(super) fn team_columns(&self, team: &Team, members: i64) -> StoreResult<Columns<'_>> {
        Columns::of(self.model(Model::Team))
            .set("id", &team.id)
            .set("name", &team.name)
            .set("memberCount", members)
            .set("organizationId", &team.organization_id)
            .set("createdAt", team.created_at)
            .set("updatedAt", team.updated_at)
            .set_fields(&team.fields)
    }

    pub(super) fn team_member_columns(&self, member: &TeamMember) -> Columns<'_> {
        Columns::of(self.model(Model::TeamMember))
            .set("id", &member.id)
            .set("teamId", &member.team_id)
            .set("userId", &member.user_id)
            .set("membershipKey", &membership_key(member))
            .set("createdAt", member.created_at)
    }

    /// Puts a member into a team, in an organization that is locked.
    pub(super) async fn take_seat_in(&self, tx: &mut Tx, organization_id: &str, seat: &Seat) -> StoreResult<Joined> {
        let Seat { member, limit } = seat;
        let there =
            Statement::new(r#"UPDATE "teamMember" SET "teamMember.userId" = "teamMember.userId""#).then(OF_TEAM);
        if tx.execute(there.bind(&member.team_id).bind(&member.user_id)).await? > 0 {
            return Ok(Joined::AlreadyIn);
        }
        let team = Statement::new(r#"UPDATE "team" SET "team.name" = "team.name""#).then(IN_ORGANIZATION);
        if tx.execute(team.bind(&member.team_id).bind(organization_id)).await? == 0 {
            return Ok(Joined::TeamNotFound);
        }
        let in_organization = Statement::new(
            r#"UPDATE "member" SET "member.role" = "member.role"
            WHERE "member.organizationId" = ? AND "member.userId" = ?"#,
        );
        if tx.execute(in_organization.bind(organization_id).bind(&member.user_id)).await? == 0 {
            return Ok(Joined::NotInOrganization);
        }
        let insert = self.team_member_columns(member).insert_from(
            r#""team" WHERE "team.id" = ? AND
            (SELECT COUNT(*) FROM "teamMember" WHERE "teamMember.teamId" = ?) < ?"#,
        );
        let limit = limit.map_or(i64::MAX, to_integer);
        if tx.execute(insert.bind(&member.team_id).bind(&member.team_id).bind(limit)).await? == 0 {
            return Ok(Joined::TeamFull);
        }
        Self::count_seats_in(tx, organization_id).await?;
        Ok(Joined::Done)
    }

    /// Writes how many members the teams have, which Better Auth reads; here the rows are counted.
    pub(super) async fn count_seats_in(tx: &mut Tx, organization_id: &str) -> StoreResult<()> {
        let statement = Statement::new(
            r#"UPDATE "team" SET "team.memberCount" =
            (SELECT COUNT(*) FROM "teamMember" tm WHERE tm."teamMember.teamId" = "team"."team.id")
            WHERE "team.organizationId" = ?"#,
        );
        tx.execute(statement.bind(organization_id)).await.map(|_| ())
    }
}

#[async_trait]
impl TeamStore for SqlStore {
    async fn create_team(&self, team: &Team, limit: Option<u64>) -> StoreResult<bool> {
        let mut tx = self.pool.begin().await?;
        Self::lock_organization(&mut tx, &team.organization_id).await?;
        let insert = self.team_columns(team, 0)?.insert_from(
            r#""organization" WHERE "organization.id" = ?
            AND (SELECT COUNT(*) FROM "team" WHERE "team.organizationId" = ?) < ?"#,
        );
        let limit = limit.map_or(i64::MAX, to_integer);
        let made = tx.execute(insert.bind(&team.organization_id).bind(&team.organization_id).bind(limit)).await?;
        tx.commit().await?;
        Ok(made > 0)
    }

    async fn find_team(&self, organization_id: &str, id: &str) -> StoreResult<Option<Team>> {
        let statement = Statement::new(r#"SELECT {team.*} FROM "team""#).then(IN_ORGANIZATION);
        let row = self.pool.fetch_optional(statement.bind(id).bind(organization_id)).await?;
        row.map(|row| self.team(&row)).transpose()
    }

    async fn find_team_as(&self, id: &str, user_id: &str) -> StoreResult<Option<(Team, bool)>> {
        let statement = Statement::new(
            r#"SELECT {t.team.*}, (SELECT COUNT(*) FROM "teamMember" tm JOIN "member" m
                ON m."member.userId" = tm."teamMember.userId" AND m."member.organizationId" = t."team.organizationId"
                WHERE tm."teamMember.teamId" = t."team.id" AND tm."teamMember.userId" = ?) AS "memberships"
            FROM "team" t WHERE t."team.id" = ?"#,
        );
        let row = self.pool.fetch_optional(statement.bind(user_id).bind(id)).await?;
        row.map(|row| Ok((self.team(&row)?, row.integer("memberships")? > 0))).transpose()
    }

    async fn list_teams(&self, organization_id: &str) -> StoreResult<Vec<Team>> {
        let statement = Statement::new(
            r#"SELECT {team.*} FROM "team" WHERE "team.organizationId" = ? ORDER BY "team.createdAt", "team.id""#,
        );
        let rows = self.pool.fetch_all(statement.bind(organization_id)).await?;
        rows.iter().map(|row| self.team(row)).collect()
    }

    async fn list_teams_of(&self, user_id: &str, organization_id: Option<&str>) -> StoreResult<Vec<Team>> {
        let mut statement = Statement::new(
            r#"SELECT {t.team.*} FROM "teamMember" tm JOIN "team" t ON t."team.id" = tm."teamMember.teamId"
            WHERE tm."teamMember.userId" = ? AND EXISTS (SELECT 1 FROM "member" m
                WHERE m."member.organizationId" = t."team.organizationId" AND m."member.userId" = ?)"#,
        )
        .bind(user_id)
        .bind(user_id);
        if let Some(organization_id) = organization_id {
            statement = statement.then(r#" AND t."team.organizationId" = ?"#).bind(organization_id);
        }
        let rows = self.pool.fetch_all(statement.then(r#" ORDER BY t."team.createdAt", t."team.id""#)).await?;
        rows.iter().map(|row| self.team(row)).collect()
    }

    async fn update_team(
        &self,
        organization_id: &str,
        id: &str,
        name: Option<&str>,
        fields: &Fields,
        now: Timestamp,
    ) -> StoreResult<Option<Team>> {
        let row =
            Columns::of(self.model(Model::Team)).set("updatedAt", now).set_some("name", name).set_fields(fields)?;
        self.pool.execute(row.update().then(IN_ORGANIZATION).bind(id).bind(organization_id)).await?;
        self.find_team(organization_id, id).await
    }

    async fn remove_team(&self, organization_id: &str, id: &str, keeps_one: bool) -> StoreResult<TeamRemoval> {
        // Invitations to the team are read before the lock: one that comes between finds no such team when it is accepted.
        let statement = Statement::new(
            r#"SELECT {invitation.id}, "invitation.teamId" AS "teams" FROM "invitation"
            WHERE "invitation.organizationId" = ? AND "invitation.status" = 'pending' AND "invitation.teamId" IS NOT NULL"#,
        );
        let invitations = self.pool.fetch_all(statement.bind(organization_id)).await?;
        let mut tx = self.pool.begin().await?;
        Self::lock_organization(&mut tx, organization_id).await?;
        let others = Statement::new(
            r#"UPDATE "team" SET "team.name" = "team.name" WHERE "team.organizationId" = ? AND "team.id" <> ?"#,
        );
        let is_last = tx.execute(others.bind(organization_id).bind(id)).await? == 0;
        let members = Statement::new(
            r#"DELETE FROM "teamMember" WHERE "teamMember.teamId" IN
            (SELECT "team.id" FROM "team" WHERE "team.id" = ? AND "team.organizationId" = ?)"#,
        );
        tx.execute(members.bind(id).bind(organization_id)).await?;
        let team = Statement::new(r#"DELETE FROM "team""#).then(IN_ORGANIZATION);
        if tx.execute(team.bind(id).bind(organization_id)).await? == 0 {
            return Ok(TeamRemoval::NotFound);
        }
        if is_last && keeps_one {
            return Ok(TeamRemoval::LastTeam);
        }
        for row in invitations {
            let teams = row.text("teams")?;
            if !teams.split(',').any(|team| team == id) {
                continue;
            }
            let rest: Vec<_> = teams.split(',').filter(|team| *team != id).collect();
            let rest = (!rest.is_empty()).then(|| rest.join(","));
            let statement = Statement::new(
                r#"UPDATE "invitation" SET "invitation.teamId" = ? WHERE "invitation.id" = ? AND "invitation.teamId" = ?"#,
            );
            tx.execute(statement.bind(&rest).bind(&row.text("invitation.id")?).bind(&teams)).await?;
        }
        tx.commit().await?;
        Ok(TeamRemoval::Done)
    }

    async fn find_team_member(
        &self,
        organization_id: &str,
        team_id: &str,
        user_id: &str,
    ) -> StoreResult<Option<TeamMember>> {
        let statement = Statement::new(
            r#"SELECT {tm.teamMember.*} FROM "teamMember" tm JOIN "team" t ON t."team.id" = tm."teamMember.teamId"
            WHERE t."team.organizationId" = ? AND tm."teamMember.teamId" = ? AND tm."teamMember.userId" = ?"#,
        );
        let row = self.pool.fetch_optional(statement.bind(organization_id).bind(team_id).bind(user_id)).await?;
        row.as_ref().map(Self::team_member).transpose()
    }

    async fn list_team_members(&self, team_id: &str) -> StoreResult<Vec<TeamMember>> {
        let statement = Statement::new(
            r#"SELECT {teamMember.*} FROM "teamMember" WHERE "teamMember.teamId" = ?
            ORDER BY "teamMember.createdAt", "teamMember.id""#,
        );
        self.pool.fetch_all(statement.bind(team_id)).await?.iter().map(Self::team_member).collect()
    }

    async fn add_team_member(&self, organization_id: &str, seat: &Seat) -> StoreResult<Joined> {
        let mut tx = self.pool.begin().await?;
        Self::lock_organization(&mut tx, organization_id).await?;
        let joined = self.take_seat_in(&mut tx, organization_id, seat).await?;
        if joined == Joined::Done {
            tx.commit().await?;
        }
        Ok(joined)
    }

    async fn remove_team_member(&self, organization_id: &str, team_id: &str, user_id: &str) -> StoreResult<bool> {
        let mut tx = self.pool.begin().await?;
        Self::lock_organization(&mut tx, organization_id).await?;
        let statement = Statement::new(r#"DELETE FROM "teamMember""#)
            .then(OF_TEAM)
            .then(r#" AND "teamMember.teamId" IN (SELECT "team.id" FROM "team" WHERE "team.organizationId" = ?)"#);
        let removed = tx.execute(statement.bind(team_id).bind(user_id).bind(organization_id)).await? > 0;
        Self::count_seats_in(&mut tx, organization_id).await?;
        tx.commit().await?;
        Ok(removed)
    }
}
