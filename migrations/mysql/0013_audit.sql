-- Ours: what happened to accounts, and who did it. The ids begin with the time, so that their order is that of the events.

CREATE TABLE IF NOT EXISTS "latchkeyAudit" (
    "id" varchar(36) NOT NULL PRIMARY KEY,
    "action" varchar(64) NOT NULL,
    "actorId" varchar(255),
    "actingAs" varchar(255),
    "subjectId" varchar(255),
    "organizationId" varchar(255),
    "target" varchar(255),
    "detail" varchar(255),
    "ipAddress" varchar(64),
    "userAgent" varchar(512),
    "createdAt" timestamp(3) NOT NULL,
    INDEX "latchkeyAudit_subjectId_idx" ("subjectId", "id"),
    INDEX "latchkeyAudit_actorId_idx" ("actorId", "id"),
    INDEX "latchkeyAudit_organizationId_idx" ("organizationId", "id"),
    INDEX "latchkeyAudit_action_idx" ("action", "id")
);
