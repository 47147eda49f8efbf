-- Ours: mails that have not left yet. The content is encrypted: mails hold links that sign people in.

CREATE TABLE IF NOT EXISTS "latchkeyOutbox" (
    "id" varchar(36) NOT NULL PRIMARY KEY,
    "content" mediumtext NOT NULL,
    "attempts" integer NOT NULL,
    "createdAt" timestamp(3) NOT NULL,
    "dueAt" timestamp(3) NOT NULL,
    INDEX "latchkeyOutbox_dueAt_idx" ("dueAt")
);
