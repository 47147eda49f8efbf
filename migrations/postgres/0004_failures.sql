-- Ours: guesses at passwords that failed, per account. The key is a hash.

CREATE TABLE "latchkeyFailure" (
    "id" text NOT NULL PRIMARY KEY,
    "count" integer NOT NULL,
    "lastAt" timestamptz NOT NULL
);

CREATE INDEX "latchkeyFailure_lastAt_idx" ON "latchkeyFailure" ("lastAt");
