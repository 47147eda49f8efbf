-- Better Auth's tables, as better-auth@1.7.25 makes them with every plugin on. A database that it made has
-- them already, so nothing is created twice.

CREATE TABLE IF NOT EXISTS "user" (
    "user.id" text NOT NULL PRIMARY KEY,
    "user.name" text NOT NULL,
    "user.email" text NOT NULL UNIQUE,
    "user.emailVerified" boolean NOT NULL,
    "user.image" text,
    "user.createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user.updatedAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user.twoFactorEnabled" boolean,
    "user.username" text UNIQUE,
    "user.displayUsername" text,
    "user.phoneNumber" text UNIQUE,
    "user.phoneNumberVerified" boolean,
    "user.role" text,
    "user.banned" boolean,
    "user.banReason" text,
    "user.banExpires" timestamptz
);

CREATE TABLE IF NOT EXISTS "session" (
    "session.id" text NOT NULL PRIMARY KEY,
    "session.expiresAt" timestamptz NOT NULL,
    "session.token" text NOT NULL UNIQUE,
    "session.createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "session.updatedAt" timestamptz NOT NULL,
    "session.ipAddress" text,
    "session.userAgent" text,
    "session.userId" text NOT NULL REFERENCES "user" ("user.id") ON DELETE CASCADE,
    "session.impersonatedBy" text,
    "session.activeOrganizationId" text,
    "session.activeTeamId" text
);

CREATE TABLE IF NOT EXISTS "account" (
    "account.id" text NOT NULL PRIMARY KEY,
    "account.accountId" text NOT NULL,
    "account.providerId" text NOT NULL,
    "account.userId" text NOT NULL REFERENCES "user" ("user.id") ON DELETE CASCADE,
    "account.accessToken" text,
    "account.refreshToken" text,
    "account.idToken" text,
    "account.accessTokenExpiresAt" timestamptz,
    "account.refreshTokenExpiresAt" timestamptz,
    "account.scope" text,
    "account.password" text,
    "account.createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "account.updatedAt" timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS "verification" (
    "verification.id" text NOT NULL PRIMARY KEY,
    "verification.identifier" text NOT NULL,
    "verification.value" text NOT NULL,
    "verification.expiresAt" timestamptz NOT NULL,
    "verification.createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verification.updatedAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE IF NOT EXISTS "rateLimit" (
    "rateLimit.id" text NOT NULL PRIMARY KEY,
    "rateLimit.key" text NOT NULL UNIQUE,
    "rateLimit.count" integer NOT NULL,
    "rateLimit.lastRequest" bigint NOT NULL
);

CREATE INDEX IF NOT EXISTS "session_userId_idx" ON "session" ("session.userId");
CREATE INDEX IF NOT EXISTS "account_userId_idx" ON "account" ("account.userId");
CREATE INDEX IF NOT EXISTS "verification_identifier_idx" ON "verification" ("verification.identifier");
