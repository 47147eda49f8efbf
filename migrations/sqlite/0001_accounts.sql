-- Better Auth's tables, as better-auth@1.7.25 makes them with every plugin on. A database that it made has
-- them already, so nothing is created twice.

CREATE TABLE IF NOT EXISTS "user" (
    "user.id" text NOT NULL PRIMARY KEY,
    "user.name" text NOT NULL,
    "user.email" text NOT NULL UNIQUE,
    "user.emailVerified" integer NOT NULL,
    "user.image" text,
    "user.createdAt" date NOT NULL,
    "user.updatedAt" date NOT NULL,
    "user.twoFactorEnabled" integer,
    "user.username" text UNIQUE,
    "user.displayUsername" text,
    "user.phoneNumber" text UNIQUE,
    "user.phoneNumberVerified" integer,
    "user.role" text,
    "user.banned" integer,
    "user.banReason" text,
    "user.banExpires" date
);

CREATE TABLE IF NOT EXISTS "session" (
    "session.id" text NOT NULL PRIMARY KEY,
    "session.expiresAt" date NOT NULL,
    "session.token" text NOT NULL UNIQUE,
    "session.createdAt" date NOT NULL,
    "session.updatedAt" date NOT NULL,
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
    "account.accessTokenExpiresAt" date,
    "account.refreshTokenExpiresAt" date,
    "account.scope" text,
    "account.password" text,
    "account.createdAt" date NOT NULL,
    "account.updatedAt" date NOT NULL
);

CREATE TABLE IF NOT EXISTS "verification" (
    "verification.id" text NOT NULL PRIMARY KEY,
    "verification.identifier" text NOT NULL,
    "verification.value" text NOT NULL,
    "verification.expiresAt" date NOT NULL,
    "verification.createdAt" date NOT NULL,
    "verification.updatedAt" date NOT NULL
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
