-- The tables of Better Auth's organization plugin with teams and roles of organizations, which a database that it made
-- has already, and an index of our own. Whether somebody is in an organization twice is decided under a lock of its row
-- (`auth/src/store/sql/members.rs`), not by a unique index: in a database that Better Auth made somebody may be.

CREATE TABLE IF NOT EXISTS "organization" (
    "organization.id" text NOT NULL PRIMARY KEY,
    "organization.name" text NOT NULL,
    "organization.slug" text NOT NULL UNIQUE,
    "organization.logo" text,
    "organization.createdAt" timestamptz NOT NULL,
    "organization.metadata" text
);

CREATE TABLE IF NOT EXISTS "team" (
    "team.id" text NOT NULL PRIMARY KEY,
    "team.name" text NOT NULL,
    "team.memberCount" integer NOT NULL,
    "team.organizationId" text NOT NULL REFERENCES "organization" ("organization.id") ON DELETE CASCADE,
    "team.createdAt" timestamptz NOT NULL,
    "team.updatedAt" timestamptz
);

CREATE TABLE IF NOT EXISTS "teamMember" (
    "teamMember.id" text NOT NULL PRIMARY KEY,
    "teamMember.teamId" text NOT NULL REFERENCES "team" ("team.id") ON DELETE CASCADE,
    "teamMember.userId" text NOT NULL REFERENCES "user" ("user.id") ON DELETE CASCADE,
    "teamMember.membershipKey" text UNIQUE,
    "teamMember.createdAt" timestamptz
);

CREATE TABLE IF NOT EXISTS "member" (
    "member.id" text NOT NULL PRIMARY KEY,
    "member.organizationId" text NOT NULL REFERENCES "organization" ("organization.id") ON DELETE CASCADE,
    "member.userId" text NOT NULL REFERENCES "user" ("user.id") ON DELETE CASCADE,
    "member.role" text NOT NULL,
    "member.createdAt" timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS "invitation" (
    "invitation.id" text NOT NULL PRIMARY KEY,
    "invitation.organizationId" text NOT NULL REFERENCES "organization" ("organization.id") ON DELETE CASCADE,
    "invitation.email" text NOT NULL,
    "invitation.role" text,
    "invitation.teamId" text,
    "invitation.status" text NOT NULL,
    "invitation.expiresAt" timestamptz NOT NULL,
    "invitation.createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "invitation.inviterId" text NOT NULL REFERENCES "user" ("user.id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "organizationRole" (
    "organizationRole.id" text NOT NULL PRIMARY KEY,
    "organizationRole.organizationId" text NOT NULL REFERENCES "organization" ("organization.id") ON DELETE CASCADE,
    "organizationRole.role" text NOT NULL,
    "organizationRole.permission" text NOT NULL,
    "organizationRole.createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "organizationRole.updatedAt" timestamptz
);

CREATE INDEX IF NOT EXISTS "team_organizationId_idx" ON "team" ("team.organizationId");
CREATE INDEX IF NOT EXISTS "teamMember_teamId_idx" ON "teamMember" ("teamMember.teamId");
CREATE INDEX IF NOT EXISTS "teamMember_userId_idx" ON "teamMember" ("teamMember.userId");
CREATE INDEX IF NOT EXISTS "member_organizationId_idx" ON "member" ("member.organizationId");
CREATE INDEX IF NOT EXISTS "member_userId_idx" ON "member" ("member.userId");
CREATE INDEX IF NOT EXISTS "invitation_organizationId_idx" ON "invitation" ("invitation.organizationId");
CREATE INDEX IF NOT EXISTS "invitation_email_idx" ON "invitation" ("invitation.email");
CREATE INDEX IF NOT EXISTS "organizationRole_organizationId_idx" ON "organizationRole" ("organizationRole.organizationId");
CREATE INDEX IF NOT EXISTS "organizationRole_role_idx" ON "organizationRole" ("organizationRole.role");
CREATE INDEX IF NOT EXISTS "latchkey_invitation_inviterId_idx" ON "invitation" ("invitation.inviterId");
