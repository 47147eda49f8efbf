-- Ours: indexes on Better Auth's tables for lists of many users and for the chart of administration. Names may be longer
-- than what a b-tree holds here, so there is none over them, and the one over roles holds hashes.

CREATE INDEX IF NOT EXISTS "latchkey_user_createdAt_idx" ON "user" ("user.createdAt", "user.id");
CREATE INDEX IF NOT EXISTS "latchkey_user_role_idx" ON "user" USING hash ("user.role");
CREATE INDEX IF NOT EXISTS "latchkey_session_createdAt_idx" ON "session" ("session.createdAt");
