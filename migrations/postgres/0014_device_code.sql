-- The table of Better Auth's plugin for device authorization, which a database that it made has already. `deviceCode` is a
-- hash, unless Better Auth uses the database as well.

CREATE TABLE IF NOT EXISTS "deviceCode" (
    "id" text NOT NULL PRIMARY KEY,
    "deviceCode" text NOT NULL,
    "userCode" text NOT NULL,
    "userId" text,
    "expiresAt" timestamptz NOT NULL,
    "status" text NOT NULL,
    "lastPolledAt" timestamptz,
    "pollingInterval" integer,
    "clientId" text,
    "scope" text
);

CREATE UNIQUE INDEX IF NOT EXISTS "latchkey_deviceCode_deviceCode_uidx" ON "deviceCode" ("deviceCode");
CREATE UNIQUE INDEX IF NOT EXISTS "latchkey_deviceCode_userCode_uidx" ON "deviceCode" ("userCode");
CREATE INDEX IF NOT EXISTS "latchkey_deviceCode_expiresAt_idx" ON "deviceCode" ("expiresAt");
