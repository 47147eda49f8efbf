-- Better Auth's tables, as better-auth@1.7.25 makes them with every plugin on. A database that it made has
-- them already, so nothing is created twice. In the files for MySQL indexes and foreign keys stand inside of the table:
-- MySQL knows no `CREATE INDEX IF NOT EXISTS` and overlooks `REFERENCES` behind a column. The collation is added when
-- they are run (`auth/src/store/sql/introspect.rs`).

CREATE TABLE IF NOT EXISTS "user" (
    "user.id" varchar(36) NOT NULL PRIMARY KEY,
    "user.name" varchar(255) NOT NULL,
    "user.email" varchar(255) NOT NULL UNIQUE,
    "user.emailVerified" boolean NOT NULL,
    "user.image" text,
    "user.createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    "user.updatedAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    "user.twoFactorEnabled" boolean,
    "user.username" varchar(255) UNIQUE,
    "user.displayUsername" text,
    "user.phoneNumber" varchar(255) UNIQUE,
    "user.phoneNumberVerified" boolean,
    "user.role" text,
    "user.banned" boolean,
    "user.banReason" text,
    "user.banExpires" timestamp(3) NULL
);

CREATE TABLE IF NOT EXISTS "session" (
    "session.id" varchar(36) NOT NULL PRIMARY KEY,
    "session.expiresAt" timestamp(3) NOT NULL,
    "session.token" varchar(255) NOT NULL UNIQUE,
    "session.createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    "session.updatedAt" timestamp(3) NOT NULL,
    "session.ipAddress" text,
    "session.userAgent" text,
    "session.userId" varchar(36) NOT NULL,
    "session.impersonatedBy" text,
    "session.activeOrganizationId" text,
    "session.activeTeamId" text,
    INDEX "session_userId_idx" ("session.userId"),
    FOREIGN KEY ("session.userId") REFERENCES "user" ("user.id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "account" (
    "account.id" varchar(36) NOT NULL PRIMARY KEY,
    "account.accountId" text NOT NULL,
    "account.providerId" text NOT NULL,
    "account.userId" varchar(36) NOT NULL,
    "account.accessToken" text,
    "account.refreshToken" text,
    "account.idToken" text,
    "account.accessTokenExpiresAt" timestamp(3) NULL,
    "account.refreshTokenExpiresAt" timestamp(3) NULL,
    "account.scope" text,
    "account.password" text,
    "account.createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    "account.updatedAt" timestamp(3) NOT NULL,
    INDEX "account_userId_idx" ("account.userId"),
    FOREIGN KEY ("account.userId") REFERENCES "user" ("user.id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "verification" (
    "verification.id" varchar(36) NOT NULL PRIMARY KEY,
    "verification.identifier" varchar(255) NOT NULL,
    "verification.value" text NOT NULL,
    "verification.expiresAt" timestamp(3) NOT NULL,
    "verification.createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    "verification.updatedAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    INDEX "verification_identifier_idx" ("verification.identifier")
);

CREATE TABLE IF NOT EXISTS "rateLimit" (
    "rateLimit.id" varchar(36) NOT NULL PRIMARY KEY,
    "rateLimit.key" varchar(255) NOT NULL UNIQUE,
    "rateLimit.count" integer NOT NULL,
    "rateLimit.lastRequest" bigint NOT NULL
);
