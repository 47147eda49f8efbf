-- The table of Better Auth's two-factor plugin, which a database that it made has already, and below it one of ours:
-- the last period of a user's authenticator app whose code was used, so that no code counts twice.

CREATE TABLE IF NOT EXISTS "twoFactor" (
    "id" text NOT NULL PRIMARY KEY,
    "secret" text NOT NULL,
    "backupCodes" text NOT NULL,
    "userId" text NOT NULL REFERENCES "user" ("user.id") ON DELETE CASCADE,
    "verified" integer,
    "failedVerificationCount" integer,
    "lockedUntil" date
);

CREATE INDEX IF NOT EXISTS "twoFactor_secret_idx" ON "twoFactor" ("secret");
CREATE INDEX IF NOT EXISTS "twoFactor_userId_idx" ON "twoFactor" ("userId");

CREATE TABLE "latchkeyTotpStep" (
    "userId" text NOT NULL PRIMARY KEY REFERENCES "user" ("user.id") ON DELETE CASCADE,
    "lastStep" bigint NOT NULL
);
