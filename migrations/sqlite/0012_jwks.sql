-- The table of Better Auth's JWT plugin, which a database that it made has already. Private keys are encrypted.

CREATE TABLE IF NOT EXISTS "jwks" (
    "id" text NOT NULL PRIMARY KEY,
    "publicKey" text NOT NULL,
    "privateKey" text NOT NULL,
    "createdAt" date NOT NULL,
    "expiresAt" date,
    "alg" text,
    "crv" text
);
