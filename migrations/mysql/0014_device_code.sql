-- The table of Better Auth's plugin for device authorization, which a database that it made has already. `deviceCode` is a
-- hash, unless Better Auth uses the database as well.

CREATE TABLE IF NOT EXISTS "deviceCode" (
    "id" varchar(36) NOT NULL PRIMARY KEY,
    "deviceCode" varchar(191) NOT NULL,
    "userCode" varchar(191) NOT NULL,
    "userId" text,
    "expiresAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    "status" text NOT NULL,
    "lastPolledAt" timestamp(3) NULL,
    "pollingInterval" integer,
    "clientId" text,
    "scope" text,
    UNIQUE INDEX "latchkey_deviceCode_deviceCode_uidx" ("deviceCode"),
    UNIQUE INDEX "latchkey_deviceCode_userCode_uidx" ("userCode"),
    INDEX "latchkey_deviceCode_expiresAt_idx" ("expiresAt")
);
