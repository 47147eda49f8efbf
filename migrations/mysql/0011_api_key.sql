-- The table of Better Auth's plugin for API keys, which a database that it made has already. `key` is a hash.

CREATE TABLE IF NOT EXISTS "apikey" (
    "id" varchar(36) NOT NULL PRIMARY KEY,
    "configId" varchar(255) NOT NULL,
    "name" text,
    "start" text,
    "referenceId" varchar(255) NOT NULL,
    "prefix" text,
    "key" varchar(255) NOT NULL,
    "refillInterval" integer,
    "refillAmount" integer,
    "lastRefillAt" timestamp(3) NULL,
    "enabled" boolean,
    "rateLimitEnabled" boolean,
    "rateLimitTimeWindow" integer,
    "rateLimitMax" integer,
    "requestCount" integer,
    "remaining" integer,
    "lastRequest" timestamp(3) NULL,
    "expiresAt" timestamp(3) NULL,
    "createdAt" timestamp(3) NOT NULL,
    "updatedAt" timestamp(3) NOT NULL,
    "permissions" text,
    "metadata" text,
    INDEX "apikey_configId_idx" ("configId"),
    INDEX "apikey_referenceId_idx" ("referenceId"),
    INDEX "apikey_key_idx" ("key")
);
