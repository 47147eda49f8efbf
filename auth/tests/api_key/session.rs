use serde_json::{Value, json};

use super::{ANA, BEN, named, with_keys};
use crate::common::{PASSWORD, TestAuth};

#[tokio::test]
async fn a_key_stands_for_its_owner() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    let made = ana.make_key(&named("CI")).await;
    let answer = app.program(&made.key).get("/get-session").await;
    let session = answer.json();
    assert_eq!((&session["user"]["email"], &session["session"]["id"]), (&json!(ANA), &json!(made.api_key.id)));
    assert!(answer.set_cookies().is_empty(), "{answer}");
    assert!(session["session"].get("byApiKey").is_none());
    // It is not a session that is stored anywhere, or that its token opens.
    assert_eq!(app.db.count("session").await, 1);
    assert_eq!(app.client().with_header("authorization", &format!("Bearer {}", made.key)).get_session().await, None);
}

#[tokio::test]
async fn a_key_is_no_session_unless_that_is_switched_on() {
    let app = TestAuth::with(|config| config.api_key.enabled = true).await;
    let made = app.signed_up(ANA).await.make_key(&named("CI")).await;
    assert_eq!(app.program(&made.key).get_session().await, None);
    let off = TestAuth::with(|config| {
        with_keys(config);
        config.api_key.enabled = false;
    })
    .await;
    assert_eq!(off.program("x").get_session().await, None);
}

// KEY-005
#[tokio::test]
async fn a_part_of_a_key_or_another_prefix_is_no_key() {
    let app = TestAuth::with(with_keys).await;
    let made = app.signed_up(ANA).await.make_key(&json!({ "prefix": "sk_live_" })).await;
    let secret = &made.key["sk_live_".len()..];
    app.program(made.api_key.start.as_deref().unwrap()).get("/get-session").await.refused(403, "INVALID_API_KEY");
    for wrong in
        [secret.to_owned(), format!("sk_test_{secret}"), format!("{} ", &made.key[..71]), format!("{}x", made.key)]
    {
        let answer = app.program(&wrong).get("/get-session").await;
        assert!([401, 403].contains(&answer.status.as_u16()), "{answer}");
        assert_eq!(answer.code(), "INVALID_API_KEY");
    }
}

// KEY-011
#[tokio::test]
async fn a_key_in_an_address_is_not_looked_at() {
    let app = TestAuth::with(with_keys).await;
    let made = app.signed_up(ANA).await.make_key(&named("CI")).await;
    for name in ["x-api-key", "api_key", "apiKey", "key"] {
        let answer = app.client().get(&format!("/get-session?{name}={}", made.key)).await;
        assert_eq!(answer.json(), Value::Null);
    }
}

// KEY-013: the key wins, and whole.
#[tokio::test]
async fn of_a_key_and_a_session_the_key_counts() {
    let app = TestAuth::with(with_keys).await;
    let made = app.signed_up(ANA).await.make_key(&named("CI")).await;
    let mut ben = app.signed_up(BEN).await;
    let mut both = ben.clone().with_header("x-api-key", &made.key);
    let session = both.session().await;
    assert_eq!((session.user.email.as_str(), session.session.user_id), (ANA, session.user.id));
    both.post("/update-user", &json!({ "name": "Changed" })).await;
    assert_eq!(ben.session().await.user.name, "Ana");
    assert_eq!(both.session().await.user.name, "Changed");
    // A key that does not work does not let the session through either.
    ben.clone().with_header("x-api-key", &"x".repeat(64)).get("/get-session").await.refused(401, "INVALID_API_KEY");
}

#[tokio::test]
async fn a_request_is_one_use_and_a_bad_key_opens_nothing_at_all() {
    let app = TestAuth::with(with_keys).await;
    let mut ana = app.signed_up(ANA).await;
    let made = ana.make_key(&named("CI")).await;
    let mut program = app.program(&made.key);
    program.get("/list-accounts").await;
    program.post("/update-user", &json!({ "name": "Changed" })).await;
    assert_eq!(ana.key(&made.api_key.id).await.request_count, 2);
    let mut wrong = app.program(&"x".repeat(64));
    wrong.try_sign_in(ANA, PASSWORD).await.refused(401, "INVALID_API_KEY");
    wrong.get("/list-accounts").await.refused(401, "INVALID_API_KEY");
}

#[tokio::test]
async fn with_a_key_nobody_does_what_only_the_person_does() {
    let app = TestAuth::with(|config| {
        with_keys(config);
        config.api_key.configurations[0].rate_limit.enabled = false;
        config.user.delete_user = true;
        config.user.change_email.enabled = true;
        // Asking for a recent sign-in is off; a key is still none.
        config.session.fresh_age = std::time::Duration::ZERO;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    let id = ana.user_id().await;
    let made = ana.make_key(&named("CI")).await;
    let key = &made.api_key.id;
    let mut program = app.program(&made.key);
    for (path, body) in [
        ("/api-key/create", named("another")),
        ("/api-key/update", json!({ "keyId": key, "expiresIn": null })),
        ("/api-key/delete", json!({ "keyId": key })),
        ("/change-password", json!({ "currentPassword": PASSWORD, "newPassword": "another-password" })),
        ("/change-email", json!({ "newEmail": "eve@example.com" })),
        ("/two-factor/enable", json!({ "password": PASSWORD })),
        ("/passkey/delete-passkey", json!({ "id": "x" })),
        ("/link-social", json!({ "provider": "google" })),
    ] {
        let answer = program.post(path, &body).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "NOT_WITH_API_KEY"), "{path} {answer}");
        assert!(answer.set_cookies().is_empty(), "{path} {answer}");
    }
    program.get("/list-sessions").await.refused(403, "SESSION_NOT_FRESH");
    let with_password = json!({ "password": PASSWORD });
    program.post("/delete-user", &with_password).await.refused(403, "NOT_WITH_API_KEY");
    program.get("/passkey/generate-register-options").await.refused(403, "SESSION_NOT_FRESH");
    assert_eq!(app.auth.store().find_user(&id).await.unwrap().unwrap().email, ANA);
    // It may change what its owner is called, and gets no cookie for it.
    let changed = program.post("/update-user", &json!({ "name": "Changed" })).await;
    assert_eq!(changed.status, 200, "{changed}");
    assert!(changed.set_cookies().is_empty() && changed.header("set-auth-token").is_none(), "{changed}");
}

#[tokio::test]
async fn no_session_of_somebody_else_is_made_of_a_key() {
    let app = TestAuth::with(with_keys).await;
    let id = app.signed_up(ANA).await.user_id().await;
    app.auth.create_user("Root", "root@example.com", &PASSWORD.into(), Some("admin")).await.unwrap();
    let made = app.signed_in("root@example.com").await.make_key(&named("CI")).await;
    let sessions = app.db.count("session").await;
    let mut program = app.program(&made.key);
    assert_eq!(program.get("/admin/list-users").await.status, 200);
    let impersonate = json!({ "userId": id });
    program.post("/admin/impersonate-user", &impersonate).await.refused(403, "NOT_WITH_API_KEY");
    assert_eq!(app.db.count("session").await, sessions);
}

// KEY-016: a key is no cookie, so a program needs no `Origin`; where there is one, it has to be ours.
#[tokio::test]
async fn requests_with_a_key_and_of_another_site_are_refused_as_others_are() {
    let app = TestAuth::with(with_keys).await;
    let made = app.signed_up(ANA).await.make_key(&named("CI")).await;
    let change = json!({ "name": "Changed" });
    assert_eq!(app.program(&made.key).post("/update-user", &change).await.status, 200);
    let mut evil = app.program(&made.key).on_site("https://evil.test");
    let with_cookie = evil.clone().with_cookie("session_token", "x.y").post("/update-user", &change).await;
    with_cookie.refused(403, "INVALID_ORIGIN");
    // Without a cookie there is nobody whom a page could act for.
    let answer = evil.post("/update-user", &change).await;
    assert!([200, 403].contains(&answer.status.as_u16()), "{answer}");
}
