-- Ours: guesses at passwords that failed, per account. The key is a hash.

CREATE TABLE "latchkeyFailure" (
    "id" varchar(255) NOT NULL PRIMARY KEY,
    "count" integer NOT NULL,
    "lastAt" timestamp(3) NOT NULL
);

CREATE INDEX "latchkeyFailure_lastAt_idx" ON "latchkeyFailure" ("lastAt");
