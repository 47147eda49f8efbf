//! Fields of sessions that the configuration adds.

use auth::{
    AuthConfig,
    schema::{Field, FieldKind},
};
use serde_json::json;

use crate::common::{DAY, TestAuth};

const ANA: &str = "ana@example.com";

fn with_fields(config: &mut AuthConfig) {
    config.session.model.additional_fields = vec![
        Field::new("theme", FieldKind::Text).with_default("light"),
        Field::new("rank", FieldKind::Integer).with_default(1).not_from_outside(),
        Field::new("note", FieldKind::Text).hidden(),
    ];
}

#[tokio::test]
async fn a_session_begins_with_the_defaults_and_shows_no_hidden_field() {
    let app = TestAuth::with(with_fields).await;
    let session = app.signed_up(ANA).await.get("/get-session").await.json()["session"].clone();
    assert_eq!((&session["theme"], &session["rank"], session.get("note")), (&json!("light"), &json!(1), None));
}

#[tokio::test]
async fn a_changed_field_is_answered_and_stays_changed() {
    let app = TestAuth::with(with_fields).await;
    let mut ana = app.signed_up(ANA).await;
    let mut elsewhere = app.signed_in(ANA).await;
    app.clock.advance(DAY / 2);
    let answer = ana.post("/update-session", &json!({ "theme": "dark", "note": "secret", "unknown": 1 })).await;
    let session = answer.json()["session"].clone();
    assert_eq!((answer.status.as_u16(), &session["theme"], session.get("note")), (200, &json!("dark"), None));
    assert_eq!(session["updatedAt"], json!(app.now()));
    assert_eq!(ana.get("/get-session").await.json()["session"], session);
    assert_eq!(elsewhere.get("/get-session").await.json()["session"]["theme"], "light");
    assert_eq!(app.db.texts(r#"SELECT "note" FROM "session" WHERE "note" IS NOT NULL"#).await, ["secret"]);
}

#[tokio::test]
async fn the_cookie_cache_has_the_changed_field_and_no_hidden_one() {
    let app = TestAuth::with(|config| {
        with_fields(config);
        config.session.cookie_cache.enabled = true;
    })
    .await;
    let mut ana = app.signed_up(ANA).await;
    ana.post("/update-session", &json!({ "theme": "dark", "note": "secret" })).await;
    app.db.execute(r#"DELETE FROM "session""#).await;
    let session = ana.get("/get-session").await.json()["session"].clone();
    assert_eq!((&session["theme"], session.get("note")), (&json!("dark"), None));
}

// SESS-024
#[tokio::test]
async fn nothing_but_those_fields_can_be_changed() {
    let app = TestAuth::with(with_fields).await;
    let mut ana = app.signed_up(ANA).await;
    let before = ana.session().await;
    for field in [
        "id",
        "userId",
        "token",
        "expiresAt",
        "createdAt",
        "updatedAt",
        "ipAddress",
        "userAgent",
        "activeOrganizationId",
        "activeTeamId",
        "impersonatedBy",
        "rank",
    ] {
        let answer = ana.post("/update-session", &json!({ field: "x" })).await;
        assert_eq!(answer.status, 400, "{field}: {answer}");
    }
    assert_eq!(ana.post("/update-session", &json!({})).await.status, 400);
    assert_eq!(ana.post("/update-session", &json!({ "theme": 7 })).await.status, 400);
    assert_eq!(ana.session().await, before);
}

#[tokio::test]
async fn without_a_session_there_is_nothing_to_change() {
    let app = TestAuth::with(with_fields).await;
    app.client().post("/update-session", &json!({ "theme": "dark" })).await.refused(401, "UNAUTHORIZED");
}
