-- Ours: mails that have not left yet. The content is encrypted: mails hold links that sign people in.

CREATE TABLE "latchkeyOutbox" (
    "id" text NOT NULL PRIMARY KEY,
    "content" text NOT NULL,
    "attempts" integer NOT NULL,
    "createdAt" date NOT NULL,
    "dueAt" date NOT NULL
);

CREATE INDEX "latchkeyOutbox_dueAt_idx" ON "latchkeyOutbox" ("dueAt");
