-- Ours: indexes on Better Auth's tables for lists of many users and for the chart of administration.

CREATE INDEX IF NOT EXISTS "latchkey_user_createdAt_idx" ON "user" ("user.createdAt", "user.id");
CREATE INDEX IF NOT EXISTS "latchkey_user_name_idx" ON "user" ("user.name", "user.id");
CREATE INDEX IF NOT EXISTS "latchkey_user_role_idx" ON "user" ("user.role");
CREATE INDEX IF NOT EXISTS "latchkey_session_createdAt_idx" ON "session" ("session.createdAt");
