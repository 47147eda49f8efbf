//! The storage beside the database: what every kind of it does alike, and what the core keeps in it.

use std::{sync::Arc, time::Duration};

use auth::{
    AuthConfig, Secret, SystemClock,
    config::{RateLimitRule, SecondaryStorageConfig},
    schema::{Field, FieldKind, Schema},
    secondary_storage::{MemoryStorage, RedisStorage, SecondaryStorage},
    store::{SessionStore as _, SqlStore},
    wire::Timestamp,
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{Client, DAY, Database, FakeClock, HOUR, MILLISECOND, PASSWORD, Redis, SECRET, TestAuth, sealed};

const ANA: &str = "ana@example.com";
const MINUTE: Duration = Duration::from_mins(1);

/// A storage, and what has to live as long as it.
struct Subject {
    storage: Arc<dyn SecondaryStorage>,
    _redis: Option<Redis>,
}

/// One of each kind there is.
async fn storages() -> Vec<Subject> {
    let memory = MemoryStorage::new(Arc::new(SystemClock));
    let mut all = vec![Subject { storage: Arc::new(memory), _redis: None }];
    if let Some(redis) = Redis::any().await {
        let storage = RedisStorage::new(&Secret::new(redis.url()), redis.prefix()).unwrap();
        all.push(Subject { storage: Arc::new(storage), _redis: Some(redis) });
    }
    all
}

// What every kind does

#[tokio::test]
async fn a_value_is_found_until_it_is_deleted() {
    for Subject { storage, .. } in storages().await {
        assert_eq!(storage.get("key").await.unwrap(), None);
        storage.set("key", "Grüezi\n\u{1f511}", HOUR).await.unwrap();
        storage.set("other", "", HOUR).await.unwrap();
        assert_eq!(storage.get("key").await.unwrap().as_deref(), Some("Grüezi\n\u{1f511}"));
        storage.set("key", "changed", HOUR).await.unwrap();
        assert_eq!(storage.get("key").await.unwrap().as_deref(), Some("changed"));
        storage.delete("key").await.unwrap();
        storage.delete("key").await.unwrap();
        assert_eq!(storage.get("key").await.unwrap(), None);
        assert_eq!(storage.get("other").await.unwrap().as_deref(), Some(""));
    }
}

#[tokio::test]
async fn a_value_of_which_many_want_to_take_goes_to_one() {
    for Subject { storage, .. } in storages().await {
        storage.set("key", "value", HOUR).await.unwrap();
        let mut takers = JoinSet::new();
        for _ in 0..50 {
            let storage = Arc::clone(&storage);
            takers.spawn(async move { storage.get_and_delete("key").await.unwrap() });
        }
        let taken: Vec<_> = takers.join_all().await.into_iter().flatten().collect();
        assert_eq!(taken, ["value"]);
    }
}

#[tokio::test]
async fn a_value_is_replaced_if_it_still_is_the_same() {
    for Subject { storage, .. } in storages().await {
        assert!(!storage.replace("key", Some("a"), Some(("b", HOUR))).await.unwrap(), "it is not there");
        assert!(storage.replace("key", None, Some(("a", HOUR))).await.unwrap());
        assert!(!storage.replace("key", None, Some(("b", HOUR))).await.unwrap(), "it is there");
        assert!(!storage.replace("key", Some("x"), Some(("b", HOUR))).await.unwrap(), "it is another");
        assert!(storage.replace("key", Some("a"), Some(("", HOUR))).await.unwrap());
        assert!(!storage.replace("key", None, None).await.unwrap(), "an empty one is there, too");
        assert!(storage.replace("key", Some(""), None).await.unwrap());
        assert_eq!(storage.get("key").await.unwrap(), None);
        assert!(storage.replace("key", None, None).await.unwrap());
    }
}

#[tokio::test]
async fn of_many_who_replace_one_value_one_does() {
    for Subject { storage, .. } in storages().await {
        storage.set("key", "old", HOUR).await.unwrap();
        let mut writers = JoinSet::new();
        for number in 0..50 {
            let storage = Arc::clone(&storage);
            let new = number.to_string();
            writers.spawn(async move { storage.replace("key", Some("old"), Some((&new, HOUR))).await.unwrap() });
        }
        assert_eq!(writers.join_all().await.into_iter().filter(|replaced| *replaced).count(), 1);
    }
}

#[tokio::test]
async fn a_counter_counts_everybody() {
    for Subject { storage, .. } in storages().await {
        let mut counts = JoinSet::new();
        for _ in 0..50 {
            let storage = Arc::clone(&storage);
            counts.spawn(async move { storage.increment("key", HOUR).await.unwrap() });
        }
        let mut counts = counts.join_all().await;
        counts.sort_unstable();
        assert_eq!(counts, (1..=50).collect::<Vec<_>>());
        assert_eq!(storage.increment("other", HOUR).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn in_memory_everything_ends_at_its_time() {
    let clock = Arc::new(FakeClock::default());
    let storage = MemoryStorage::new(clock.clone());
    storage.set("key", "value", HOUR).await.unwrap();
    storage.increment("counter", HOUR).await.unwrap();
    clock.advance_to_just_before(HOUR);
    assert!(storage.get("key").await.unwrap().is_some());
    assert_eq!(storage.increment("counter", HOUR).await.unwrap(), 2);
    clock.advance(MILLISECOND);
    assert_eq!(storage.get("key").await.unwrap(), None);
    assert_eq!(storage.get_and_delete("key").await.unwrap(), None);
    assert!(storage.replace("key", None, Some(("new", HOUR))).await.unwrap());
    assert_eq!(storage.increment("counter", HOUR).await.unwrap(), 1, "counting on did not move its end");
}

#[tokio::test]
async fn redis_is_given_the_time_at_which_everything_ends() {
    let Some(redis) = Redis::any().await else { return };
    let storage = RedisStorage::new(&Secret::new(redis.url()), redis.prefix()).unwrap();
    let soon = Duration::from_millis(40);
    storage.set("key", "value", soon).await.unwrap();
    storage.replace("replaced", None, Some(("value", soon))).await.unwrap();
    storage.increment("counter", soon).await.unwrap();
    // Redis has a clock of its own.
    for key in ["key", "replaced", "counter"] {
        while storage.get(key).await.unwrap().is_some() {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_address_is_said_without_its_password() {
    let Err(error) = RedisStorage::new(&Secret::new("redis://user:hunter2@:x"), "") else { panic!("it has no host") };
    assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
}

// What the core keeps in it

/// A core with this storage.
async fn app(storage: &Arc<dyn SecondaryStorage>, change: impl FnOnce(&mut AuthConfig)) -> TestAuth {
    let storage = Arc::clone(storage);
    TestAuth::built(Database::empty().await, change, |builder| builder.secondary_storage(storage)).await
}

/// A core with a storage in memory that goes by its clock.
async fn app_in_memory(change: impl FnOnce(&mut AuthConfig)) -> TestAuth {
    TestAuth::with(|config| {
        config.secondary_storage = Some(SecondaryStorageConfig::Memory);
        change(config);
    })
    .await
}

async fn json_at(storage: &Arc<dyn SecondaryStorage>, key: &str) -> Option<Value> {
    storage.get(key).await.unwrap().map(|json| serde_json::from_str(&json).unwrap())
}

#[tokio::test]
async fn sessions_behave_as_in_the_database() {
    for Subject { storage, .. } in storages().await {
        let app = app(&storage, |_| {}).await;
        let mut first = app.signed_up(ANA).await;
        let mut second = app.signed_in(ANA).await;
        assert_eq!(app.db.count("session").await, 0);
        let shown = first.session().await;
        assert_eq!((shown.user.email.as_str(), shown.session.created_at), (ANA, app.now()));
        assert_eq!(first.get("/list-sessions").await.json().as_array().unwrap().len(), 2);

        let token = second.session().await.session.token;
        first.post("/revoke-session", &json!({ "token": token })).await;
        assert_eq!(second.get_session().await, None);
        first.post("/update-user", &json!({ "name": "Anna" })).await;
        assert_eq!(first.session().await.user.name, "Anna");
        let mut copy = first.clone();
        first.sign_out().await;
        assert_eq!(copy.get_session().await, None);
    }
}

#[tokio::test]
async fn a_session_is_extended_and_its_fields_are_changed() {
    for Subject { storage, .. } in storages().await {
        let app = app(&storage, |config| {
            config.session.model.additional_fields = vec![
                Field::new("theme", FieldKind::Text).with_default("light"),
                Field::new("note", FieldKind::Text).with_default("secret").hidden(),
            ];
        })
        .await;
        let mut ana = app.signed_up(ANA).await;
        let shown = ana.get("/get-session").await.json()["session"].clone();
        assert_eq!((&shown["theme"], shown.get("note")), (&json!("light"), None));
        app.clock.advance(DAY);
        assert_eq!(ana.session().await.session.expires_at, app.now() + 7 * DAY);
        ana.post("/update-session", &json!({ "theme": "dark" })).await;
        let shown = ana.get("/get-session").await.json()["session"].clone();
        assert_eq!((&shown["theme"], shown.get("note")), (&json!("dark"), None));
        assert_eq!(shown["expiresAt"], json!(app.now() + 7 * DAY));
    }
}

#[tokio::test]
async fn a_session_ends_at_its_time() {
    let app = app_in_memory(|config| config.session.disable_session_refresh = true).await;
    let mut ana = app.signed_up(ANA).await;
    app.clock.advance_to_just_before(7 * DAY);
    assert!(ana.get_session().await.is_some());
    app.clock.advance(MILLISECOND);
    assert_eq!(ana.get_session().await, None);
    assert_eq!(ana.cookie_header(), "");
}

#[tokio::test]
async fn other_sessions_end_and_the_own_one_stays_and_all_end_together() {
    for Subject { storage, .. } in storages().await {
        let app = app(&storage, |_| {}).await;
        let mut first = app.signed_up(ANA).await;
        let mut second = app.signed_in(ANA).await;
        first.post("/revoke-other-sessions", &json!({})).await;
        assert_eq!(second.get_session().await, None);
        assert!(first.clone().get_session().await.is_some());
        let mut third = app.signed_in(ANA).await;
        app.clock.advance(MILLISECOND);
        first.clone().post("/revoke-sessions", &json!({})).await;
        assert_eq!((first.get_session().await, third.get_session().await), (None, None));
        app.signed_in(ANA).await.session().await;
    }
}

// SESS-008
#[tokio::test]
async fn a_deleted_user_leaves_nothing_behind() {
    for Subject { storage, .. } in storages().await {
        let app = app(&storage, |config| config.user.delete_user = true).await;
        let mut ana = app.signed_up(ANA).await;
        let mut elsewhere = app.signed_in(ANA).await;
        let id = ana.session().await.user.id;
        ana.post("/delete-user", &json!({ "password": PASSWORD })).await;
        assert_eq!(elsewhere.get_session().await, None);
        assert_eq!(storage.get(&format!("active-sessions-{id}")).await.unwrap(), None);
    }
}

#[tokio::test]
async fn who_signs_in_on_many_devices_at_once_is_signed_in_on_all_of_them() {
    for Subject { storage, .. } in storages().await {
        let app = Arc::new(app(&storage, |_| {}).await);
        app.signed_up(ANA).await;
        let mut devices = JoinSet::new();
        for _ in 0..20 {
            let app = Arc::clone(&app);
            devices.spawn(async move { app.signed_in(ANA).await });
        }
        let mut devices = devices.join_all().await;
        assert_eq!(devices[0].get("/list-sessions").await.json().as_array().unwrap().len(), 21);
    }
}

// SESS-031
#[tokio::test]
async fn nothing_brings_a_session_back_that_was_signed_out() {
    for Subject { storage, .. } in storages().await {
        let app = app(&storage, |_| {}).await;
        let mut ana = app.signed_up(ANA).await;
        app.clock.advance(DAY);
        let mut readers = JoinSet::new();
        for mut tab in vec![ana.clone(); 20] {
            readers.spawn(async move { tab.get("/get-session").await.status.as_u16() });
        }
        let mut copy = ana.clone();
        ana.sign_out().await;
        let statuses = readers.join_all().await;
        assert!(statuses.iter().all(|status| [200, 401].contains(status)), "{statuses:?}");
        assert_eq!(copy.get_session().await, None);
    }
}

#[tokio::test]
async fn what_is_stored_has_the_form_of_the_original_and_holds_no_token() {
    for Subject { storage, .. } in storages().await {
        let app = app(&storage, |_| {}).await;
        let mut ana = app.signed_up(ANA).await;
        let shown = ana.session().await;
        let list = json_at(&storage, &format!("active-sessions-{}", shown.user.id)).await.unwrap();
        let stored = list[0]["token"].as_str().unwrap();
        assert!(stored.starts_with("sha256$"), "{stored}");
        assert_eq!(list, json!([{ "token": stored, "expiresAt": shown.session.expires_at.as_millis() }]));

        let entry = json_at(&storage, stored).await.unwrap();
        assert_eq!(entry["user"], json!(shown.user));
        let mut session = json!(shown.session);
        session["token"] = stored.into();
        assert_eq!(entry["session"], session);
        assert!(!entry.to_string().contains(&shown.session.token));
        let mut thief = app.client().with_cookie("session_token", &sealed(stored, SECRET));
        assert_eq!(thief.get_session().await, None);
    }
}

#[tokio::test]
async fn the_copy_of_a_user_follows_the_user() {
    for Subject { storage, .. } in storages().await {
        let app = app(&storage, |config| config.shared_database = true).await;
        let mut ana = app.signed_up(ANA).await;
        ana.post("/update-user", &json!({ "name": "Anna" })).await;
        let token = ana.session().await.session.token;
        assert_eq!(json_at(&storage, &token).await.unwrap()["user"]["name"], "Anna");
    }
}

#[tokio::test]
async fn a_session_that_the_original_stored_goes_on() {
    for Subject { storage, .. } in storages().await {
        let app = app(&storage, |_| {}).await;
        let user = app.client().sign_up(ANA).await.user;
        let token = "BetterAuthToken0123456789abcdefg";
        let (now, end) = (app.now(), app.now() + 6 * DAY);
        let entry = json!({
            "session": {
                "id": "old-session", "token": token, "userId": user.id, "ipAddress": "", "userAgent": "",
                "expiresAt": end, "createdAt": now, "updatedAt": now,
            },
            "user": user,
        });
        storage.set(token, &entry.to_string(), 6 * DAY).await.unwrap();
        let list = json!([{ "token": token, "expiresAt": end.as_millis() }]).to_string();
        storage.set(&format!("active-sessions-{}", user.id), &list, 6 * DAY).await.unwrap();

        let mut ana = app.client().with_cookie("session_token", &sealed(token, SECRET));
        let shown = ana.session().await.session;
        assert_eq!((shown.id.as_str(), shown.token.as_str()), ("old-session", token));
        app.clock.advance(DAY);
        assert_eq!(ana.session().await.session.expires_at, app.now() + 7 * DAY, "it is extended");
        ana.sign_out().await;
        assert_eq!(storage.get(token).await.unwrap(), None);
    }
}

#[tokio::test]
async fn other_keys_are_no_sessions() {
    for Subject { storage, .. } in storages().await {
        let app = app(&storage, |_| {}).await;
        let mut ana = app.signed_up(ANA).await;
        let shown = ana.session().await;
        let entry = json!({ "session": shown.session, "user": shown.user }).to_string();
        storage.set("verification:x", &entry, HOUR).await.unwrap();
        for key in ["verification:x".to_owned(), format!("active-sessions-{}", shown.user.id)] {
            let mut thief = app.client().with_cookie("session_token", &sealed(&key, SECRET));
            assert_eq!(thief.get_session().await, None, "{key}");
        }
    }
}

// In the database, too

#[tokio::test]
async fn a_session_that_is_in_the_database_too_survives_the_loss_of_the_storage() {
    let app = app_in_memory(|config| config.session.store_session_in_database = true).await;
    let mut ana = app.signed_up(ANA).await;
    assert_eq!(app.db.count("session").await, 1);
    ana.session().await;
    let in_memory = |config: &mut AuthConfig| {
        config.secondary_storage = Some(SecondaryStorageConfig::Memory);
        config.session.store_session_in_database = true;
    };
    let token = ana.cookie("session_token").unwrap().to_owned();
    let app = app.restarted_with(in_memory).await;
    let mut ana = app.client().with_cookie("session_token", &token);
    assert_eq!(ana.session().await.user.email, ANA);
    assert_eq!(ana.get("/list-sessions").await.json().as_array().unwrap().len(), 1);
    app.clock.advance(DAY);
    assert_eq!(ana.session().await.session.expires_at, app.now() + 7 * DAY);
    let mut copy = ana.clone();
    ana.sign_out().await;
    assert_eq!((copy.get_session().await, app.db.count("session").await), (None, 0));
}

#[tokio::test]
async fn a_record_of_a_session_stays_and_says_when_it_ended() {
    let app = app_in_memory(|config| {
        config.session.store_session_in_database = true;
        config.session.preserve_session_in_database = true;
    })
    .await;
    let mut first = app.signed_up(ANA).await;
    let mut second = app.signed_in(ANA).await;
    let user_id = first.session().await.user.id;
    app.clock.advance(MINUTE);
    let ended = app.now();
    let mut copy = second.clone();
    second.sign_out().await;
    assert_eq!(copy.get_session().await, None, "a record opens nothing");
    app.clock.advance(MINUTE);
    first.post("/revoke-sessions", &json!({})).await;
    let database = SqlStore::connect(app.db.url(), Schema::default()).await.unwrap();
    let mut ends: Vec<_> = database.list_sessions(&user_id, Timestamp::MIN).await.unwrap();
    ends.sort_by_key(|row| row.expires_at);
    assert_eq!(ends.iter().map(|row| row.expires_at).collect::<Vec<_>>(), [ended, app.now()]);
}

// One-time values

/// The token in the next mail to somebody.
async fn reset_token(app: &TestAuth, email: &str) -> String {
    let link = app.link_to(email).await;
    link.trim_start_matches("/reset-password/").split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_link_works_once() {
    for Subject { storage, .. } in storages().await {
        for in_database in [false, true] {
            let app = app(&storage, |config| config.verification.store_in_database = in_database).await;
            let email = if in_database { "bo@example.com" } else { ANA };
            let mut client = app.signed_up(email).await;
            client.post("/request-password-reset", &json!({ "email": email })).await;
            let token = reset_token(&app, email).await;
            assert_eq!(app.db.count("verification").await, usize::from(in_database));
            let reset = |password: &str| json!({ "newPassword": password, "token": token });
            assert_eq!(client.post("/reset-password", &reset("brand-new-pass-1")).await.status, 200);
            client.post("/reset-password", &reset("brand-new-pass-2")).await.refused(400, "INVALID_TOKEN");
            assert_eq!(app.db.count("verification").await, 0);
        }
    }
}

#[tokio::test]
async fn of_many_who_use_a_link_at_once_one_gets_through() {
    for Subject { storage, .. } in storages().await {
        let app = app(&storage, |_| {}).await;
        let mut client = app.signed_up(ANA).await;
        client.post("/request-password-reset", &json!({ "email": ANA })).await;
        let token = reset_token(&app, ANA).await;
        let mut tries = JoinSet::new();
        for number in 0..20 {
            let mut client = client.clone();
            let body = json!({ "newPassword": format!("brand-new-pass-{number}"), "token": token });
            tries.spawn(async move { client.post("/reset-password", &body).await.status.as_u16() });
        }
        let statuses = tries.join_all().await;
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    }
}

#[tokio::test]
async fn a_link_ends_at_its_time() {
    let app = app_in_memory(|_| {}).await;
    let mut client = app.signed_up(ANA).await;
    client.post("/request-password-reset", &json!({ "email": ANA })).await;
    let token = reset_token(&app, ANA).await;
    app.clock.advance(HOUR);
    let body = json!({ "newPassword": "brand-new-pass-1", "token": token });
    client.post("/reset-password", &body).await.refused(400, "INVALID_TOKEN");
}

// Rate limits

// RATE-017
#[tokio::test]
async fn of_fifty_sign_ins_at_once_three_pass_on_all_replicas_together() {
    for Subject { storage, .. } in storages().await {
        let limited = |config: &mut AuthConfig| config.rate_limit.enabled = true;
        let replicas = [app(&storage, limited).await, app(&storage, limited).await];
        let mut tries = JoinSet::new();
        for number in 0..50 {
            let mut client = replicas[number % 2].client().at_address("203.0.113.7");
            tries.spawn(async move { client.try_sign_in("ghost@example.com", PASSWORD).await.status.as_u16() });
        }
        let statuses = tries.join_all().await;
        assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 3, "{statuses:?}");
    }
}

#[tokio::test]
async fn the_window_of_a_counter_begins_with_its_first_request() {
    let app = app_in_memory(|config| {
        config.rate_limit.enabled = true;
        config.rate_limit.rule = RateLimitRule { window: MINUTE, max: 2 };
    })
    .await;
    let mut client = app.client().at_address("203.0.113.7");
    for status in [200, 200, 429] {
        let answer = client.get("/get-session").await;
        assert_eq!(answer.status, status);
        app.clock.advance(Duration::from_secs(10));
    }
    let refused = client.get("/get-session").await;
    assert_eq!(refused.header("x-retry-after"), Some("60"));
    app.clock.advance(Duration::from_secs(30));
    assert_eq!(client.get("/get-session").await.status, 200);
}

// REL-012
#[tokio::test]
async fn a_redis_that_fails_is_never_a_missing_session_and_never_an_open_door() {
    let Some(mut redis) = Redis::own().await else { return };
    let url = redis.url().to_owned();
    let app = TestAuth::with(|config| {
        config.secondary_storage = Some(SecondaryStorageConfig::redis(url));
        config.rate_limit.enabled = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await.at_address("203.0.113.7");
    ana.session().await;
    redis.stop();
    let answer = ana.get("/get-session").await;
    answer.refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(answer.set_cookies(), [""; 0], "the browser is not told to forget it");
    ana.post("/sign-out", &json!({})).await.refused(503, "SERVICE_UNAVAILABLE");
    assert!(app.auth.ready().await.is_err());
    let mut guesser: Client = app.client().at_address("203.0.113.8");
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(guesser.try_sign_in("ghost@example.com", PASSWORD).await.status.as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 429], "each process counts for itself");
}

#[tokio::test]
async fn a_server_whose_redis_cannot_be_reached_does_not_start() {
    let mut config = AuthConfig::new("http://localhost:3000", SECRET);
    config.secondary_storage = Some(SecondaryStorageConfig::redis("redis://127.0.0.1:1"));
    assert!(auth::Auth::builder(config).connect("sqlite::memory:").await.is_err());
}
