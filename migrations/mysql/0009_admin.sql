-- The indexes that this migration makes in the other databases are made by `auth/src/store/sql/migrations.rs`: MySQL
-- knows no `CREATE INDEX IF NOT EXISTS`.

DO 0;
