-- Ours: guesses at passwords that failed, per account. The key is a hash.

CREATE TABLE IF NOT EXISTS "latchkeyFailure" (
    "id" varchar(255) NOT NULL PRIMARY KEY,
    "count" integer NOT NULL,
    "lastAt" timestamp(3) NOT NULL,
    INDEX "latchkeyFailure_lastAt_idx" ("lastAt")
);
