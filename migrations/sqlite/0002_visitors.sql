-- Ours: what the application keeps for a browser that need not be signed in (flash messages, return path).

CREATE TABLE "latchkeyVisitor" (
    "id" text NOT NULL PRIMARY KEY,
    "data" text NOT NULL,
    "expiresAt" date NOT NULL
);

CREATE INDEX "latchkeyVisitor_expiresAt_idx" ON "latchkeyVisitor" ("expiresAt");
