-- The tables of Better Auth's organization plugin with teams and roles of organizations, which a database that it made
-- has already, and an index of our own. Whether somebody is in an organization twice is decided under a lock of its row
-- (`auth/src/store/sql/members.rs`), not by a unique index: in a database that Better Auth made somebody may be.

CREATE TABLE IF NOT EXISTS "organization" (
    "organization.id" varchar(36) NOT NULL PRIMARY KEY,
    "organization.name" varchar(255) NOT NULL,
    "organization.slug" varchar(255) NOT NULL UNIQUE,
    "organization.logo" text,
    "organization.createdAt" timestamp(3) NOT NULL,
    "organization.metadata" text
);

CREATE TABLE IF NOT EXISTS "team" (
    "team.id" varchar(36) NOT NULL PRIMARY KEY,
    "team.name" text NOT NULL,
    "team.memberCount" integer NOT NULL,
    "team.organizationId" varchar(36) NOT NULL,
    "team.createdAt" timestamp(3) NOT NULL,
    "team.updatedAt" timestamp(3) NULL,
    INDEX "team_organizationId_idx" ("team.organizationId"),
    FOREIGN KEY ("team.organizationId") REFERENCES "organization" ("organization.id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "teamMember" (
    "teamMember.id" varchar(36) NOT NULL PRIMARY KEY,
    "teamMember.teamId" varchar(36) NOT NULL,
    "teamMember.userId" varchar(36) NOT NULL,
    "teamMember.membershipKey" varchar(255) UNIQUE,
    "teamMember.createdAt" timestamp(3) NULL,
    INDEX "teamMember_teamId_idx" ("teamMember.teamId"),
    INDEX "teamMember_userId_idx" ("teamMember.userId"),
    FOREIGN KEY ("teamMember.teamId") REFERENCES "team" ("team.id") ON DELETE CASCADE,
    FOREIGN KEY ("teamMember.userId") REFERENCES "user" ("user.id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "member" (
    "member.id" varchar(36) NOT NULL PRIMARY KEY,
    "member.organizationId" varchar(36) NOT NULL,
    "member.userId" varchar(36) NOT NULL,
    "member.role" varchar(255) NOT NULL,
    "member.createdAt" timestamp(3) NOT NULL,
    INDEX "member_organizationId_idx" ("member.organizationId"),
    INDEX "member_userId_idx" ("member.userId"),
    FOREIGN KEY ("member.organizationId") REFERENCES "organization" ("organization.id") ON DELETE CASCADE,
    FOREIGN KEY ("member.userId") REFERENCES "user" ("user.id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "invitation" (
    "invitation.id" varchar(36) NOT NULL PRIMARY KEY,
    "invitation.organizationId" varchar(36) NOT NULL,
    "invitation.email" varchar(255) NOT NULL,
    "invitation.role" varchar(255),
    "invitation.teamId" varchar(255),
    "invitation.status" varchar(255) NOT NULL,
    "invitation.expiresAt" timestamp(3) NOT NULL,
    "invitation.createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    "invitation.inviterId" varchar(36) NOT NULL,
    INDEX "invitation_organizationId_idx" ("invitation.organizationId"),
    INDEX "invitation_email_idx" ("invitation.email"),
    FOREIGN KEY ("invitation.organizationId") REFERENCES "organization" ("organization.id") ON DELETE CASCADE,
    FOREIGN KEY ("invitation.inviterId") REFERENCES "user" ("user.id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "organizationRole" (
    "organizationRole.id" varchar(36) NOT NULL PRIMARY KEY,
    "organizationRole.organizationId" varchar(36) NOT NULL,
    "organizationRole.role" varchar(255) NOT NULL,
    "organizationRole.permission" text NOT NULL,
    "organizationRole.createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    "organizationRole.updatedAt" timestamp(3) NULL,
    INDEX "organizationRole_organizationId_idx" ("organizationRole.organizationId"),
    INDEX "organizationRole_role_idx" ("organizationRole.role"),
    FOREIGN KEY ("organizationRole.organizationId") REFERENCES "organization" ("organization.id") ON DELETE CASCADE
);
