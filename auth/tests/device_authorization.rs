//! Signing in a device by a code that its owner types elsewhere (RFC 8628).

mod options;

use std::time::Duration;

use auth::AuthConfig;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{Answer, Client, HOUR, ORIGIN, PASSWORD, SECOND, TestAuth};

const ANA: &str = "ana@example.com";
const BO: &str = "bo@example.com";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

fn with_devices(config: &mut AuthConfig) {
    config.device_authorization.enabled = true;
    config.bearer.enabled = true;
}

/// The codes of a device.
#[derive(Clone)]
struct Device {
    code: String,
    user_code: String,
}

impl Client {
    async fn request_codes(&mut self) -> Device {
        let answer = self.post("/device/code", &json!({ "client_id": "tv", "scope": "watch" })).await.json();
        let text = |name: &str| answer[name].as_str().unwrap().to_owned();
        Device { code: text("device_code"), user_code: text("user_code") }
    }

    async fn poll(&mut self, device: &Device) -> Answer {
        let body = json!({ "grant_type": GRANT, "device_code": device.code, "client_id": "tv" });
        self.post("/device/token", &body).await
    }

    async fn look_at(&mut self, user_code: &str) -> Answer {
        self.get(&format!("/device?user_code={user_code}")).await
    }

    async fn approve(&mut self, user_code: &str) -> Answer {
        self.post("/device/approve", &json!({ "userCode": user_code })).await
    }

    async fn deny(&mut self, user_code: &str) -> Answer {
        self.post("/device/deny", &json!({ "userCode": user_code })).await
    }
}

impl Answer {
    /// An error as OAuth has it, and nothing else.
    fn refused_by_oauth(&self, status: u16, error: &str) {
        assert_eq!(self.status.as_u16(), status, "{self}");
        let body = self.json();
        assert_eq!(body["error"], error, "{self}");
        assert!(body["error_description"].is_string() && body.as_object().unwrap().len() == 2, "{self}");
        assert_eq!(self.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn a_device_is_signed_in_by_whoever_types_and_approves_its_code() {
    let app = TestAuth::with(with_devices).await;
    let (mut tv, mut ana) = (app.client().without_origin(), app.signed_up(ANA).await);
    let answer = tv.post("/device/code", &json!({ "client_id": "tv", "scope": "watch" })).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("pragma"), Some("no-cache"));
    let codes = answer.json();
    let user_code = codes["user_code"].as_str().unwrap().to_owned();
    assert_eq!((codes["device_code"].as_str().unwrap().len(), user_code.len()), (40, 8));
    assert_eq!(codes["verification_uri"], format!("{ORIGIN}/device"));
    assert_eq!(codes["verification_uri_complete"], format!("{ORIGIN}/device?user_code={user_code}"));
    assert_eq!((&codes["expires_in"], &codes["interval"]), (&json!(1800), &json!(5)));
    let device = Device { code: codes["device_code"].as_str().unwrap().to_owned(), user_code };

    tv.poll(&device).await.refused_by_oauth(400, "authorization_pending");
    let seen = ana.look_at(&device.user_code).await.json();
    assert_eq!(
        seen,
        json!({ "user_code": device.user_code, "status": "pending", "client_id": "tv", "scope": "watch" })
    );
    assert_eq!(ana.approve(&device.user_code).await.json(), json!({ "success": true }));
    app.clock.advance(SECOND * 5);
    let answer = tv.poll(&device).await;
    assert!(answer.set_cookies().is_empty(), "{answer}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let token = answer.json();
    assert_eq!((&token["token_type"], &token["scope"]), (&json!("Bearer"), &json!("watch")));
    assert_eq!(token["expires_in"], app.auth.config().session.expires_in.as_secs());
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let session = app.client().with_header("authorization", &bearer).get_session().await.unwrap();
    assert_eq!(session.user.email, ANA);
    assert_ne!(session.session.id, ana.session().await.session.id);

    app.clock.advance(SECOND * 5);
    tv.poll(&device).await.refused_by_oauth(400, "invalid_grant");
    assert_eq!(app.db.count("deviceCode").await, 0);
}

#[tokio::test]
async fn the_owner_is_mailed_about_the_device() {
    let app = TestAuth::with(|config| {
        with_devices(config);
        config.email.notify_new_device = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    let mut tv = app.client().with_header("user-agent", "Television/1.0").at_address("198.51.100.20");
    let device = tv.request_codes().await;
    ana.look_at(&device.user_code).await;
    ana.approve(&device.user_code).await;
    assert_eq!(tv.poll(&device).await.status, StatusCode::OK);
    let mail = app.mailbox.latest_to(ANA).await;
    assert!(mail.wording.text.contains("198.51.100.20"), "{mail:?}");
}

#[tokio::test]
async fn a_device_that_was_denied_is_told_so_once() {
    let app = TestAuth::with(with_devices).await;
    let (mut tv, mut ana) = (app.client(), app.signed_up(ANA).await);
    let device = tv.request_codes().await;
    ana.look_at(&device.user_code).await;
    assert_eq!(ana.deny(&device.user_code).await.status, StatusCode::OK);
    ana.approve(&device.user_code).await.refused_by_oauth(400, "invalid_request");
    tv.poll(&device).await.refused_by_oauth(400, "access_denied");
    tv.poll(&device).await.refused_by_oauth(400, "invalid_grant");
}

#[tokio::test]
async fn a_code_may_be_typed_with_dashes_and_in_small_letters() {
    let app = TestAuth::with(with_devices).await;
    let (mut tv, mut ana) = (app.client(), app.signed_up(ANA).await);
    let code = tv.request_codes().await.user_code.to_lowercase();
    let typed = format!("{}-{}", &code[..4], &code[4..]);
    let seen = ana.look_at(&typed).await.json();
    assert_eq!((&seen["user_code"], &seen["client_id"]), (&json!(typed), &json!("tv")));
    assert_eq!(ana.approve(&format!("%20{typed}").replace("%20", " ")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_is_whoevers_typed_it_first() {
    let app = TestAuth::with(with_devices).await;
    let (mut tv, mut ana, mut bo) = (app.client(), app.signed_up(ANA).await, app.signed_up(BO).await);
    let device = tv.request_codes().await;
    let code = &device.user_code;
    app.client().approve(code).await.refused_by_oauth(401, "unauthorized");
    ana.approve(code).await.refused_by_oauth(400, "invalid_request");
    assert_eq!(app.client().look_at(code).await.json(), json!({ "user_code": code, "status": "pending" }));
    assert_eq!(ana.look_at(code).await.json()["client_id"], "tv");
    assert_eq!(bo.look_at(code).await.json(), json!({ "user_code": code, "status": "pending" }));
    bo.approve(code).await.refused_by_oauth(403, "access_denied");
    bo.deny(code).await.refused_by_oauth(403, "access_denied");
    assert_eq!(ana.approve(code).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_that_was_asked_for_one_user_is_nobody_elses() {
    let app = TestAuth::with(with_devices).await;
    let (mut ana, mut bo) = (app.signed_up(ANA).await, app.signed_up(BO).await);
    let id = ana.session().await.user.id;
    let codes = app.client().post("/device/code", &json!({ "client_id": "tv", "user_id": id })).await.json();
    let code = codes["user_code"].as_str().unwrap();
    assert_eq!(bo.look_at(code).await.json().get("client_id"), None);
    bo.approve(code).await.refused_by_oauth(403, "access_denied");
    assert_eq!(ana.look_at(code).await.json()["scope"], Value::Null);
    assert_eq!(ana.approve(code).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_device_that_asks_too_often_is_slowed_down() {
    let app = TestAuth::with(with_devices).await;
    let mut tv = app.client();
    let device = tv.request_codes().await;
    tv.poll(&device).await.refused_by_oauth(400, "authorization_pending");
    app.clock.advance(SECOND * 4);
    tv.poll(&device).await.refused_by_oauth(400, "slow_down");
    app.clock.advance(SECOND);
    tv.poll(&device).await.refused_by_oauth(400, "authorization_pending");
}

#[tokio::test]
async fn codes_end_after_half_an_hour() {
    let app = TestAuth::with(with_devices).await;
    let (mut tv, mut ana) = (app.client(), app.signed_up(ANA).await);
    let device = tv.request_codes().await;
    ana.look_at(&device.user_code).await;
    app.clock.advance(HOUR / 2 + SECOND);
    ana.look_at(&device.user_code).await.refused_by_oauth(400, "expired_token");
    ana.approve(&device.user_code).await.refused_by_oauth(400, "expired_token");
    tv.poll(&device).await.refused_by_oauth(400, "expired_token");
    tv.poll(&device).await.refused_by_oauth(400, "invalid_grant");
    let _forgotten = tv.request_codes().await;
    app.clock.advance(HOUR * 2);
    tv.request_codes().await;
    assert_eq!(app.db.count("deviceCode").await, 1);
}

// SESS/RACE: one secret, fifty parallel uses.
#[tokio::test]
async fn of_fifty_questions_at_once_one_gets_the_token() {
    // Without an interval nothing but the single use of the code stands between them.
    let app = TestAuth::with(|config| {
        with_devices(config);
        config.device_authorization.interval = Duration::ZERO;
    })
    .await;
    let (mut tv, mut ana) = (app.client(), app.signed_up(ANA).await);
    let device = tv.request_codes().await;
    ana.look_at(&device.user_code).await;
    ana.approve(&device.user_code).await;
    let before = app.db.count("session").await;
    let mut at_once = JoinSet::new();
    for _ in 0..50 {
        let (mut client, device) = (app.client(), device.clone());
        at_once.spawn(async move { client.poll(&device).await.status.as_u16() });
    }
    let statuses = at_once.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(app.db.count("session").await, before + 1);
}

#[tokio::test]
async fn of_ten_people_who_type_a_code_at_once_one_may_answer() {
    let app = TestAuth::with(with_devices).await;
    let code = app.client().request_codes().await.user_code;
    let mut people = Vec::new();
    for number in 0..10 {
        people.push(app.signed_up(&format!("p{number}@example.com")).await);
    }
    let mut at_once = JoinSet::new();
    for mut person in people {
        let code = code.clone();
        at_once.spawn(async move {
            person.look_at(&code).await;
            person.approve(&code).await.status.as_u16()
        });
    }
    let statuses = at_once.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
}

// RATE-031
#[tokio::test]
async fn five_codes_may_be_tried_while_one_lasts() {
    let app = TestAuth::with(|config| {
        with_devices(config);
        config.rate_limit.enabled = true;
    })
    .await;
    let mut client = app.client();
    for number in 0..5 {
        client.look_at(&format!("AAAA{number}")).await.refused_by_oauth(400, "invalid_request");
    }
    assert_eq!(client.look_at("AAAA5").await.status, StatusCode::TOO_MANY_REQUESTS);
    for _ in 0..5 {
        client.approve("AAAA").await.refused_by_oauth(401, "unauthorized");
    }
    assert_eq!(client.approve("AAAA").await.status, StatusCode::TOO_MANY_REQUESTS);
    app.clock.advance(HOUR / 2);
    client.look_at("AAAA6").await.refused_by_oauth(400, "invalid_request");
}

#[tokio::test]
async fn what_is_stored_opens_nothing() {
    let app = TestAuth::with(with_devices).await;
    let (mut tv, mut ana) = (app.client(), app.signed_up(ANA).await);
    let device = tv.request_codes().await;
    ana.look_at(&device.user_code).await;
    ana.approve(&device.user_code).await;
    let stored = app.db.text(r#"SELECT "deviceCode" FROM "deviceCode""#).await;
    assert!(!stored.contains(&device.code));
    for code in [&stored, &stored["sha256$".len()..], &device.user_code, "", "%", "null"] {
        let device = Device { code: code.to_owned(), ..device.clone() };
        tv.poll(&device).await.refused_by_oauth(400, "invalid_grant");
    }
    assert_eq!(tv.poll(&device).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_row_of_better_auth_is_redeemed() {
    let app = TestAuth::with(with_devices).await;
    let (mut tv, mut ana) = (app.client(), app.signed_up(ANA).await);
    let device = Device { code: "the-code-itself".into(), ..tv.request_codes().await };
    app.db.execute(r#"UPDATE "deviceCode" SET "deviceCode" = 'the-code-itself'"#).await;
    ana.look_at(&device.user_code).await;
    ana.approve(&device.user_code).await;
    assert_eq!(tv.poll(&device).await.status, StatusCode::OK);
}

#[tokio::test]
async fn in_a_shared_database_a_row_is_written_that_better_auth_redeems() {
    let app = TestAuth::with(|config| {
        with_devices(config);
        config.shared_database = true;
    })
    .await;
    let (mut tv, mut ana) = (app.client(), app.signed_up(ANA).await);
    let device = tv.request_codes().await;
    assert_eq!(app.db.text(r#"SELECT "deviceCode" FROM "deviceCode""#).await, device.code);
    ana.look_at(&device.user_code).await;
    ana.approve(&device.user_code).await;
    assert_eq!(tv.poll(&device).await.status, StatusCode::OK);
}

#[tokio::test]
async fn requests_are_taken_as_forms_and_refused_as_oauth_refuses() {
    let app = TestAuth::with(with_devices).await;
    let mut tv = app.client();
    let codes = tv.post_form("/device/code", &[("client_id", "tv"), ("scope", "")]).await.json();
    let code = codes["device_code"].as_str().unwrap();
    let poll = [("grant_type", GRANT), ("device_code", code), ("client_id", "tv")];
    tv.post_form("/device/token", &poll).await.refused_by_oauth(400, "authorization_pending");
    let twice = [("client_id", "tv"), ("client_id", "fridge")];
    tv.post_form("/device/code", &twice).await.refused_by_oauth(400, "invalid_request");
    for body in [json!({}), json!({ "client_id": "" }), json!({ "client_id": ["tv"] }), json!({ "client_id": null })] {
        tv.post("/device/code", &body).await.refused_by_oauth(400, "invalid_request");
    }
    let other = json!({ "grant_type": "password", "device_code": code, "client_id": "tv" });
    tv.post("/device/token", &other).await.refused(400, "VALIDATION_ERROR");
    let other = json!({ "grant_type": GRANT, "device_code": code, "client_id": "fridge" });
    tv.post("/device/token", &other).await.refused_by_oauth(400, "invalid_grant");
    tv.get("/device").await.refused(400, "VALIDATION_ERROR");
}

#[tokio::test]
async fn nobody_gives_away_a_session_of_somebody_else() {
    let app = TestAuth::with(|config| {
        with_devices(config);
        config.admin.enabled = true;
        config.api_key.enabled = true;
        config.api_key.configurations[0].enable_session_for_api_keys = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    let id = ana.session().await.user.id;
    let key = ana.post("/api-key/create", &json!({})).await.json()["key"].as_str().unwrap().to_owned();
    let mut program = app.client().with_header("x-api-key", &key);
    app.auth.create_user("Root", "root@example.com", &PASSWORD.into(), Some("admin")).await.unwrap();
    let mut root = app.signed_in("root@example.com").await;
    root.post("/admin/impersonate-user", &json!({ "userId": id })).await;
    let code = app.client().request_codes().await.user_code;
    for (other, refusal) in [(&mut program, "NOT_WITH_API_KEY"), (&mut root, "NOT_WHILE_IMPERSONATING")] {
        assert_eq!(other.look_at(&code).await.json().get("client_id"), None);
        other.approve(&code).await.refused(403, refusal);
        ana.look_at(&code).await;
        other.approve(&code).await.refused(403, refusal);
    }
}

#[tokio::test]
async fn whoever_ends_all_sessions_keeps_devices_out_that_wait() {
    let app = TestAuth::with(with_devices).await;
    let mut ana = app.signed_up(ANA).await;
    let mut thief = app.client();
    let device = thief.request_codes().await;
    ana.look_at(&device.user_code).await;
    assert_eq!(ana.approve(&device.user_code).await.json()["success"], true);
    assert_eq!(ana.post("/revoke-other-sessions", &json!({})).await.json()["status"], true);
    thief.poll(&device).await.refused_by_oauth(400, "invalid_grant");
}

#[tokio::test]
async fn a_page_of_another_site_approves_nothing() {
    let app = TestAuth::with(with_devices).await;
    let mut ana = app.signed_up(ANA).await;
    let code = app.client().request_codes().await.user_code;
    ana.look_at(&code).await;
    let mut evil = ana.on_site("https://evil.example").with_header("sec-fetch-site", "cross-site");
    for path in ["/device/approve", "/device/deny"] {
        assert_eq!(evil.post(path, &json!({ "userCode": code })).await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn an_owner_who_is_banned_or_gone_meanwhile_signs_no_device_in() {
    let app = TestAuth::with(|config| {
        with_devices(config);
        config.admin.enabled = true;
    })
    .await;
    let (mut tv, mut ana) = (app.client(), app.signed_up(ANA).await);
    let device = tv.request_codes().await;
    ana.look_at(&device.user_code).await;
    ana.approve(&device.user_code).await;
    app.db.execute(r#"UPDATE "user" SET "banned" = TRUE"#).await;
    tv.poll(&device).await.refused(403, "BANNED_USER");
    app.clock.advance(SECOND * 5);
    app.db.execute(r#"DELETE FROM "user""#).await;
    tv.poll(&device).await.refused_by_oauth(500, "server_error");
    assert_eq!(app.db.count("session").await, 0);
}

#[tokio::test]
async fn answers_are_in_the_log_of_what_happened() {
    let app = TestAuth::with(|config| {
        with_devices(config);
        config.audit.enabled = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    let codes = [app.client().request_codes().await.user_code, app.client().request_codes().await.user_code];
    for code in &codes {
        ana.look_at(code).await;
    }
    ana.approve(&codes[0]).await;
    ana.deny(&codes[1]).await;
    let noted = app.db.texts(r#"SELECT "action" FROM "latchkeyAudit" WHERE "detail" = 'tv' ORDER BY "id""#).await;
    assert_eq!(noted, ["device.approved", "device.denied"]);
}
