-- The table of Better Auth's passkey plugin, which a database that it made has already, and below it one of ours: by
-- the hash of a passkey's id, so that no id is registered twice, the user handle that its authenticator knows.

CREATE TABLE IF NOT EXISTS "passkey" (
    "id" text NOT NULL PRIMARY KEY,
    "name" text,
    "publicKey" text NOT NULL,
    "userId" text NOT NULL REFERENCES "user" ("user.id") ON DELETE CASCADE,
    "credentialID" text NOT NULL,
    "counter" integer NOT NULL,
    "deviceType" text NOT NULL,
    "backedUp" boolean NOT NULL,
    "transports" text,
    "createdAt" timestamptz,
    "aaguid" text
);

CREATE INDEX IF NOT EXISTS "passkey_userId_idx" ON "passkey" ("userId");
CREATE INDEX IF NOT EXISTS "passkey_credentialID_idx" ON "passkey" ("credentialID");

CREATE TABLE "latchkeyPasskey" (
    "credentialHash" text NOT NULL PRIMARY KEY,
    "userId" text NOT NULL REFERENCES "user" ("user.id") ON DELETE CASCADE,
    "userHandle" text
);

CREATE INDEX "latchkeyPasskey_userId_idx" ON "latchkeyPasskey" ("userId");
