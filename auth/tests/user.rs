//! What people change about themselves.

use auth::wire::StatusOutput;
use serde_json::json;

use crate::common::{SECOND, TestAuth};

const ANA: &str = "ana@example.com";

#[tokio::test]
async fn name_and_picture_are_changed_at_once() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let before = ana.session().await.user;
    app.clock.advance(SECOND);
    let body = json!({ "name": "Ana María", "image": "https://img.example/a.png" });
    ana.post("/update-user", &body).await.accepted::<StatusOutput>();
    let after = ana.session().await.user;
    assert_eq!((after.name.as_str(), after.image.as_deref()), ("Ana María", Some("https://img.example/a.png")));
    assert_eq!((after.updated_at, after.created_at), (app.now(), before.created_at));
}

#[tokio::test]
async fn what_is_not_named_stays_and_null_removes_the_picture() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    ana.post("/update-user", &json!({ "image": "https://img.example/a.png" })).await.accepted::<StatusOutput>();
    ana.post("/update-user", &json!({ "name": "Anna" })).await.accepted::<StatusOutput>();
    assert!(ana.session().await.user.image.is_some());
    ana.post("/update-user", &json!({ "image": null })).await.accepted::<StatusOutput>();
    let user = ana.session().await.user;
    assert_eq!((user.name.as_str(), user.image), ("Anna", None));
}

#[tokio::test]
async fn an_address_is_not_changed_in_passing() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let body = json!({ "email": "other@example.com", "name": "Other" });
    ana.post("/update-user", &body).await.refused(400, "EMAIL_CAN_NOT_BE_UPDATED");
    assert_eq!(ana.session().await.user.name, "Ana");
}

// ADM-001, ADM-002
#[tokio::test]
async fn nobody_gives_themselves_a_role_or_a_verified_address() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let fields = json!({ "role": "admin", "emailVerified": true, "id": "x", "banned": false });
    ana.post("/update-user", &fields).await.refused(400, "VALIDATION_ERROR");
    let mut with_name = fields.clone();
    with_name["name"] = "Anna".into();
    ana.post("/update-user", &with_name).await.accepted::<StatusOutput>();
    let user = ana.session().await.user;
    assert_eq!((user.name.as_str(), user.role, user.email_verified), ("Anna", None, false));
}

#[tokio::test]
async fn nothing_to_change_and_nobody_to_change_it_are_said() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await.post("/update-user", &json!({})).await.refused(400, "VALIDATION_ERROR");
    app.client().post("/update-user", &json!({ "name": "X" })).await.refused(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn others_are_not_changed() {
    let app = TestAuth::new().await;
    let mut ben = app.signed_up("ben@example.com").await;
    app.signed_up(ANA).await.post("/update-user", &json!({ "name": "Anna" })).await.accepted::<StatusOutput>();
    assert_eq!(ben.session().await.user.name, "Ana");
}
