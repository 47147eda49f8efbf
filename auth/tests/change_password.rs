//! Replacing a password, and asking for it once more.

use auth::wire::{ChangePasswordOutput, ErrorCode, StatusOutput};
use serde_json::json;
use tokio::task::JoinSet;

use crate::common::{DAY, PASSWORD, TestAuth};

const ANA: &str = "ana@example.com";
const NEW: &str = "another-horse-1";

#[tokio::test]
async fn the_new_password_opens_and_the_old_one_does_not() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let body = json!({ "currentPassword": PASSWORD, "newPassword": NEW });
    let changed: ChangePasswordOutput = ana.post("/change-password", &body).await.accepted();
    assert_eq!((changed.token, changed.user.email.as_str()), (None, ANA));
    app.client().try_sign_in(ANA, PASSWORD).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    app.client().try_sign_in(ANA, NEW).await.accepted::<serde_json::Value>();
}

// DATA-012
#[tokio::test]
async fn the_owner_is_told_by_mail() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    ana.post("/change-password", &json!({ "currentPassword": PASSWORD, "newPassword": NEW })).await.json();
    let mail = app.mailbox.latest_to(ANA).await;
    assert!(mail.wording.subject.contains("password was changed"));
    assert!(!mail.wording.text.contains(NEW));
}

#[tokio::test]
async fn a_wrong_current_password_changes_nothing_and_tells_nobody() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let body = json!({ "currentPassword": "wrong-password", "newPassword": NEW });
    ana.post("/change-password", &body).await.refused(400, "INVALID_PASSWORD");
    assert!(app.mailbox.mails().is_empty());
    app.signed_in(ANA).await;
}

#[tokio::test]
async fn the_new_password_has_to_be_acceptable() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let too_long = "x".repeat(129);
    for (new, code) in [("short", "PASSWORD_TOO_SHORT"), (too_long.as_str(), "PASSWORD_TOO_LONG")] {
        let body = json!({ "currentPassword": PASSWORD, "newPassword": new });
        ana.post("/change-password", &body).await.refused(400, code);
    }
}

#[tokio::test]
async fn other_sessions_go_on_unless_told_otherwise() {
    let app = TestAuth::new().await;
    let mut here = app.signed_up(ANA).await;
    let mut there = app.signed_in(ANA).await;
    here.post("/change-password", &json!({ "currentPassword": PASSWORD, "newPassword": NEW })).await.json();
    assert!(there.get_session().await.is_some());
}

// SESS-002, SESS-005
#[tokio::test]
async fn ending_the_others_gives_this_browser_a_new_session() {
    let app = TestAuth::new().await;
    let mut here = app.signed_up(ANA).await;
    let mut stolen = here.clone();
    let mut there = app.signed_in(ANA).await;
    let body = json!({ "currentPassword": PASSWORD, "newPassword": NEW, "revokeOtherSessions": true });
    let changed: ChangePasswordOutput = here.post("/change-password", &body).await.accepted();
    assert_eq!(changed.token, Some(here.session().await.session.token));
    assert!(there.get_session().await.is_none() && stolen.get_session().await.is_none());
}

// RACE-008
#[tokio::test]
async fn of_twenty_changes_at_once_one_counts() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    let mut changes = JoinSet::new();
    for number in 0..20 {
        let mut browser = ana.clone();
        changes.spawn(async move {
            let body = json!({ "currentPassword": PASSWORD, "newPassword": format!("password-number-{number}") });
            (number, browser.post("/change-password", &body).await.status.as_u16())
        });
    }
    let answers = changes.join_all().await;
    let winners: Vec<_> = answers.iter().filter(|(_, status)| *status == 200).map(|(number, _)| *number).collect();
    assert_eq!(winners.len(), 1, "{answers:?}");
    let password = format!("password-number-{}", winners[0]);
    app.client().try_sign_in(ANA, &password).await.accepted::<serde_json::Value>();
}

#[tokio::test]
async fn a_session_that_ends_with_the_browser_stays_one() {
    let app = TestAuth::new().await;
    app.signed_up(ANA).await;
    let mut ana = app.client();
    ana.sign_in_briefly(ANA).await;
    let body = json!({ "currentPassword": PASSWORD, "newPassword": NEW, "revokeOtherSessions": true });
    let answer = ana.post("/change-password", &body).await;
    assert_eq!(answer.set_cookie("better-auth.session_token").unwrap().attribute("Max-Age"), None);
}

#[tokio::test]
async fn only_somebody_who_is_signed_in_is_asked() {
    let app = TestAuth::new().await;
    let body = json!({ "currentPassword": PASSWORD, "newPassword": NEW, "password": PASSWORD });
    for path in ["/change-password", "/verify-password"] {
        app.client().post(path, &body).await.refused(401, "UNAUTHORIZED");
    }
}

#[tokio::test]
async fn the_password_can_be_asked_for_once_more() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    ana.post("/verify-password", &json!({ "password": PASSWORD })).await.accepted::<StatusOutput>();
    ana.post("/verify-password", &json!({ "password": "wrong-password" })).await.refused(400, "INVALID_PASSWORD");
}

#[tokio::test]
async fn an_account_without_a_password_says_so() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    app.db.execute(r#"UPDATE "account" SET "password" = NULL"#).await;
    let body = json!({ "currentPassword": PASSWORD, "newPassword": NEW });
    ana.post("/change-password", &body).await.refused(400, "CREDENTIAL_ACCOUNT_NOT_FOUND");
}

#[tokio::test]
async fn the_password_makes_an_old_session_fresh() {
    let app = TestAuth::new().await;
    let mut ana = app.signed_up(ANA).await;
    let old = ana.clone();
    app.clock.advance(2 * DAY);
    assert_eq!(ana.get("/list-sessions").await.code(), "SESSION_NOT_FRESH");
    ana.post("/reauthenticate", &json!({ "password": "wrong-horse" })).await.refused(400, "INVALID_PASSWORD");
    ana.post("/reauthenticate", &json!({ "password": PASSWORD })).await.accepted::<StatusOutput>();
    assert_eq!(ana.get("/list-sessions").await.status, 200);
    assert_eq!(old.clone().get_session().await, None, "the old session is replaced");
    app.client().post("/reauthenticate", &json!({ "password": PASSWORD })).await.refused(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn a_first_password_is_set_once() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    let refused = app.auth.set_password(&mut ana.cx(), &NEW.into()).await.unwrap_err();
    assert_eq!(refused.code(), ErrorCode::PasswordAlreadySet);
    app.db.execute(r#"DELETE FROM "account""#).await;
    assert!(!app.auth.has_password(&mut ana.cx()).await.unwrap());
    app.auth.set_password(&mut ana.cx(), &NEW.into()).await.unwrap();
    app.client().try_sign_in(ANA, NEW).await.accepted::<serde_json::Value>();
}
