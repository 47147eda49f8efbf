//! Tokens that carry a session over, once.

use auth::{AuthConfig, Cx, wire::OneTimeToken};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{Answer, Client, ORIGIN, PASSWORD, SECOND, TestAuth};

const ANA: &str = "ana@example.com";

fn with_tokens(config: &mut AuthConfig) {
    config.one_time_token.enabled = true;
}

impl Client {
    async fn one_time_token(&mut self) -> String {
        self.get("/one-time-token/generate").await.accepted::<OneTimeToken>().token
    }

    async fn use_one_time_token(&mut self, token: &str) -> Answer {
        self.post("/one-time-token/verify", &json!({ "token": token })).await
    }
}

#[tokio::test]
async fn a_token_carries_the_session_over_once() {
    let app = TestAuth::with(with_tokens).await;
    let mut ana = app.signed_up(ANA).await;
    let token = ana.one_time_token().await;
    let mut other = app.client();
    let answer = other.use_one_time_token(&token).await.json();
    let session = ana.session().await;
    assert_eq!(answer["session"]["id"], session.session.id);
    assert_eq!(other.session().await.session, session.session);
    assert_eq!(app.db.count("session").await, 1);
    app.client().use_one_time_token(&token).await.refused(400, "INVALID_TOKEN");
    app.client().use_one_time_token("").await.refused(400, "INVALID_TOKEN");
    app.client().get("/one-time-token/generate").await.refused(401, "UNAUTHORIZED");
    ana.sign_out().await;
    assert_eq!(other.get_session().await, None);
}

#[tokio::test]
async fn what_is_stored_of_a_token_opens_nothing() {
    let app = TestAuth::with(with_tokens).await;
    let mut ana = app.signed_up(ANA).await;
    let token = ana.one_time_token().await;
    let session = ana.session().await.session.token;
    let stored = app.db.text(r#"SELECT "identifier" || ' ' || "value" FROM "verification""#).await;
    assert!(!stored.contains(&token) && !stored.contains(&session), "{stored}");
    for part in stored.split([' ', ':']) {
        app.client().use_one_time_token(part).await.refused(400, "INVALID_TOKEN");
    }
}

#[tokio::test]
async fn a_token_holds_for_three_minutes_and_not_longer_than_its_session() {
    let app = TestAuth::with(with_tokens).await;
    let mut ana = app.signed_up(ANA).await;
    let (first, second) = (ana.one_time_token().await, ana.one_time_token().await);
    app.clock.advance(SECOND * 179);
    assert_eq!(app.client().use_one_time_token(&first).await.status, 200);
    app.clock.advance(SECOND * 2);
    app.client().use_one_time_token(&second).await.refused(400, "INVALID_TOKEN");
    let third = ana.one_time_token().await;
    ana.sign_out().await;
    app.client().use_one_time_token(&third).await.refused(400, "SESSION_NOT_FOUND");
}

#[tokio::test]
async fn of_fifty_uses_at_once_one_succeeds() {
    let app = TestAuth::with(with_tokens).await;
    let token = app.signed_up(ANA).await.one_time_token().await;
    let mut at_once = JoinSet::new();
    for _ in 0..50 {
        let (mut client, token) = (app.client(), token.clone());
        at_once.spawn(async move { client.use_one_time_token(&token).await.status.as_u16() });
    }
    let statuses = at_once.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
}

#[tokio::test]
async fn no_page_of_another_site_carries_a_session_into_a_browser() {
    let app = TestAuth::with(with_tokens).await;
    let token = app.signed_up(ANA).await.one_time_token().await;
    let evil = app.client().on_site("https://evil.example").with_header("sec-fetch-site", "cross-site");
    let answer = evil.with_header("sec-fetch-mode", "cors").use_one_time_token(&token).await;
    assert_eq!(answer.status, 403, "{answer}");
    assert!(answer.set_cookies().is_empty());
}

#[tokio::test]
async fn a_session_of_somebody_else_or_of_a_key_is_not_handed_on() {
    let app = TestAuth::with(|config| {
        with_tokens(config);
        config.api_key.enabled = true;
        config.api_key.configurations[0].enable_session_for_api_keys = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    let id = ana.session().await.user.id;
    let key = ana.post("/api-key/create", &json!({})).await.json()["key"].as_str().unwrap().to_owned();
    let mut program = app.client().with_header("x-api-key", &key);
    program.get("/one-time-token/generate").await.refused(403, "NOT_WITH_API_KEY");
    app.auth.create_user("Root", "root@example.com", &PASSWORD.into(), Some("admin")).await.unwrap();
    let mut root = app.signed_in("root@example.com").await;
    root.post("/admin/impersonate-user", &json!({ "userId": id })).await;
    root.get("/one-time-token/generate").await.refused(403, "NOT_WHILE_IMPERSONATING");
}

#[tokio::test]
async fn somebody_banned_meanwhile_does_not_come_in() {
    let app = TestAuth::with(with_tokens).await;
    let mut ana = app.signed_up(ANA).await;
    let token = ana.one_time_token().await;
    let id = ana.session().await.user.id;
    app.db.execute(&format!(r#"UPDATE "user" SET "banned" = TRUE WHERE "id" = '{id}'"#)).await;
    app.client().use_one_time_token(&token).await.refused(403, "BANNED_USER");
}

#[tokio::test]
async fn the_options_of_the_original_say_what_they_say_there() {
    let app = TestAuth::with(|config| {
        with_tokens(config);
        config.one_time_token.disable_client_request = true;
        config.one_time_token.disable_set_session_cookie = true;
        config.one_time_token.set_ott_header_on_new_session = true;
    })
    .await;
    let mut ana = app.client();
    let answer = ana.try_sign_up(ANA, PASSWORD).await;
    let token = answer.header("set-ott").unwrap().to_owned();
    assert_eq!(answer.header("access-control-expose-headers"), Some("set-ott"));
    ana.get("/one-time-token/generate").await.refused(400, "CLIENT_REQUESTS_ARE_DISABLED");
    let answer = app.client().use_one_time_token(&token).await;
    assert_eq!(answer.json()["user"]["email"], ANA);
    assert!(answer.set_cookies().is_empty(), "{answer}");
    let by_code = app.auth.one_time_token_for(&ana.session().await).await.unwrap();
    assert!(app.auth.verify_one_time_token(&mut Cx::internal(), by_code).await.is_ok());

    let toml = "[one_time_token]\nenabled = true\nexpires_in = 5\nstore_token = \"hashed\"\n";
    let loaded = AuthConfig::load(AuthConfig::new(ORIGIN, "secret"), toml, |_| None).unwrap();
    assert!(loaded.unknown.is_empty());
    assert_eq!(loaded.config.one_time_token.expires_in, SECOND * 300);
    let off: Value = json!({ "token": "x" });
    TestAuth::new().await.client().post("/one-time-token/verify", &off).await.is_unknown_path();
}
