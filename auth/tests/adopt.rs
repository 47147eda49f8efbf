//! A database that Better Auth made with few plugins is taken over: what it lacks is added, and the rows stay.
//!
//! `fixtures/better_auth_small.*.sql` is what the original wrote without any plugin: its tables, and one person who
//! signed up.

use auth::{
    Auth, AuthConfig,
    schema::{Field, FieldKind},
};

use crate::common::{Database, Kind, ORIGIN, PASSWORD, SECRET, TestAuth, sealed};

const TOKEN: &str = "YrUhdlvPoDi83On6M7GDyKFkRJmpFLGm";

async fn made_without_plugins() -> Database {
    let db = Database::empty().await;
    db.execute(match db.kind() {
        Kind::Sqlite => include_str!("fixtures/better_auth_small.sqlite.sql"),
        Kind::Postgres => include_str!("fixtures/better_auth_small.postgres.sql"),
        Kind::MySql => include_str!("fixtures/better_auth_small.mysql.sql"),
    })
    .await;
    db
}

/// A core that has looked at nothing yet.
async fn opened(db: &Database, change: impl FnOnce(&mut AuthConfig)) -> Auth {
    let mut config = AuthConfig::new(ORIGIN, SECRET);
    change(&mut config);
    // On the heap: its future holds what every database needs.
    Box::pin(Auth::builder(config).connect(db.url())).await.unwrap()
}

async fn lacks(auth: &Auth) -> Vec<String> {
    auth.store().lacks().await.unwrap().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn it_says_what_is_missing() {
    let db = made_without_plugins().await;
    let missing = lacks(&opened(&db, |_| {}).await).await;
    for name in ["user.role", "user.banned", "session.impersonatedBy", "rateLimit", "latchkeyVisitor"] {
        assert!(missing.iter().any(|lack| lack == name), "{name} in {missing:?}");
    }
    for name in ["user.email", "session.token", "account", "verification"] {
        assert!(!missing.iter().any(|lack| lack == name), "{name} in {missing:?}");
    }
}

#[tokio::test]
async fn migrating_adds_it_and_people_go_on_as_before() {
    let app = TestAuth::over(made_without_plugins().await, |_| {}).await;
    assert_eq!(lacks(&app.auth).await, [""; 0]);
    let mut known = app.client().with_cookie("session_token", &sealed(TOKEN, SECRET));
    assert_eq!(known.session().await.user.email, "ana@example.com");
    app.signed_in("ana@example.com").await;
    app.auth.create_user("Root", "root@example.com", &PASSWORD.into(), Some("admin")).await.unwrap();
    let root = app.signed_in("root@example.com").await.session().await.user;
    assert_eq!(root.role(), Some("admin"));
}

#[tokio::test]
async fn the_statements_that_are_shown_do_the_same() {
    let db = made_without_plugins().await;
    let auth = opened(&db, |_| {}).await;
    for sql in auth.store().lacks().await.unwrap().into_iter().filter_map(|lack| lack.sql) {
        db.execute(&sql).await;
    }
    let left = lacks(&auth).await;
    assert!(left.iter().all(|name| name.starts_with("latchkey")), "our own are for the migration: {left:?}");
    let app = TestAuth::over(db, |_| {}).await;
    app.signed_in("ana@example.com").await;
    app.signed_up("ben@example.com").await;
}

#[tokio::test]
async fn an_empty_database_lacks_everything_and_a_migrated_one_nothing() {
    let db = Database::empty().await;
    let auth = opened(&db, |_| {}).await;
    assert!(lacks(&auth).await.contains(&"user".to_owned()));
    auth.migrate().await.unwrap();
    assert_eq!(lacks(&auth).await, [""; 0]);
}

#[tokio::test]
async fn columns_are_unique_where_they_are_to_be() {
    let app = TestAuth::over(made_without_plugins().await, |_| {}).await;
    app.signed_up("ben@example.com").await;
    app.db.execute(r#"UPDATE "user" SET "username" = 'ana' WHERE "email" = 'ana@example.com'"#).await;
    let others = r#"SELECT "id" FROM "user" WHERE "username" IS NULL"#;
    assert_eq!(app.db.texts(others).await.len(), 1, "no username is no username in common");
    let unique = match app.db.kind() {
        Kind::Sqlite => "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE UNIQUE INDEX%username%'",
        Kind::Postgres => "SELECT indexname::text FROM pg_indexes WHERE indexdef LIKE 'CREATE UNIQUE INDEX%username%'",
        Kind::MySql => {
            "SELECT index_name FROM information_schema.statistics
            WHERE table_schema = DATABASE() AND column_name = 'username' AND non_unique = 0"
        }
    };
    assert_eq!(app.db.texts(unique).await, ["user_username_uidx"]);
}

#[tokio::test]
async fn tables_and_columns_with_other_names_are_found_under_these() {
    let db = made_without_plugins().await;
    db.execute(r#"ALTER TABLE "user" RENAME TO "people"; ALTER TABLE "people" RENAME COLUMN "email" TO "mail""#).await;
    let rename = |config: &mut AuthConfig| {
        config.user.model.model_name = Some("people".into());
        config.user.model.fields.insert("email".into(), "mail".into());
        config.user.model.additional_fields = vec![Field::new("badge", FieldKind::Integer).unique()];
    };
    let missing = lacks(&opened(&db, rename).await).await;
    assert!(missing.contains(&"people.role".to_owned()) && missing.contains(&"people.badge".to_owned()), "{missing:?}");
    assert!(!missing.iter().any(|lack| lack == "people.mail" || lack == "user"), "{missing:?}");
    let app = TestAuth::over(db, rename).await;
    assert_eq!(lacks(&app.auth).await, [""; 0]);
    app.signed_in("ana@example.com").await;
}
