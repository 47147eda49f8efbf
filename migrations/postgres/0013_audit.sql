-- Ours: what happened to accounts, and who did it. The ids begin with the time, so that their order is that of the events.

CREATE TABLE "latchkeyAudit" (
    "id" text NOT NULL PRIMARY KEY,
    "action" text NOT NULL,
    "actorId" text,
    "actingAs" text,
    "subjectId" text,
    "organizationId" text,
    "target" text,
    "detail" text,
    "ipAddress" text,
    "userAgent" text,
    "createdAt" timestamptz NOT NULL
);

CREATE INDEX "latchkeyAudit_subjectId_idx" ON "latchkeyAudit" ("subjectId", "id");
CREATE INDEX "latchkeyAudit_actorId_idx" ON "latchkeyAudit" ("actorId", "id");
CREATE INDEX "latchkeyAudit_organizationId_idx" ON "latchkeyAudit" ("organizationId", "id");
CREATE INDEX "latchkeyAudit_action_idx" ON "latchkeyAudit" ("action", "id");
