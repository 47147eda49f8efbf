-- The table of Better Auth's passkey plugin, which a database that it made has already, and below it one of ours: by
-- the hash of a passkey's id, so that no id is registered twice, the user handle that its authenticator knows.

CREATE TABLE IF NOT EXISTS "passkey" (
    "id" varchar(36) NOT NULL PRIMARY KEY,
    "name" text,
    "publicKey" text NOT NULL,
    "userId" varchar(36) NOT NULL,
    "credentialID" varchar(255) NOT NULL,
    "counter" integer NOT NULL,
    "deviceType" text NOT NULL,
    "backedUp" boolean NOT NULL,
    "transports" text,
    "createdAt" timestamp(3) NULL,
    "aaguid" text,
    INDEX "passkey_userId_idx" ("userId"),
    INDEX "passkey_credentialID_idx" ("credentialID"),
    FOREIGN KEY ("userId") REFERENCES "user" ("user.id") ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS "latchkeyPasskey" (
    "credentialHash" varchar(64) NOT NULL PRIMARY KEY,
    "userId" varchar(36) NOT NULL,
    "userHandle" varchar(255),
    INDEX "latchkeyPasskey_userId_idx" ("userId"),
    FOREIGN KEY ("userId") REFERENCES "user" ("user.id") ON DELETE CASCADE
);
