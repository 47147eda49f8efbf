-- The table of Better Auth's two-factor plugin, which a database that it made has already, and below it one of ours:
-- the last period of a user's authenticator app whose code was used, so that no code counts twice.

CREATE TABLE IF NOT EXISTS "twoFactor" (
    "id" varchar(36) NOT NULL PRIMARY KEY,
    "secret" varchar(255) NOT NULL,
    "backupCodes" text NOT NULL,
    "userId" varchar(36) NOT NULL REFERENCES "user" ("user.id") ON DELETE CASCADE,
    "verified" boolean,
    "failedVerificationCount" integer,
    "lockedUntil" timestamp(3) NULL
);

CREATE INDEX IF NOT EXISTS "twoFactor_secret_idx" ON "twoFactor" ("secret");
CREATE INDEX IF NOT EXISTS "twoFactor_userId_idx" ON "twoFactor" ("userId");

CREATE TABLE "latchkeyTotpStep" (
    "userId" varchar(36) NOT NULL PRIMARY KEY REFERENCES "user" ("user.id") ON DELETE CASCADE,
    "lastStep" bigint NOT NULL
);
