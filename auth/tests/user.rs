//! What people change about themselves.

use auth::wire::{DeleteUserOutput, StatusOutput};
use serde_json::json;

use crate::common::{Client, DAY, Kind, PASSWORD, SECOND, TestAuth};

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

/// Only MySQL has columns with an end.
#[tokio::test]
async fn a_name_that_does_not_fit_into_the_database_is_refused_and_loses_nothing() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let before = ana.session().await.user.name;
    let long = "a".repeat(300);
    let answer = ana.post("/update-user", &json!({ "name": long })).await;
    if app.db.kind() == Kind::MySql {
        answer.refused(400, "VALIDATION_ERROR");
        assert_eq!(ana.session().await.user.name, before);
        let body = json!({ "name": long, "email": "bo@example.com", "password": PASSWORD });
        app.client().post("/sign-up/email", &body).await.refused(400, "VALIDATION_ERROR");
        assert_eq!(app.db.count("user").await, 1);
    } else {
        answer.accepted::<StatusOutput>();
        assert_eq!(ana.session().await.user.name, long);
    }
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
    ana.post("/update-user", &json!({ "name": "Anna", "role": "admin" })).await.refused(400, "FIELD_NOT_ALLOWED");
    let fields = json!({ "emailVerified": true, "id": "x", "banned": false });
    ana.post("/update-user", &fields).await.refused(400, "VALIDATION_ERROR");
    let mut with_name = fields.clone();
    with_name["name"] = "Anna".into();
    ana.post("/update-user", &with_name).await.accepted::<StatusOutput>();
    let user = ana.session().await.user;
    assert_eq!((user.name.as_str(), user.role(), user.email_verified), ("Anna", Some("user"), false));
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

// Deleting

async fn deletable() -> TestAuth {
    TestAuth::with(|config| config.user.delete_user = true).await
}

async fn asking_by_mail() -> TestAuth {
    TestAuth::with(|config| {
        config.user.delete_user = true;
        config.user.send_delete_account_verification = true;
    })
    .await
}

/// The path of the link in the mail that asks once more.
async fn link(app: &TestAuth, client: &mut Client) -> String {
    let body = json!({ "password": PASSWORD, "callbackURL": "/goodbye" });
    client.post("/delete-user", &body).await.accepted::<DeleteUserOutput>();
    let text = app.mailbox.latest_to(ANA).await.wording.text;
    let link = text.split_whitespace().find(|word| word.starts_with("http")).unwrap();
    link.strip_prefix("http://localhost:3000/api/auth").unwrap().to_owned()
}

// SESS-008
#[tokio::test]
async fn the_password_deletes_the_account_with_everything_that_belongs_to_it() {
    let app = deletable().await;
    let mut ana = app.signed_up(ANA).await;
    let mut elsewhere = app.signed_in(ANA).await;
    let answer = ana.post("/delete-user", &json!({ "password": PASSWORD })).await;
    assert!(answer.set_cookie("better-auth.session_token").unwrap().is_expired());
    assert!(elsewhere.get_session().await.is_none());
    for table in ["user", "session", "account"] {
        assert_eq!(app.db.count(table).await, 0, "{table}");
    }
    app.signed_up(ANA).await;
}

#[tokio::test]
async fn a_wrong_password_deletes_nothing() {
    let app = deletable().await;
    let mut ana = app.signed_up(ANA).await;
    ana.post("/delete-user", &json!({ "password": "wrong-password" })).await.refused(400, "INVALID_PASSWORD");
    ana.session().await;
}

// SESS-020
#[tokio::test]
async fn without_a_password_the_sign_in_has_to_be_recent() {
    let app = deletable().await;
    let mut ana = app.signed_up(ANA).await;
    app.clock.advance_to_just_before(DAY);
    let mut recent = ana.clone();
    app.clock.advance(std::time::Duration::from_millis(1));
    let answer = ana.post("/delete-user", &json!({})).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "SESSION_EXPIRED"));
    recent.sign_in(ANA).await;
    recent.post("/delete-user", &json!({})).await.accepted::<DeleteUserOutput>();
}

#[tokio::test]
async fn where_it_is_switched_off_there_is_nothing() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await.post("/delete-user", &json!({ "password": PASSWORD })).await.is_unknown_path();
}

#[tokio::test]
async fn a_mail_asks_once_more_and_its_link_deletes_in_the_browser_of_the_owner() {
    let app = asking_by_mail().await;
    let mut ana = app.signed_up(ANA).await;
    let link = link(&app, &mut ana).await;
    ana.session().await;
    app.client().get(&link).await.refused(404, "FAILED_TO_GET_USER_INFO");
    let mut ben = app.signed_up("ben@example.com").await;
    ben.get(&link).await.refused(400, "INVALID_TOKEN");
    let gone = ana.get(&link).await;
    assert_eq!((gone.status.as_u16(), gone.header("location")), (302, Some("/goodbye")));
    app.client().try_sign_in(ANA, PASSWORD).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    ben.session().await;
}

#[tokio::test]
async fn the_link_works_for_a_day() {
    let app = asking_by_mail().await;
    let mut ana = app.signed_up(ANA).await;
    let link = link(&app, &mut ana).await;
    app.clock.advance(DAY);
    let late = ana.get(&link).await;
    assert_eq!((late.status.as_u16(), late.code().as_str()), (400, "INVALID_TOKEN"));
}

// LINK-005: a secret of one purpose opens no other door.
#[tokio::test]
async fn a_token_to_delete_resets_no_password() {
    let app = asking_by_mail().await;
    let mut ana = app.signed_up(ANA).await;
    let link = link(&app, &mut ana).await;
    let token = link.split("token=").nth(1).unwrap().split('&').next().unwrap();
    let body = json!({ "token": token, "newPassword": "another-horse-1" });
    app.client().post("/reset-password", &body).await.refused(400, "INVALID_TOKEN");
}
