use async_trait::async_trait;

use super::{
    SqlStore,
    conditions::to_integer,
    row::Row,
    statement::{Columns, Statement},
};
use crate::{
    schema::Model,
    store::{InvitationStore, Invited, Joined, Seat, StoreError, StoreResult},
    wire::{Invitation, InvitationStatus, Member, Organization, Timestamp, UserInvitation},
};

impl SqlStore {
    /// The invitation in a row that holds `{invitation.*}`.
    fn invitation(&self, row: &Row) -> StoreResult<Invitation> {
        let status = row.text("invitation.status")?;
        Ok(Invitation {
            id: row.text("invitation.id")?,
            organization_id: row.text("invitation.organizationId")?,
            email: row.text("invitation.email")?,
            role: row.optional_text("invitation.role")?.unwrap_or_default(),
            status: InvitationStatus::parse(&status)
                .ok_or_else(|| StoreError::Database(format!("an invitation is `{status}`").into()))?,
            expires_at: row.time("invitation.expiresAt")?,
            created_at: row.time("invitation.createdAt")?,
            inviter_id: row.text("invitation.inviterId")?,
            fields: row.fields(self.model(Model::Invitation))?,
        })
    }
}

/// Goes on with a condition, and ends an invitation that waits.
const CLOSE: &str = r#"UPDATE "invitation" SET "invitation.status" = ?
    WHERE "invitation.organizationId" = ? AND "invitation.status" = 'pending'"#;

#[async_trait]
impl InvitationStore for SqlStore {
    async fn create_invitation(&self, invitation: &Invitation, limit: u64, replaces: bool) -> StoreResult<Invited> {
        let (organization_id, email) = (&invitation.organization_id, &invitation.email);
        let now = invitation.created_at;
        let mut tx = self.pool.begin().await?;
        Self::lock_organization(&mut tx, organization_id).await?;
        for team in invitation.team_ids() {
            let there = Statement::new(
                r#"UPDATE "team" SET "team.name" = "team.name" WHERE "team.id" = ? AND "team.organizationId" = ?"#,
            );
            if tx.execute(there.bind(team).bind(organization_id)).await? == 0 {
                return Ok(Invited::TeamNotFound);
            }
        }
        let close = Statement::new(CLOSE).then(r#" AND "invitation.email" = ? AND "invitation.expiresAt" > ?"#);
        let status = if replaces { InvitationStatus::Canceled } else { InvitationStatus::Pending };
        let waiting = close.bind(status.as_str()).bind(organization_id).bind(email).bind(now);
        if tx.execute(waiting).await? > 0 && !replaces {
            return Ok(Invited::AlreadyInvited);
        }
        let row = Columns::of(self.model(Model::Invitation))
            .set("id", &invitation.id)
            .set("organizationId", organization_id)
            .set("email", email)
            .set("role", &invitation.role)
            .set("status", invitation.status.as_str())
            .set("expiresAt", invitation.expires_at)
            .set("createdAt", now)
            .set("inviterId", &invitation.inviter_id)
            .set_fields(&invitation.fields)?;
        let insert = row.insert_from(
            r#""organization" WHERE "organization.id" = ? AND (SELECT COUNT(*) FROM "invitation"
            WHERE "invitation.organizationId" = ? AND "invitation.status" = 'pending'
            AND "invitation.expiresAt" > ?) < ?"#,
        );
        let insert = insert.bind(organization_id).bind(organization_id).bind(now).bind(to_integer(limit));
        if tx.execute(insert).await? == 0 {
            return Ok(Invited::LimitReached);
        }
        tx.commit().await?;
        Ok(Invited::Done)
    }

    async fn find_invitation(&self, id: &str) -> StoreResult<Option<(Invitation, Organization)>> {
        let statement = Statement::new(
            r#"SELECT {i.invitation.*}, {o.organization.*} FROM "invitation" i
            JOIN "organization" o ON o."organization.id" = i."invitation.organizationId" WHERE i."invitation.id" = ?"#,
        );
        let row = self.pool.fetch_optional(statement.bind(id)).await?;
        row.map(|row| Ok((self.invitation(&row)?, self.organization(&row)?))).transpose()
    }

    async fn find_pending_invitation(
        &self,
        organization_id: &str,
        email: &str,
        now: Timestamp,
    ) -> StoreResult<Option<Invitation>> {
        let statement = Statement::new(
            r#"SELECT {invitation.*} FROM "invitation" WHERE "invitation.organizationId" = ? AND "invitation.email" = ?
            AND "invitation.status" = 'pending' AND "invitation.expiresAt" > ?
            ORDER BY "invitation.createdAt", "invitation.id" LIMIT 1"#,
        );
        let row = self.pool.fetch_optional(statement.bind(organization_id).bind(email).bind(now)).await?;
        row.map(|row| self.invitation(&row)).transpose()
    }

    async fn extend_invitation(&self, organization_id: &str, id: &str, expires_at: Timestamp) -> StoreResult<bool> {
        let statement = Statement::new(
            r#"UPDATE "invitation" SET "invitation.expiresAt" = ? WHERE "invitation.organizationId" = ?
            AND "invitation.id" = ? AND "invitation.status" = 'pending'"#,
        );
        Ok(self.pool.execute(statement.bind(expires_at).bind(organization_id).bind(id)).await? > 0)
    }

    async fn close_invitation(&self, organization_id: &str, id: &str, status: InvitationStatus) -> StoreResult<bool> {
        let statement = Statement::new(CLOSE).then(r#" AND "invitation.id" = ?"#);
        Ok(self.pool.execute(statement.bind(status.as_str()).bind(organization_id).bind(id)).await? > 0)
    }

    async fn accept_invitation(
        &self,
        invitation: &Invitation,
        member: &Member,
        limit: u64,
        seats: &[Seat],
    ) -> StoreResult<Option<Joined>> {
        let mut tx = self.pool.begin().await?;
        if !Self::lock_organization(&mut tx, &invitation.organization_id).await? {
            return Ok(None);
        }
        let close = Statement::new(CLOSE).then(
            r#" AND "invitation.id" = ? AND "invitation.email" = ? AND "invitation.role" = ?
            AND "invitation.expiresAt" >= ?"#,
        );
        let accept = close
            .bind(InvitationStatus::Accepted.as_str())
            .bind(&invitation.organization_id)
            .bind(&invitation.id)
            .bind(&invitation.email)
            .bind(&invitation.role)
            .bind(member.created_at);
        if tx.execute(accept).await? == 0 {
            return Ok(None);
        }
        let joined = self.join_in(&mut tx, member, limit, seats).await?;
        if joined == Joined::Done {
            tx.commit().await?;
        }
        Ok(Some(joined))
    }

    async fn list_invitations(&self, organization_id: &str, limit: u64) -> StoreResult<Vec<Invitation>> {
        let statement = Statement::new(
            r#"SELECT {invitation.*} FROM "invitation" WHERE "invitation.organizationId" = ?
            ORDER BY CASE WHEN "invitation.status" = 'pending' THEN 0 ELSE 1 END, "invitation.createdAt" DESC,
            "invitation.id" LIMIT ?"#,
        );
        let rows = self.pool.fetch_all(statement.bind(organization_id).bind(to_integer(limit))).await?;
        rows.iter().map(|row| self.invitation(row)).collect()
    }

    async fn list_invitations_to(&self, email: &str, limit: u64) -> StoreResult<Vec<UserInvitation>> {
        let statement = Statement::new(
            r#"SELECT {i.invitation.*}, {o.organization.name} FROM "invitation" i
            JOIN "organization" o ON o."organization.id" = i."invitation.organizationId"
            WHERE i."invitation.email" = ? AND i."invitation.status" = 'pending'
            ORDER BY i."invitation.createdAt" DESC, i."invitation.id" LIMIT ?"#,
        );
        let rows = self.pool.fetch_all(statement.bind(email).bind(to_integer(limit))).await?;
        let read = |row: &Row| {
            Ok(UserInvitation { invitation: self.invitation(row)?, organization_name: row.text("organization.name")? })
        };
        rows.iter().map(read).collect()
    }
}
