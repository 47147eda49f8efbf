use auth::{Cx, wire::UpdateApiKey};
use serde_json::{Value, json};

use super::{ANA, BEN, named, with_keys};
use crate::common::{DAY, TestAuth};

#[tokio::test]
async fn a_key_is_shown_once_and_known_by_its_first_letters() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    let answer = ana
        .post("/api-key/create", &json!({ "name": "CI", "prefix": "ci_", "expiresIn": 86_400, "metadata": { "a": 1 } }))
        .await
        .json();
    let key = answer["key"].as_str().unwrap();
    assert!(key.starts_with("ci_") && key.len() == 67 && key[3..].bytes().all(|byte| byte.is_ascii_alphabetic()));
    assert_eq!(answer["start"], key[..6]);
    assert_eq!(answer["referenceId"], ana.user_id().await);
    assert_eq!(answer["expiresAt"], (app.now() + DAY).to_string());
    assert_eq!((&answer["configId"], &answer["metadata"]), (&json!("default"), &json!({ "a": 1 })));
    assert_eq!((&answer["remaining"], &answer["rateLimitMax"]), (&Value::Null, &json!(10)));
    assert!(answer.get("byApiKey").is_none());
}

// KEY-010
#[tokio::test]
async fn nothing_but_its_hash_stays_of_a_key_and_nobody_is_shown_that() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    let made = ana.make_key(&named("CI")).await;
    let stored = app.db.text(r#"SELECT "key" FROM "apikey""#).await;
    assert_eq!(stored.len(), 43);
    let listed = ana.get("/api-key/list").await;
    let got = ana.get(&format!("/api-key/get?id={}", made.api_key.id)).await;
    for answer in [listed, got] {
        assert_eq!(answer.status, 200);
        assert!(!answer.text.contains(&made.key[6..]) && !answer.text.contains(&stored), "{answer}");
        assert!(!answer.text.contains("\"key\""), "{answer}");
    }
    // TOK-018: what is stored opens nothing.
    assert_eq!(app.refusal(&stored).await, "INVALID_API_KEY");
    app.program(&stored).get("/get-session").await.refused(403, "INVALID_API_KEY");
    app.program(&format!("{stored}{stored}")).get("/get-session").await.refused(401, "INVALID_API_KEY");
}

// KEY-001
#[tokio::test]
async fn nobody_makes_or_changes_keys_without_signing_in() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    let id = ana.user_id().await;
    let key = ana.make_key(&named("CI")).await.api_key.id;
    let mut anybody = app.client();
    let create = json!({ "name": "pwn", "userId": id });
    anybody.post("/api-key/create", &create).await.refused(401, "UNAUTHORIZED_SESSION");
    anybody.post("/api-key/create", &named("pwn")).await.refused(401, "UNAUTHORIZED_SESSION");
    let update = json!({ "keyId": key, "userId": id, "enabled": false });
    anybody.post("/api-key/update", &update).await.refused(401, "UNAUTHORIZED_SESSION");
    anybody.post("/api-key/delete", &json!({ "keyId": key })).await.refused(401, "UNAUTHORIZED");
    anybody.get(&format!("/api-key/get?id={key}")).await.refused(401, "UNAUTHORIZED");
    anybody.get("/api-key/list").await.refused(401, "UNAUTHORIZED");
    let mut ben = app.signed_up(BEN).await;
    ben.post("/api-key/create", &create).await.refused(401, "UNAUTHORIZED_SESSION");
    assert_eq!(app.db.count("apikey").await, 1);
}

// KEY-002
#[tokio::test]
async fn limits_and_permissions_are_for_trusted_code() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    let id = ana.make_key(&named("CI")).await.api_key.id;
    for (field, value) in [
        ("remaining", json!(5)),
        ("refillAmount", json!(1)),
        ("refillInterval", json!(1)),
        ("rateLimitMax", json!(1000)),
        ("rateLimitTimeWindow", json!(1)),
        ("rateLimitEnabled", json!(false)),
        ("permissions", json!({ "files": ["read"] })),
    ] {
        let create = json!({ "name": "k", field: value });
        ana.post("/api-key/create", &create).await.refused(400, "SERVER_ONLY_PROPERTY");
        let update = json!({ "keyId": id, field: value });
        ana.post("/api-key/update", &update).await.refused(400, "SERVER_ONLY_PROPERTY");
    }
    let changed = UpdateApiKey {
        key_id: id.clone(),
        user_id: Some(ana.user_id().await),
        remaining: Some(7),
        rate_limit_max: Some(1000),
        ..UpdateApiKey::default()
    };
    let changed = app.auth.update_api_key(&mut Cx::internal(), changed).await.unwrap();
    assert_eq!((changed.remaining, changed.rate_limit_max), (Some(7), Some(1000)));
}

// KEY-003
#[tokio::test]
async fn keys_of_others_are_not_there() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    let mut ben = app.signed_up(BEN).await;
    let made = ana.make_key(&named("CI")).await;
    let id = &made.api_key.id;
    ben.get(&format!("/api-key/get?id={id}")).await.refused(404, "KEY_NOT_FOUND");
    ben.post("/api-key/update", &json!({ "keyId": id, "name": "x" })).await.refused(404, "KEY_NOT_FOUND");
    ben.post("/api-key/delete", &json!({ "keyId": id })).await.refused(404, "KEY_NOT_FOUND");
    assert_eq!(ben.get("/api-key/list").await.json()["total"], 0);
    assert!(app.verify(&made.key).await.valid);
    assert_eq!(ana.key(id).await.name.as_deref(), Some("CI"));
}

#[tokio::test]
async fn a_key_can_be_renamed_switched_off_and_ended() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    let made = ana.make_key(&json!({ "name": "CI", "expiresIn": 86_400, "metadata": { "a": 1 } })).await;
    let id = &made.api_key.id;
    let change = json!({ "keyId": id, "name": "New", "enabled": false, "expiresIn": null, "metadata": null });
    let changed = ana.post("/api-key/update", &change).await.json();
    assert_eq!((&changed["name"], &changed["enabled"]), (&json!("New"), &json!(false)));
    assert_eq!((&changed["expiresAt"], &changed["metadata"]), (&Value::Null, &Value::Null));
    assert_eq!(app.refusal(&made.key).await, "KEY_DISABLED");
    ana.post("/api-key/update", &json!({ "keyId": id })).await.refused(400, "NO_VALUES_TO_UPDATE");
    ana.post("/api-key/update", &json!({ "keyId": id, "name": "" })).await.refused(400, "INVALID_NAME_LENGTH");
    let deleted = ana.post("/api-key/delete", &json!({ "keyId": id })).await.json();
    assert_eq!(deleted, json!({ "success": true }));
    assert_eq!(app.refusal(&made.key).await, "INVALID_API_KEY");
    ana.post("/api-key/delete", &json!({ "keyId": id })).await.refused(404, "KEY_NOT_FOUND");
}

#[tokio::test]
async fn the_list_is_sorted_and_paged() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    for name in ["b", "c", "a"] {
        ana.make_key(&named(name)).await;
    }
    let page = ana.get("/api-key/list?sortBy=name&sortDirection=desc&limit=2&offset=1").await.json();
    let names: Vec<_> = page["apiKeys"].as_array().unwrap().iter().map(|key| key["name"].clone()).collect();
    assert_eq!(names, ["b", "a"]);
    assert_eq!((&page["total"], &page["limit"], &page["offset"]), (&json!(3), &json!(2), &json!(1)));
    let all = ana.get("/api-key/list").await.json();
    assert_eq!(all["apiKeys"].as_array().unwrap().len(), 3);
    assert!(all.get("limit").is_none());
    for wrong in ["limit=-1", "limit=x", "offset=1.5", "sortDirection=up", "sortBy=secret"] {
        ana.get(&format!("/api-key/list?{wrong}")).await.refused(400, "VALIDATION_ERROR");
    }
}

// KEY-015
#[tokio::test]
async fn names_prefixes_and_data_have_bounds() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    let deep = (0..40).fold(json!(1), |inner, _| json!({ "a": inner }));
    for (input, code) in [
        (json!({ "prefix": "has space" }), "VALIDATION_ERROR"),
        (json!({ "prefix": "" }), "VALIDATION_ERROR"),
        (json!({ "prefix": "x".repeat(33) }), "INVALID_PREFIX_LENGTH"),
        (json!({ "name": "x".repeat(33) }), "INVALID_NAME_LENGTH"),
        (json!({ "name": "a\0b" }), "VALIDATION_ERROR"),
        (json!({ "expiresIn": 0 }), "VALIDATION_ERROR"),
        (json!({ "expiresIn": 60 }), "EXPIRES_IN_IS_TOO_SMALL"),
        (json!({ "expiresIn": 366 * 86_400 }), "EXPIRES_IN_IS_TOO_LARGE"),
        (json!({ "expiresIn": 3e9 }), "EXPIRES_IN_IS_TOO_LARGE"),
        (json!({ "expiresIn": 1e300 }), "EXPIRES_IN_IS_TOO_LARGE"),
        (json!({ "expiresIn": -1.5 }), "VALIDATION_ERROR"),
        (json!({ "metadata": "text" }), "INVALID_METADATA_TYPE"),
        (json!({ "metadata": { "a": "x".repeat(17_000) } }), "INVALID_METADATA_TYPE"),
        (json!({ "metadata": deep }), "INVALID_METADATA_TYPE"),
    ] {
        ana.post("/api-key/create", &input).await.refused(400, code);
    }
    let abyss = format!(r#"{{"metadata":{}1{}}}"#, r#"{"a":"#.repeat(10_000), "}".repeat(10_000));
    assert!(ana.post_text("/api-key/create", "application/json", abyss).await.status.is_client_error());
    let huge = json!({ "metadata": { "a": "x".repeat(1_000_000) } });
    ana.post("/api-key/create", &huge).await.refused(413, "PAYLOAD_TOO_LARGE");
    assert_eq!(app.db.count("apikey").await, 0);
    // What is no more than odd is kept as it is.
    let odd = ana.make_key(&json!({ "name": "<img src=x onerror=1>", "metadata": { "a": "\0" } })).await;
    assert_eq!(ana.key(&odd.api_key.id).await.metadata, Some(json!({ "a": "\0" })));
}

#[tokio::test]
async fn whoever_impersonates_makes_no_keys() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    let id = ana.user_id().await;
    let key = ana.make_key(&named("CI")).await.api_key.id;
    let password = crate::common::PASSWORD.into();
    app.auth.create_user("Root", "root@example.com", &password, Some("admin")).await.unwrap();
    let mut root = app.signed_in("root@example.com").await;
    let started = root.post("/admin/impersonate-user", &json!({ "userId": id })).await;
    assert_eq!(started.status, 200, "{started}");
    root.post("/api-key/create", &named("x")).await.refused(403, "NOT_WHILE_IMPERSONATING");
    let change = json!({ "keyId": key, "name": "x" });
    root.post("/api-key/update", &change).await.refused(403, "NOT_WHILE_IMPERSONATING");
    root.post("/api-key/delete", &json!({ "keyId": key })).await.refused(403, "NOT_WHILE_IMPERSONATING");
}
