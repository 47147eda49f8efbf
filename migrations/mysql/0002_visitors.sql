-- Ours: what the application keeps for a browser that need not be signed in (flash messages, return path).

CREATE TABLE IF NOT EXISTS "latchkeyVisitor" (
    "id" varchar(255) NOT NULL PRIMARY KEY,
    "data" mediumtext NOT NULL,
    "expiresAt" timestamp(3) NOT NULL,
    INDEX "latchkeyVisitor_expiresAt_idx" ("expiresAt")
);
