//! The tables are Better Auth's: `fixtures/` holds the statements with which it makes them (all plugins on).

use auth::{
    schema::Schema,
    store::{SessionStore as _, SqlStore, UserStore as _, VerificationStore as _},
    wire::Timestamp,
};
use serde_json::Value;

use crate::common::{Database, Kind, PASSWORD, SECRET, TestAuth, sealed};

/// The tables of Better Auth without plugins.
const CORE: [&str; 5] = ["account", "rateLimit", "session", "user", "verification"];

/// Made by the original: `hashPassword("pässwörd ½")` of `better-auth/crypto`.
const SCRYPT: &str = "78e2d69e70a114ac4493920026a27e8e:9a2c9027701452bd64cd8fb216c711e2bc1dfbbb42ed7d5cafafe5541b18d6ff90b8b3919ca580f4fd67bc8b5b1607b593d590c29905c135f6216a6e11e29eb1";

const TOKEN: &str = "abcdefghijklmnopqrstuvwxyzABCDEF";

/// A database as Better Auth makes it.
async fn made_by_better_auth() -> Database {
    let db = Database::empty().await;
    db.execute(match db.kind() {
        Kind::Sqlite => include_str!("fixtures/better_auth.sqlite.sql"),
        Kind::Postgres => include_str!("fixtures/better_auth.postgres.sql"),
        Kind::MySql => include_str!("fixtures/better_auth.mysql.sql"),
    })
    .await;
    db
}

async fn tables(db: &Database) -> Vec<String> {
    db.texts(match db.kind() {
        Kind::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        }
        Kind::Postgres => {
            r#"SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename COLLATE "C""#
        }
        Kind::MySql => "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1",
    })
    .await
}

/// Columns in their order, then indexes and foreign keys.
async fn described(db: &Database, table: &str) -> Vec<String> {
    let queries = match db.kind() {
        Kind::Sqlite => [
            format!(
                r#"SELECT name || ' ' || type || ' ' || "notnull" || ' ' || COALESCE(dflt_value, '') || ' ' || pk
                FROM pragma_table_info('{table}') ORDER BY cid"#
            ),
            format!(
                r#"SELECT list.name || ' ' || list."unique" || ' ' || group_concat(info.name)
                FROM pragma_index_list('{table}') list, pragma_index_info(list.name) info GROUP BY list.name ORDER BY 1"#
            ),
            format!(
                r#"SELECT "from" || ' ' || "table" || ' ' || "to" || ' ' || on_delete
                FROM pragma_foreign_key_list('{table}') ORDER BY 1"#
            ),
        ],
        Kind::Postgres => [
            format!(
                "SELECT concat_ws(' ', column_name, data_type, is_nullable, column_default) FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
            ),
            format!("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = '{table}' ORDER BY 1"),
            format!(
                r#"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '"{table}"'::regclass ORDER BY 1"#
            ),
        ],
        Kind::MySql => [
            format!(
                "SELECT concat_ws(' ', column_name, column_type, is_nullable, column_default, extra)
                FROM information_schema.columns
                WHERE table_schema = DATABASE() AND table_name = '{table}' ORDER BY ordinal_position"
            ),
            format!(
                "SELECT concat_ws(' ', index_name, non_unique, group_concat(column_name ORDER BY seq_in_index))
                FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = '{table}'
                GROUP BY index_name, non_unique ORDER BY 1"
            ),
            format!(
                "SELECT concat_ws(' ', column_name, referential_constraints.referenced_table_name, referenced_column_name, delete_rule)
                FROM information_schema.key_column_usage JOIN information_schema.referential_constraints
                USING (constraint_schema, constraint_name, table_name)
                WHERE constraint_schema = DATABASE() AND table_name = '{table}' ORDER BY 1"
            ),
        ],
    };
    let mut lines = Vec::new();
    for query in queries {
        lines.extend(db.texts(&query).await);
    }
    // Indexes of ours for lists of many rows.
    lines.retain(|line| !line.contains("latchkey_"));
    lines
}

#[tokio::test]
async fn tables_that_we_make_are_those_that_better_auth_makes() {
    let ours = TestAuth::new().await.db;
    let theirs = made_by_better_auth().await;
    let made = tables(&ours).await;
    for table in tables(&theirs).await {
        if made.contains(&table) {
            assert_eq!(described(&ours, &table).await, described(&theirs, &table).await, "{table}");
        }
    }
    assert!(CORE.iter().all(|table| made.contains(&(*table).to_owned())), "{made:?}");
}

#[tokio::test]
async fn tables_of_our_own_have_names_that_cannot_collide() {
    let ours = tables(&TestAuth::new().await.db).await;
    let theirs = tables(&made_by_better_auth().await).await;
    // Better Auth makes them where organizations make roles of their own, and where devices are signed in.
    let is_theirs = |table: &String| theirs.contains(table) || ["organizationRole", "deviceCode"].contains(&&**table);
    let own: Vec<_> = ours.iter().filter(|table| !is_theirs(table)).collect();
    assert!(own.len() > 1, "{own:?}");
    assert!(own.iter().all(|table| table.starts_with("latchkey") || *table == "_sqlx_migrations"), "{own:?}");
}

#[tokio::test]
async fn a_database_of_better_auth_keeps_its_tables() {
    let db = made_by_better_auth().await;
    let before = tables(&db).await;
    let mut shapes = Vec::new();
    for table in &before {
        shapes.push(described(&db, table).await);
    }
    let app = TestAuth::over(db, |_| {}).await;
    for (table, shape) in before.iter().zip(shapes) {
        assert_eq!(described(&app.db, table).await, shape, "{table}");
    }
}

#[tokio::test]
async fn people_of_a_better_auth_database_go_on_as_before() {
    let db = made_by_better_auth().await;
    db.execute(&format!(
        r#"INSERT INTO "user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt", "twoFactorEnabled", "username")
        VALUES ('u1', 'Päivi', 'paivi@example.com', true, '2024-02-03T04:05:06.789Z', '2025-02-03T04:05:06.001Z', false, 'paivi');
        INSERT INTO "account" ("id", "accountId", "providerId", "userId", "password", "createdAt", "updatedAt")
        VALUES ('a1', 'u1', 'credential', 'u1', '{SCRYPT}', '2024-02-03T04:05:06.789Z', '2024-02-03T04:05:06.789Z');
        INSERT INTO "session" ("id", "userId", "token", "expiresAt", "createdAt", "updatedAt", "ipAddress", "userAgent")
        VALUES ('s1', 'u1', 'abcdefghijklmnopqrstuvwxyzABCDEF', '2026-01-20T00:00:00.000Z', '2026-01-13T00:00:00.000Z',
            '2026-01-15T11:00:00.000Z', '203.0.113.7', 'Old/1.0')"#
    ))
    .await;
    let app = TestAuth::over(db, |_| {}).await;

    let cookie = sealed("abcdefghijklmnopqrstuvwxyzABCDEF", SECRET);
    let mut known = app.client().with_cookie("session_token", &cookie);
    let body = known.get("/get-session?disableRefresh=1").await.json();
    assert_eq!(body["session"]["token"], "abcdefghijklmnopqrstuvwxyzABCDEF");
    assert_eq!(body["session"]["expiresAt"], "2026-01-20T00:00:00.000Z");
    assert_eq!(body["session"]["userAgent"], "Old/1.0");
    assert_eq!(body["user"]["createdAt"], "2024-02-03T04:05:06.789Z");
    assert_eq!(body["user"]["updatedAt"], "2025-02-03T04:05:06.001Z");
    assert_eq!(body["user"]["emailVerified"], true);

    let signed_in = app.client().try_sign_in("paivi@example.com", "pässwörd ½").await;
    assert_eq!(signed_in.accepted::<Value>()["user"], body["user"]);
    let again = app.client().try_sign_up("paivi@example.com", PASSWORD).await;
    again.refused(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL");
    app.signed_up("new@example.com").await;
}

/// The server's default collation takes some of these for equal in MySQL.
#[tokio::test]
async fn texts_match_exactly_in_tables_of_better_auth_too() {
    let db = made_by_better_auth().await;
    db.execute(&format!(
        r#"INSERT INTO "user" ("id", "name", "email", "emailVerified", "createdAt", "updatedAt")
        VALUES ('u1', 'José', 'jose@example.com', true, '2024-02-03T04:05:06.000Z', '2024-02-03T04:05:06.000Z');
        INSERT INTO "session" ("id", "userId", "token", "expiresAt", "createdAt", "updatedAt")
        VALUES ('s1', 'u1', '{TOKEN}', '2026-01-20T00:00:00.000Z', '2026-01-13T00:00:00.000Z', '2026-01-15T11:00:00.000Z');
        INSERT INTO "verification" ("id", "identifier", "value", "expiresAt", "createdAt", "updatedAt")
        VALUES ('v1', 'reset-password:{TOKEN}', 'u1', '2026-01-20T00:00:00.000Z', '2026-01-13T00:00:00.000Z', '2026-01-13T00:00:00.000Z')"#
    ))
    .await;
    let store = SqlStore::connect(db.url(), Schema::default()).await.unwrap();
    for address in ["JOSE@example.com", "josé@example.com", "jose@example.com "] {
        assert_eq!(store.find_user_by_email(address).await.unwrap(), None, "{address}");
    }
    assert!(store.find_user_by_email("jose@example.com").await.unwrap().is_some());
    let now: Timestamp = "2026-01-14T00:00:00Z".parse().unwrap();
    for token in [TOKEN.to_uppercase(), TOKEN.to_lowercase(), format!("{TOKEN} ")] {
        assert!(store.find_session(&["x".to_owned(), token.clone()]).await.unwrap().is_none(), "{token}");
        let identifiers = ["x".to_owned(), format!("reset-password:{token}")];
        assert_eq!(store.consume_verification(&identifiers, now).await.unwrap(), None, "{token}");
    }
    assert!(store.find_session(&["x".to_owned(), TOKEN.to_owned()]).await.unwrap().is_some());
    let identifiers = [format!("reset-password:{TOKEN}"), "x".to_owned()];
    assert_eq!(store.consume_verification(&identifiers, now).await.unwrap().as_deref(), Some("u1"));
}

#[tokio::test]
async fn rows_that_we_write_have_the_form_that_better_auth_reads() {
    let app = TestAuth::with(|config| config.shared_database = true).await;
    let user = app.signed_up("ana@example.com").await.session().await.user;
    let account = app.db.text(r#"SELECT "accountId" || ' ' || "providerId" || ' ' || "userId" FROM "account""#).await;
    assert_eq!(account, format!("{0} credential {0}", user.id));
    if app.db.kind() == Kind::Sqlite {
        let raw = r#"SELECT "createdAt" || ' ' || typeof("createdAt") || ' ' || "emailVerified" || ' ' || typeof("emailVerified") FROM "user""#;
        assert_eq!(app.db.text(raw).await, "2026-01-15T12:00:00.123Z text 0 integer");
    }
}
