-- The table of Better Auth's JWT plugin, which a database that it made has already. Private keys are encrypted.

CREATE TABLE IF NOT EXISTS "jwks" (
    "id" varchar(36) NOT NULL PRIMARY KEY,
    "publicKey" text NOT NULL,
    "privateKey" text NOT NULL,
    "createdAt" timestamp(3) NOT NULL,
    "expiresAt" timestamp(3) NULL,
    "alg" text,
    "crv" text
);
