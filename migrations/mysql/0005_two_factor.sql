-- The table of Better Auth's two-factor plugin, which a database that it made has already, and below it one of ours:
-- the last period of a user's authenticator app whose code was used, so that no code counts twice.

CREATE TABLE IF NOT EXISTS "twoFactor" (
    "id" varchar(36) NOT NULL PRIMARY KEY,
    "secret" varchar(255) NOT NULL,
    "backupCodes" text NOT NULL,
    "userId" varchar(36) NOT NULL,
    "verified" boolean,
    "failedVerificationCount" integer,
    "lockedUntil" timestamp(3) NULL,
    INDEX "twoFactor_secret_idx" ("secret"),
    INDEX "twoFactor_userId_idx" ("userId"),
    FOREIGN KEY ("userId") REFERENCES "user" ("user.id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "latchkeyTotpStep" (
    "userId" varchar(36) NOT NULL PRIMARY KEY,
    "lastStep" bigint NOT NULL,
    FOREIGN KEY ("userId") REFERENCES "user" ("user.id") ON DELETE CASCADE
);
