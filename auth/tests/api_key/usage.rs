use std::time::Duration;

use auth::{
    Cx,
    wire::{CreateApiKey, UpdateApiKey, VerifyApiKey},
};
use serde_json::json;
use tokio::task::JoinSet;

use super::{ANA, named, with_keys};
use crate::common::{DAY, MILLISECOND, TestAuth};

#[tokio::test]
async fn a_use_is_counted_and_dated() {
    let app = TestAuth::with(with_keys).await;
    let made = app.signed_up(ANA).await.make_key(&named("CI")).await;
    let key = app.verify(&made.key).await.key.unwrap();
    assert_eq!((key.request_count, key.last_request), (1, Some(app.now())));
    assert_eq!(app.refusal(&"x".repeat(64)).await, "INVALID_API_KEY");
    assert_eq!(app.refusal("").await, "INVALID_API_KEY");
}

#[tokio::test]
async fn a_key_without_uses_left_is_used_up_and_then_gone() {
    let app = TestAuth::with(with_keys).await;
    let id = app.signed_up(ANA).await.user_id().await;
    let made = app.key_for(&id, CreateApiKey { remaining: Some(2), ..CreateApiKey::default() }).await;
    assert_eq!(app.verify(&made.key).await.key.unwrap().remaining, Some(1));
    assert_eq!(app.verify(&made.key).await.key.unwrap().remaining, Some(0));
    assert_eq!(app.refusal(&made.key).await, "USAGE_EXCEEDED");
    assert_eq!(app.refusal(&made.key).await, "INVALID_API_KEY");
}

#[tokio::test]
async fn a_key_is_filled_up_after_its_interval() {
    let app = TestAuth::with(with_keys).await;
    let id = app.signed_up(ANA).await.user_id().await;
    let input = CreateApiKey {
        remaining: Some(1),
        refill_amount: Some(3),
        refill_interval: Some(1000),
        ..CreateApiKey::default()
    };
    let made = app.key_for(&id, input).await;
    assert_eq!(app.verify(&made.key).await.key.unwrap().remaining, Some(0));
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(app.refusal(&made.key).await, "USAGE_EXCEEDED");
    app.clock.advance(MILLISECOND);
    let key = app.verify(&made.key).await.key.unwrap();
    assert_eq!((key.remaining, key.last_refill_at), (Some(2), Some(app.now())));
    assert_eq!(app.verify(&made.key).await.key.unwrap().remaining, Some(1));
    // Filling up sets the number, it does not add to it.
    app.clock.advance(DAY);
    assert_eq!(app.verify(&made.key).await.key.unwrap().remaining, Some(2));
}

#[tokio::test]
async fn a_key_that_is_used_too_often_has_to_wait() {
    let app = TestAuth::with(with_keys).await;
    let id = app.signed_up(ANA).await.user_id().await;
    let input =
        CreateApiKey { rate_limit_max: Some(2), rate_limit_time_window: Some(60_000), ..CreateApiKey::default() };
    let made = app.key_for(&id, input).await;
    assert!(app.verify(&made.key).await.valid);
    app.clock.advance(Duration::from_secs(10));
    assert!(app.verify(&made.key).await.valid);
    app.clock.advance(Duration::from_secs(20));
    let error = app.verify(&made.key).await.error.unwrap();
    assert_eq!(error.code.as_deref(), Some("RATE_LIMITED"));
    // The window runs from the last use that counted, as upstream.
    assert_eq!(error.details.unwrap().try_again_in, 40_000);
    let answer = app.program(&made.key).get("/get-session").await;
    answer.refused(429, "RATE_LIMITED");
    assert_eq!(answer.json()["details"], json!({ "tryAgainIn": 40_000 }));
    assert_eq!(answer.header("retry-after"), Some("40"));
    app.clock.advance(Duration::from_secs(40) + MILLISECOND);
    assert_eq!(app.verify(&made.key).await.key.unwrap().request_count, 1);
}

#[tokio::test]
async fn a_key_without_a_limit_is_used_as_often_as_one_likes() {
    let app = TestAuth::with(with_keys).await;
    let id = app.signed_up(ANA).await.user_id().await;
    let made = app.key_for(&id, CreateApiKey { rate_limit_enabled: Some(false), ..CreateApiKey::default() }).await;
    for _ in 0..12 {
        assert!(app.verify(&made.key).await.valid);
    }
    assert_eq!(app.verify(&made.key).await.key.unwrap().last_request, Some(app.now()));
}

/// Uses a key fifty times at once; how many were accepted.
async fn accepted_of_fifty(app: &TestAuth, key: &str) -> usize {
    let mut at_once = JoinSet::new();
    for _ in 0..50 {
        let mut program = app.program(key);
        at_once.spawn(async move { program.get("/get-session").await.status.as_u16() });
    }
    let statuses = at_once.join_all().await;
    assert!(statuses.iter().all(|status| [200, 401, 429].contains(status)), "{statuses:?}");
    statuses.iter().filter(|status| **status == 200).count()
}

// KEY-008
#[tokio::test]
async fn fifty_uses_at_once_of_a_key_with_ten_left_are_ten() {
    let app = TestAuth::with(with_keys).await;
    let id = app.signed_up(ANA).await.user_id().await;
    let input = CreateApiKey { remaining: Some(10), rate_limit_enabled: Some(false), ..CreateApiKey::default() };
    let made = app.key_for(&id, input).await;
    assert_eq!(accepted_of_fifty(&app, &made.key).await, 10);
}

// KEY-008: also when it is just being filled up
#[tokio::test]
async fn fifty_uses_at_once_fill_a_key_up_once() {
    let app = TestAuth::with(with_keys).await;
    let id = app.signed_up(ANA).await.user_id().await;
    let input = CreateApiKey {
        remaining: Some(0),
        refill_amount: Some(7),
        refill_interval: Some(1000),
        rate_limit_enabled: Some(false),
        ..CreateApiKey::default()
    };
    let made = app.key_for(&id, input).await;
    app.clock.advance(DAY);
    assert_eq!(accepted_of_fifty(&app, &made.key).await, 7);
}

// KEY-009
#[tokio::test]
async fn fifty_uses_at_once_of_a_key_for_five_a_minute_are_five() {
    let app = TestAuth::with(with_keys).await;
    let id = app.signed_up(ANA).await.user_id().await;
    let input =
        CreateApiKey { rate_limit_max: Some(5), rate_limit_time_window: Some(60_000), ..CreateApiKey::default() };
    let made = app.key_for(&id, input).await;
    assert_eq!(accepted_of_fifty(&app, &made.key).await, 5);
    // And once more when the window is over.
    app.clock.advance(DAY);
    assert_eq!(accepted_of_fifty(&app, &made.key).await, 5);
}

// KEY-006
#[tokio::test]
async fn a_key_works_until_its_end_and_then_is_gone() {
    let app = TestAuth::with(with_keys).await;
    let made = app.signed_up(ANA).await.make_key(&json!({ "expiresIn": 86_400 })).await;
    app.clock.advance(DAY);
    assert!(app.verify(&made.key).await.valid);
    app.clock.advance(MILLISECOND);
    assert_eq!(app.refusal(&made.key).await, "KEY_EXPIRED");
    assert_eq!(app.refusal(&made.key).await, "INVALID_API_KEY");
}

#[tokio::test]
async fn keys_that_have_ended_are_swept() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    for _ in 0..3 {
        ana.make_key(&json!({ "expiresIn": 86_400 })).await;
    }
    ana.make_key(&named("stays")).await;
    app.clock.advance(DAY + DAY);
    assert_eq!(ana.get("/api-key/list").await.json()["total"], 1);
    assert_eq!(app.auth.delete_all_expired_api_keys().await.unwrap(), 0);
}

#[tokio::test]
async fn permissions_are_checked_where_they_are_asked_for() {
    let app = TestAuth::with(with_keys).await;
    let id = app.signed_up(ANA).await.user_id().await;
    let permissions = [("files".to_owned(), vec!["read".to_owned(), "write".to_owned()])].into();
    let made = app.key_for(&id, CreateApiKey { permissions: Some(permissions), ..CreateApiKey::default() }).await;
    let ask = |resource: &str, actions: &[&str]| {
        let actions = actions.iter().map(|action| (*action).to_owned()).collect();
        let permissions = Some([(resource.to_owned(), actions)].into());
        VerifyApiKey { key: made.key.clone(), permissions, config_id: None }
    };
    assert!(app.auth.verify_api_key(&ask("files", &["read"])).await.unwrap().valid);
    assert!(app.auth.verify_api_key(&ask("files", &["read", "write"])).await.unwrap().valid);
    for refused in [ask("files", &["read", "delete"]), ask("mail", &["read"]), ask("files", &[])] {
        let output = app.auth.verify_api_key(&refused).await.unwrap();
        assert_eq!(output.error.unwrap().code.as_deref(), Some("KEY_NOT_FOUND"));
    }
    // What is refused is not a use.
    let taken_away = UpdateApiKey {
        key_id: made.api_key.id.clone(),
        user_id: Some(id),
        permissions: Some(None),
        ..UpdateApiKey::default()
    };
    let key = app.auth.update_api_key(&mut Cx::internal(), taken_away).await.unwrap();
    assert_eq!((key.request_count, key.permissions), (2, None));
    assert!(!app.auth.verify_api_key(&ask("files", &["read"])).await.unwrap().valid);
}

// KEY-007
#[tokio::test]
async fn keys_of_somebody_banned_do_not_work_and_those_of_somebody_gone_are_gone() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    let id = ana.user_id().await;
    let made = ana.make_key(&named("CI")).await;
    let password = crate::common::PASSWORD.into();
    app.auth.create_user("Root", "root@example.com", &password, Some("admin")).await.unwrap();
    let mut root = app.signed_in("root@example.com").await;
    root.post("/admin/ban-user", &json!({ "userId": id })).await;
    assert_eq!(app.refusal(&made.key).await, "USER_BANNED");
    app.program(&made.key).get("/get-session").await.refused(401, "USER_BANNED");
    root.post("/admin/unban-user", &json!({ "userId": id })).await;
    assert!(app.verify(&made.key).await.valid);
    root.post("/admin/remove-user", &json!({ "userId": id })).await;
    assert_eq!(app.db.count("apikey").await, 0);
    app.program(&made.key).get("/get-session").await.refused(401, "INVALID_API_KEY");
}

#[tokio::test]
async fn a_database_that_fails_does_not_make_a_key_invalid() {
    let app = TestAuth::with(with_keys).await;
    let made = app.signed_up(ANA).await.make_key(&named("CI")).await;
    app.db.execute(r#"ALTER TABLE "apikey" RENAME TO "gone""#).await;
    let asked = VerifyApiKey { key: made.key.clone(), ..VerifyApiKey::default() };
    assert_eq!(app.auth.verify_api_key(&asked).await.unwrap_err().status(), 503);
    app.program(&made.key).get("/get-session").await.refused(503, "SERVICE_UNAVAILABLE");
}

/// A row of the original, which has written some data as the text of a text.
#[tokio::test]
async fn keys_of_better_auth_go_on() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    let id = ana.user_id().await;
    // SHA-256 of sixty-four times `k`, in Base64url.
    let key = "k".repeat(64);
    let hash = {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        use sha2::{Digest as _, Sha256};
        URL_SAFE_NO_PAD.encode(Sha256::digest(&key))
    };
    app.db
        .execute(&format!(
            r#"INSERT INTO "apikey" ("id", "configId", "referenceId", "key", "createdAt", "updatedAt", "metadata", "permissions")
            VALUES ('old', 'default', '{id}', '{hash}', '2025-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z',
            '"{{\"a\":1}}"', '{{"files":["read"]}}')"#
        ))
        .await;
    let used = app.verify(&key).await.key.unwrap();
    assert_eq!(used.metadata, Some(json!({ "a": 1 })));
    assert_eq!(used.permissions.unwrap()["files"], ["read"]);
    assert_eq!(ana.key("old").await.last_request, Some(app.now()));
}
