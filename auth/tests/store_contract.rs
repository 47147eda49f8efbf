//! What every database has to do alike: these tests run over SQLite, and over a server too when there is one.

mod device_codes;

use std::{sync::Arc, time::Duration};

use auth::{
    config::RateLimitRule,
    rate_limit::RateLimits as _,
    schema::Schema,
    store::{
        AccountStore as _, Maintenance as _, NewUser, SessionRow, SessionStore as _, SqlStore, StoreError, UserChanges,
        UserStore as _, VisitorRow, VisitorStore as _,
    },
    wire::{Fields, Timestamp, User},
};
use sqlx::{Connection as _, MySqlConnection};
use tokio::task::JoinSet;

use crate::common::{DAY, Database, Kind, MILLISECOND, SECOND};

const NOW: Timestamp = Timestamp::from_millis(1_768_478_400_123);
const RULE: RateLimitRule = RateLimitRule { window: Duration::from_secs(10), max: 3 };

/// A store over tables that were just made.
struct Subject {
    store: Arc<SqlStore>,
    db: Database,
}

async fn stores() -> Vec<Subject> {
    let mut stores = Vec::new();
    for db in Database::every_kind().await {
        // Shown when a test fails.
        println!("over {}", db.url());
        let store = SqlStore::connect(db.url(), Schema::default()).await.unwrap();
        let store = Arc::new(store);
        store.migrate().await.unwrap();
        stores.push(Subject { store, db });
    }
    stores
}

fn user(name: &str) -> User {
    User {
        id: format!("{name}-id"),
        name: format!("{name} \u{1f511} O'Neill"),
        email: format!("{name}@example.com"),
        email_verified: name == "ana",
        image: (name == "ana").then(|| "https://img.example/a.png".to_owned()),
        created_at: NOW,
        updated_at: NOW + MILLISECOND,
        fields: Fields::default()
            .with("role", (name == "ana").then_some("admin"))
            .with("banned", name == "ana")
            .with("banReason", (name == "ana").then_some("Spam"))
            .with("banExpires", (name == "ana").then(|| (NOW + DAY).to_string()))
            .with("twoFactorEnabled", name == "ana"),
    }
}

fn new(user: &User) -> NewUser {
    NewUser {
        user: user.clone(),
        password_hash: Some("the hash".into()),
        account_id: format!("{}-account", user.id),
        linked: None,
    }
}

fn session(name: &str) -> SessionRow {
    SessionRow {
        id: format!("{name}-session"),
        user_id: format!("{name}-id"),
        token: format!("{name}-token"),
        expires_at: NOW + 7 * DAY,
        created_at: NOW,
        updated_at: NOW + MILLISECOND,
        ip_address: Some(String::new()),
        user_agent: None,
        fields: Fields::default().with("impersonatedBy", (name == "ana").then_some("bo-id")),
    }
}

fn tokens(first: &str, second: &str) -> [String; 2] {
    [first.to_owned(), second.to_owned()]
}

fn visitor(id: &str, expires_at: Timestamp) -> VisitorRow {
    VisitorRow { id: id.into(), data: r#"{"flash":"Grüezi"}"#.into(), expires_at }
}

// The database itself

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    for Subject { store, db } in stores().await {
        store.create_user(new(&user("ana"))).await.unwrap();
        store.migrate().await.unwrap();
        assert_eq!(db.count("user").await, 1);
        store.ping().await.unwrap();
    }
}

#[tokio::test]
async fn replicas_that_start_together_migrate_once() {
    for db in Database::every_kind().await {
        let mut replicas = JoinSet::new();
        for _ in 0..4 {
            let url = db.url().to_owned();
            replicas.spawn(async move { SqlStore::connect(&url, Schema::default()).await.unwrap().migrate().await });
        }
        let migrated = replicas.join_all().await;
        assert!(migrated.iter().all(Result::is_ok), "{migrated:?}");
        assert_eq!(db.count("user").await, 0);
    }
}

/// MySQL commits each table by itself.
#[tokio::test]
async fn a_migration_that_was_broken_off_is_run_again() {
    for Subject { store, db } in stores().await.into_iter().filter(|subject| subject.db.kind() == Kind::MySql) {
        let version = r#"(SELECT "version" FROM "_sqlx_migrations" WHERE "description" = 'outbox')"#;
        let broken_off = format!(r#"UPDATE "_sqlx_migrations" SET "success" = false WHERE "version" = {version}"#);
        db.execute(&broken_off).await;
        db.execute(r#"DROP TABLE "latchkeyOutbox""#).await;
        store.migrate().await.unwrap();
        assert_eq!(db.count("latchkeyOutbox").await, 0);
        let left = r#"SELECT "description" FROM "_sqlx_migrations" WHERE "success" = false"#;
        assert_eq!(db.texts(left).await, [""; 0]);
    }
}

/// The database ends a deadlock by rolling back the transaction that has changed less, and that is ours.
#[tokio::test]
async fn a_transaction_that_was_given_up_to_end_a_deadlock_is_tried_again() {
    for Subject { store, db } in stores().await.into_iter().filter(|subject| subject.db.kind() == Kind::MySql) {
        for name in ["ana", "bo", "cy", "dan"] {
            store.create_user(new(&user(name))).await.unwrap();
            store.create_session(session(name)).await.unwrap();
        }
        let mut other = MySqlConnection::connect(db.url()).await.unwrap();
        sqlx::raw_sql("BEGIN; UPDATE account SET scope = 'all'").execute(&mut other).await.unwrap();
        let deleting = tokio::spawn(async move { store.delete_user("ana-id").await });
        let waiting = "SELECT trx_state FROM information_schema.innodb_trx JOIN information_schema.processlist
            ON id = trx_mysql_thread_id WHERE db = DATABASE() AND trx_state = 'LOCK WAIT'";
        // InnoDB answers from a copy that it does not renew while it is read more than once in 100 ms
        // (`can_cache_be_updated` in its `trx0i_s.cc`): whoever asks without a pause never sees the lock.
        for tries in 1.. {
            assert!(tries < 400, "nothing waits for a lock");
            tokio::time::sleep(Duration::from_millis(150)).await;
            if !db.texts(waiting).await.is_empty() {
                break;
            }
        }
        sqlx::raw_sql("UPDATE session SET userAgent = 'x'; COMMIT").execute(&mut other).await.unwrap();
        deleting.await.unwrap().unwrap();
        assert_eq!((db.count("user").await, db.count("session").await, db.count("account").await), (3, 3, 3));
    }
}

#[tokio::test]
async fn a_database_of_another_kind_is_named() {
    let Err(StoreError::Database(cause)) = SqlStore::connect("oracle://secret@host/db", Schema::default()).await else {
        panic!("there is no such database")
    };
    assert!(cause.to_string().contains("oracle:"), "{cause}");
    assert!(!cause.to_string().contains("secret"), "{cause}");
}

// People

#[tokio::test]
async fn a_user_is_found_as_it_was_made() {
    for Subject { store, .. } in stores().await {
        for name in ["ana", "bo"] {
            let user = user(name);
            store.create_user(new(&user)).await.unwrap();
            let found = store.find_user_by_email(&user.email).await.unwrap();
            assert_eq!(found, Some(user));
        }
        assert_eq!(store.find_user_by_email("nobody@example.com").await.unwrap(), None);
        assert_eq!(store.count_users().await.unwrap(), 2);
    }
}

#[tokio::test]
async fn a_user_without_a_password_has_no_account() {
    for Subject { store, db } in stores().await {
        let without = NewUser { password_hash: None, ..new(&user("ana")) };
        store.create_user(without).await.unwrap();
        assert_eq!(store.password_hash("ana-id").await.unwrap(), None);
        assert_eq!(db.count("account").await, 0);
    }
}

#[tokio::test]
async fn a_second_user_of_an_address_leaves_nothing_behind() {
    for Subject { store, db } in stores().await {
        store.create_user(new(&user("ana"))).await.unwrap();
        let second = User { email: "ana@example.com".into(), ..user("second") };
        let refused = store.create_user(new(&second)).await;
        assert!(matches!(refused, Err(StoreError::Duplicate)), "{refused:?}");
        assert_eq!((db.count("user").await, db.count("account").await), (1, 1));
    }
}

#[tokio::test]
async fn a_user_whose_account_cannot_be_made_is_not_made() {
    for Subject { store, db } in stores().await {
        store.create_user(new(&user("ana"))).await.unwrap();
        let clash = NewUser { account_id: "ana-id-account".into(), ..new(&user("bo")) };
        assert!(store.create_user(clash).await.is_err());
        assert_eq!((db.count("user").await, db.count("account").await), (1, 1));
        store.create_user(new(&user("bo"))).await.unwrap();
    }
}

#[tokio::test]
async fn of_twenty_users_with_one_address_at_once_one_is_made() {
    for Subject { store, db } in stores().await {
        let mut tries = JoinSet::new();
        for number in 0..20 {
            let email = "ana@example.com".to_owned();
            let user = User { email, ..user(&format!("user{number}")) };
            let store = Arc::clone(&store);
            tries.spawn(async move { store.create_user(new(&user)).await });
        }
        let made = tries.join_all().await;
        assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1, "{made:?}");
        assert!(made.iter().all(|made| matches!(made, Ok(()) | Err(StoreError::Duplicate))), "{made:?}");
        assert_eq!((db.count("user").await, db.count("account").await), (1, 1));
    }
}

#[tokio::test]
async fn one_user_is_changed_where_a_change_is_given() {
    for Subject { store, .. } in stores().await {
        let bo = user("bo");
        store.create_user(new(&user("ana"))).await.unwrap();
        store.create_user(new(&bo)).await.unwrap();
        let changes = UserChanges {
            email_verified: Some(false),
            image: Some(None),
            fields: Fields::default().with("role", "user,editor"),
            ..UserChanges::default()
        };
        let ana = store.update_user("ana-id", &changes, NOW + DAY).await.unwrap().unwrap();
        assert_eq!((ana.role(), ana.updated_at), (Some("user,editor"), NOW + DAY));
        assert_eq!((ana.name, ana.image, ana.email_verified), (user("ana").name, None, false));
        assert_eq!(store.find_user_by_email(&bo.email).await.unwrap(), Some(bo));
        assert_eq!(store.update_user("nobody", &changes, NOW).await.unwrap(), None);
    }
}

#[tokio::test]
async fn an_address_that_somebody_has_cannot_be_taken() {
    for Subject { store, .. } in stores().await {
        store.create_user(new(&user("ana"))).await.unwrap();
        store.create_user(new(&user("bo"))).await.unwrap();
        let changes = UserChanges { email: Some("bo@example.com".into()), ..UserChanges::default() };
        let taken = store.update_user("ana-id", &changes, NOW).await;
        assert!(matches!(taken, Err(StoreError::Duplicate)), "{taken:?}");
    }
}

// Passwords

#[tokio::test]
async fn a_password_hash_is_replaced_if_it_still_is_the_known_one() {
    for Subject { store, db } in stores().await {
        store.create_user(new(&user("ana"))).await.unwrap();
        store.create_user(new(&user("bo"))).await.unwrap();
        assert!(store.replace_password_hash("ana-id", "the hash", "second", NOW).await.unwrap());
        assert!(!store.replace_password_hash("ana-id", "the hash", "third", NOW).await.unwrap());
        assert!(!store.replace_password_hash("nobody", "the hash", "third", NOW).await.unwrap());
        assert_eq!(store.password_hash("ana-id").await.unwrap().as_deref(), Some("second"));
        assert_eq!(store.password_hash("bo-id").await.unwrap().as_deref(), Some("the hash"));
        assert_eq!(db.count("account").await, 2);
    }
}

#[tokio::test]
async fn accounts_of_other_providers_hold_no_password() {
    for Subject { store, db } in stores().await {
        store.create_user(new(&user("ana"))).await.unwrap();
        db.execute(r#"UPDATE "account" SET "providerId" = 'github'"#).await;
        assert_eq!(store.password_hash("ana-id").await.unwrap(), None);
        assert!(!store.replace_password_hash("ana-id", "the hash", "new", NOW).await.unwrap());
    }
}

// Sessions

#[tokio::test]
async fn a_session_is_found_with_its_user_by_either_form_of_its_token() {
    for Subject { store, .. } in stores().await {
        for name in ["ana", "bo"] {
            store.create_user(new(&user(name))).await.unwrap();
            store.create_session(session(name)).await.unwrap();
        }
        let ana = Some((session("ana"), user("ana")));
        assert_eq!(store.find_session(&tokens("ana-token", "x")).await.unwrap(), ana);
        assert_eq!(store.find_session(&tokens("x", "ana-token")).await.unwrap(), ana);
        assert_eq!(store.find_session(&tokens("x", "ANA-TOKEN")).await.unwrap(), None);
        assert_eq!(store.find_session(&tokens("%", "")).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_session_that_ended_is_found_too() {
    for Subject { store, .. } in stores().await {
        store.create_user(new(&user("ana"))).await.unwrap();
        let ended = SessionRow { expires_at: NOW - DAY, ..session("ana") };
        store.create_session(ended.clone()).await.unwrap();
        let (found, _) = store.find_session(&tokens("ana-token", "")).await.unwrap().unwrap();
        assert_eq!(found, ended);
    }
}

#[tokio::test]
async fn a_session_belongs_to_somebody_and_has_a_token_of_its_own() {
    for Subject { store, db } in stores().await {
        assert!(store.create_session(session("ana")).await.is_err(), "nobody's session");
        store.create_user(new(&user("ana"))).await.unwrap();
        store.create_session(session("ana")).await.unwrap();
        let same_token = SessionRow { id: "other".into(), ..session("ana") };
        let refused = store.create_session(same_token).await;
        assert!(matches!(refused, Err(StoreError::Duplicate)), "{refused:?}");
        assert_eq!(db.count("session").await, 1);
    }
}

#[tokio::test]
async fn extending_moves_the_end_of_one_session() {
    for Subject { store, .. } in stores().await {
        for name in ["ana", "bo"] {
            store.create_user(new(&user(name))).await.unwrap();
            store.create_session(session(name)).await.unwrap();
        }
        assert!(store.extend_session("ana-id", "ana-session", NOW + 30 * DAY, NOW + DAY).await.unwrap());
        let (ana, _) = store.find_session(&tokens("ana-token", "")).await.unwrap().unwrap();
        assert_eq!((ana.expires_at, ana.updated_at), (NOW + 30 * DAY, NOW + DAY));
        let (bo, _) = store.find_session(&tokens("bo-token", "")).await.unwrap().unwrap();
        assert_eq!(bo, session("bo"));
        assert!(!store.extend_session("ana-id", "bo-session", NOW + 30 * DAY, NOW).await.unwrap(), "nobody else's");
    }
}

#[tokio::test]
async fn a_session_without_an_end_in_sight_lives_as_long_as_the_database_can_say() {
    for Subject { store, db } in stores().await {
        store.create_user(new(&user("ana"))).await.unwrap();
        store.create_session(SessionRow { expires_at: Timestamp::MAX, ..session("ana") }).await.unwrap();
        let (found, _) = store.find_session(&tokens("ana-token", "")).await.unwrap().unwrap();
        let end = if db.kind() == Kind::MySql { "2038-01-19T03:14:07.999Z" } else { "9999-12-31T23:59:59.999Z" };
        assert_eq!(found.expires_at.to_string(), end);
        assert_eq!(store.list_sessions("ana-id", NOW).await.unwrap(), [found]);
    }
}

#[tokio::test]
async fn extending_a_session_that_is_gone_makes_none() {
    for Subject { store, db } in stores().await {
        assert!(!store.extend_session("ana-id", "ana-session", NOW + DAY, NOW).await.unwrap());
        assert_eq!(db.count("session").await, 0);
    }
}

#[tokio::test]
async fn a_deleted_session_is_gone_and_others_stay() {
    for Subject { store, .. } in stores().await {
        for name in ["ana", "bo"] {
            store.create_user(new(&user(name))).await.unwrap();
            store.create_session(session(name)).await.unwrap();
        }
        store.delete_session("bo-id", "ana-session").await.unwrap();
        assert!(store.find_session(&tokens("ana-token", "")).await.unwrap().is_some(), "bo does not own it");
        store.delete_session("ana-id", "ana-session").await.unwrap();
        store.delete_session("ana-id", "ana-session").await.unwrap();
        assert_eq!(store.find_session(&tokens("ana-token", "")).await.unwrap(), None);
        assert!(store.find_session(&tokens("bo-token", "")).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn sessions_and_accounts_go_with_their_user() {
    for Subject { store, db } in stores().await {
        for name in ["ana", "bo"] {
            store.create_user(new(&user(name))).await.unwrap();
            store.create_session(session(name)).await.unwrap();
        }
        db.execute(r#"DELETE FROM "user" WHERE "id" = 'ana-id'"#).await;
        assert_eq!((db.count("session").await, db.count("account").await), (1, 1));
        assert!(store.find_session(&tokens("bo-token", "")).await.unwrap().is_some());
    }
}

// Rate limits

#[tokio::test]
async fn a_counter_takes_as_many_as_the_rule_says_and_tells_how_long_to_wait() {
    for Subject { store, .. } in stores().await {
        for second in 0..3 {
            let wait = store.consume("key", RULE, NOW + second * SECOND).await.unwrap();
            assert_eq!(wait, None);
        }
        let wait = store.consume("key", RULE, NOW + 5 * SECOND).await.unwrap();
        assert_eq!(wait, Some(7 * SECOND), "ten seconds after the last counted one");
        assert_eq!(store.consume("other", RULE, NOW + 5 * SECOND).await.unwrap(), None);
        assert_eq!(store.consume("key", RULE, NOW + 12 * SECOND).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_counter_is_stored_as_better_auth_does() {
    for Subject { store, db } in stores().await {
        store.consume("203.0.113.7|/sign-in/email", RULE, NOW).await.unwrap();
        store.consume("203.0.113.7|/sign-in/email", RULE, NOW + SECOND).await.unwrap();
        let row = r#"SELECT "key" || ' ' || "count" || ' ' || "lastRequest" FROM "rateLimit""#;
        assert_eq!(db.text(row).await, "203.0.113.7|/sign-in/email 2 1768478401123");
    }
}

#[tokio::test]
async fn of_many_at_once_as_many_pass_as_the_rule_says() {
    for Subject { store, .. } in stores().await {
        for (max, passed) in [(3, 3), (40, 40), (1000, 60)] {
            let mut requests = JoinSet::new();
            for _ in 0..60 {
                let store = Arc::clone(&store);
                let rule = RateLimitRule { max, ..RULE };
                requests.spawn(async move { store.consume(&format!("key{max}"), rule, NOW).await.unwrap() });
            }
            let waits = requests.join_all().await;
            assert_eq!(waits.iter().filter(|wait| wait.is_none()).count(), passed, "of {max}");
        }
    }
}

// Visitors

#[tokio::test]
async fn a_visitor_is_found_until_the_record_ends() {
    for Subject { store, .. } in stores().await {
        let ana = visitor("ana", NOW + DAY);
        store.create_visitor(ana.clone(), NOW).await.unwrap();
        assert_eq!(store.find_visitor("ana", NOW + DAY - MILLISECOND).await.unwrap(), Some(ana));
        assert_eq!(store.find_visitor("ana", NOW + DAY).await.unwrap(), None);
        assert_eq!(store.find_visitor("bo", NOW).await.unwrap(), None);
    }
}

#[tokio::test]
async fn two_visitors_do_not_share_an_id() {
    for Subject { store, .. } in stores().await {
        let first = visitor("ana", NOW + DAY);
        store.create_visitor(first.clone(), NOW).await.unwrap();
        let refused = store.create_visitor(visitor("ana", NOW + 2 * DAY), NOW).await;
        assert!(matches!(refused, Err(StoreError::Duplicate)), "{refused:?}");
        assert_eq!(store.find_visitor("ana", NOW).await.unwrap(), Some(first));
    }
}

#[tokio::test]
async fn a_visitor_is_updated_if_there() {
    for Subject { store, .. } in stores().await {
        let data = "{}".to_owned();
        let changed = VisitorRow { data, ..visitor("ana", NOW + 2 * DAY) };
        assert!(!store.update_visitor(changed.clone()).await.unwrap());
        assert_eq!(store.find_visitor("ana", NOW).await.unwrap(), None);
        store.create_visitor(visitor("ana", NOW + DAY), NOW).await.unwrap();
        assert!(store.update_visitor(changed.clone()).await.unwrap());
        assert_eq!(store.find_visitor("ana", NOW).await.unwrap(), Some(changed));
    }
}

#[tokio::test]
async fn a_deleted_visitor_is_gone() {
    for Subject { store, .. } in stores().await {
        store.create_visitor(visitor("ana", NOW + DAY), NOW).await.unwrap();
        store.delete_visitor("ana").await.unwrap();
        store.delete_visitor("ana").await.unwrap();
        assert_eq!(store.find_visitor("ana", NOW).await.unwrap(), None);
    }
}

#[tokio::test]
async fn visitors_who_come_clear_away_those_that_ended() {
    for Subject { store, db } in stores().await {
        store.create_visitor(visitor("ended", NOW), NOW).await.unwrap();
        store.create_visitor(visitor("stays", NOW + 2 * DAY), NOW).await.unwrap();
        store.create_visitor(visitor("comes", NOW + 2 * DAY), NOW + DAY).await.unwrap();
        let left = db.texts(r#"SELECT "id" FROM "latchkeyVisitor" ORDER BY "id""#).await;
        assert_eq!(left, ["comes", "stays"]);
    }
}
