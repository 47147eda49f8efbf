//! Guesses at the password of one account, from many addresses.

use std::time::Duration;

use auth::{AuthConfig, wire::StatusOutput};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::{Answer, Client, DAY, MILLISECOND, PASSWORD, SECOND, TestAuth};

const ANA: &str = "ana@example.com";
const MINUTE: Duration = Duration::from_mins(1);
/// The longest wait.
const QUARTER: Duration = Duration::from_mins(15);

/// Accounts are guarded after three failures.
async fn guarded() -> TestAuth {
    TestAuth::with(after_three).await
}

fn after_three(config: &mut AuthConfig) {
    config.email_and_password.lockout.enabled = true;
    config.email_and_password.lockout.max_failures = 3;
}

/// Somebody whom nobody knows, at an address of their own.
fn stranger(app: &TestAuth) -> Client {
    app.client()
}

async fn guess(app: &TestAuth, email: &str) -> Answer {
    stranger(app).try_sign_in(email, "not-the-password").await
}

/// Guesses until the next one has to wait.
async fn exhaust(app: &TestAuth, email: &str) {
    for _ in 0..3 {
        guess(app, email).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    }
}

#[track_caller]
fn has_to_wait(answer: &Answer, seconds: u64) {
    answer.refused(429, "");
    assert_eq!(answer.header("x-retry-after"), Some(seconds.to_string().as_str()), "{answer}");
}

#[tokio::test]
async fn after_some_failures_guesses_wait_longer_and_longer() {
    let app = guarded().await;
    app.signed_up(ANA).await;
    exhaust(&app, ANA).await;
    for minutes in [1, 2, 4, 8, 15, 15] {
        has_to_wait(&guess(&app, ANA).await, minutes * 60);
        app.clock.advance_to_just_before(Duration::from_mins(minutes));
        has_to_wait(&guess(&app, ANA).await, 1);
        app.clock.advance(MILLISECOND);
        guess(&app, ANA).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    }
}

#[tokio::test]
async fn also_the_right_password_waits_and_works_then() {
    let app = guarded().await;
    app.signed_up(ANA).await;
    exhaust(&app, ANA).await;
    has_to_wait(&stranger(&app).try_sign_in(ANA, PASSWORD).await, 60);
    app.clock.advance(MINUTE);
    app.signed_in(ANA).await;
}

#[tokio::test]
async fn the_right_password_makes_failures_forgotten() {
    let app = guarded().await;
    app.signed_up(ANA).await;
    for _ in 0..3 {
        guess(&app, ANA).await;
        guess(&app, ANA).await;
        app.signed_in(ANA).await;
    }
    exhaust(&app, ANA).await;
}

#[tokio::test]
async fn a_day_makes_failures_forgotten() {
    let app = guarded().await;
    app.signed_up(ANA).await;
    exhaust(&app, ANA).await;
    app.clock.advance(DAY);
    exhaust(&app, ANA).await;
    has_to_wait(&guess(&app, ANA).await, 60);
}

// RATE-011
#[tokio::test]
async fn every_spelling_of_an_address_is_one_account() {
    let app = guarded().await;
    app.signed_up(ANA).await;
    for spelling in ["Ana@example.com", "ANA@EXAMPLE.COM", "aNa@Example.com"] {
        guess(&app, spelling).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    }
    has_to_wait(&guess(&app, "anA@example.com").await, 60);
}

// RATE-014
#[tokio::test]
async fn of_many_guesses_from_many_addresses_few_are_looked_at() {
    let app = TestAuth::with(|config| config.email_and_password.lockout.enabled = true).await;
    app.signed_up(ANA).await;
    let mut looked_at = 0;
    for number in 0..150 {
        let mut guesser = app.client().at_address(&format!("203.0.113.{number}"));
        let answer = guesser.try_sign_in(ANA, &format!("guess-number-{number}")).await;
        looked_at += u32::from(answer.status == 401);
        app.clock.advance(SECOND);
    }
    // Twenty, and those after the waits of one minute.
    assert!((20..=22).contains(&looked_at), "{looked_at}");
}

// RACE-012
#[tokio::test]
async fn of_many_guesses_at_once_no_more_are_looked_at_than_one_after_the_other() {
    let app = guarded().await;
    app.signed_up(ANA).await;
    let mut all = JoinSet::new();
    for _ in 0..60 {
        let mut guesser = stranger(&app);
        all.spawn(async move { guesser.try_sign_in(ANA, "not-the-password").await.status.as_u16() });
    }
    let statuses = all.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 3, "{statuses:?}");
    assert!(statuses.iter().all(|status| [401, 429].contains(status)), "{statuses:?}");
    let stored = app.db.texts(r#"SELECT CAST("count" AS char(2)) FROM "latchkeyFailure""#).await;
    assert_eq!(stored.iter().map(|count| count.trim()).collect::<Vec<_>>(), ["3"]);
}

// ENUM-001: who has an account is not told.
#[tokio::test]
async fn an_address_that_nobody_has_is_treated_alike() {
    let app = guarded().await;
    app.signed_up(ANA).await;
    for email in [ANA, "nobody@example.com"] {
        exhaust(&app, email).await;
    }
    let (known, unknown) = (guess(&app, ANA).await, guess(&app, "nobody@example.com").await);
    assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
    assert_eq!(known.headers, unknown.headers);
}

#[tokio::test]
async fn what_was_typed_is_not_stored() {
    let app = guarded().await;
    guess(&app, "nobody@example.com").await;
    let key = app.db.text(r#"SELECT "id" FROM "latchkeyFailure""#).await;
    assert!(!key.contains("nobody"), "{key}");
}

// RATE-015
#[tokio::test]
async fn guessing_does_not_keep_the_owner_out() {
    let app = guarded().await;
    let mut ana = app.signed_up(ANA).await;
    ana.sign_out().await;
    let mut elsewhere = app.signed_in(ANA).await;
    exhaust(&app, ANA).await;
    has_to_wait(&guess(&app, ANA).await, 60);

    assert!(elsewhere.get_session().await.is_some(), "sessions go on");
    ana.sign_in(ANA).await;
    has_to_wait(&guess(&app, ANA).await, 60);
}

#[tokio::test]
async fn a_known_browser_has_a_count_of_its_own() {
    let app = guarded().await;
    let mut stolen = app.signed_up(ANA).await;
    for _ in 0..3 {
        stolen.try_sign_in(ANA, "not-the-password").await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    }
    has_to_wait(&stolen.try_sign_in(ANA, "not-the-password").await, 60);
    app.signed_in(ANA).await;
}

#[tokio::test]
async fn a_browser_is_known_to_those_who_signed_in_with_it_and_to_nobody_else() {
    let app = guarded().await;
    app.signed_up(ANA).await;
    let mut bo = app.signed_up("bo@example.com").await;
    bo.sign_out().await;
    exhaust(&app, ANA).await;
    has_to_wait(&bo.try_sign_in(ANA, PASSWORD).await, 60);
    bo.sign_in("bo@example.com").await;

    // After Ana has used the browser too, it is known to both.
    app.clock.advance(MINUTE);
    bo.sign_in(ANA).await;
    exhaust(&app, ANA).await;
    exhaust(&app, "bo@example.com").await;
    bo.sign_in(ANA).await;
    bo.sign_in("bo@example.com").await;
}

#[tokio::test]
async fn a_cookie_that_we_did_not_sign_makes_nobody_known() {
    let app = guarded().await;
    let ana = app.signed_up(ANA).await;
    exhaust(&app, ANA).await;
    let known = ana.cookie("known_device").unwrap();
    let session = ana.cookie("session_token").unwrap();
    for forged in ["", "device.x", &known[1..], session] {
        let mut guesser = stranger(&app).with_cookie("known_device", forged);
        has_to_wait(&guesser.try_sign_in(ANA, PASSWORD).await, 60);
    }
    let mut owner = stranger(&app).with_cookie("known_device", known);
    owner.sign_in(ANA).await;
}

#[tokio::test]
async fn the_cookie_of_a_known_browser_opens_no_session() {
    let app = guarded().await;
    let ana = app.signed_up(ANA).await;
    let known = ana.cookie("known_device").unwrap().to_owned();
    assert!(app.client().with_cookie("session_token", &known).get_session().await.is_none());
}

// RATE-015: a new password by mail always works.
#[tokio::test]
async fn a_new_password_by_mail_lets_the_owner_in_at_once() {
    let app = guarded().await;
    app.signed_up(ANA).await;
    exhaust(&app, ANA).await;
    let mut new_browser = stranger(&app);
    new_browser.post("/request-password-reset", &json!({ "email": ANA })).await.accepted::<Value>();
    let text = app.mailbox.latest_to(ANA).await.wording.text;
    let token = text.split("/reset-password/").nth(1).unwrap().split('?').next().unwrap();
    let body = json!({ "token": token, "newPassword": "another-horse-1" });
    new_browser.post("/reset-password", &body).await.accepted::<StatusOutput>();
    // Whoever guesses goes on guessing.
    exhaust(&app, ANA).await;
    new_browser.try_sign_in(ANA, "another-horse-1").await.accepted::<Value>();
}

#[tokio::test]
async fn a_stolen_session_does_not_help_to_guess_the_password() {
    let app = guarded().await;
    let mut thief = app.signed_up(ANA).await;
    let wrong = json!({ "password": "not-the-password" });
    for _ in 0..3 {
        thief.post("/verify-password", &wrong).await.refused(400, "INVALID_PASSWORD");
    }
    has_to_wait(&thief.post("/verify-password", &json!({ "password": PASSWORD })).await, 60);
    let change = json!({ "currentPassword": PASSWORD, "newPassword": "another-horse-1" });
    has_to_wait(&thief.post("/change-password", &change).await, 60);
    app.signed_in(ANA).await;
}

#[tokio::test]
async fn several_processes_count_together() {
    let app = guarded().await;
    app.signed_up(ANA).await;
    exhaust(&app, ANA).await;
    let other = app.restarted_with(after_three).await;
    has_to_wait(&guess(&other, ANA).await, 60);
}

#[tokio::test]
async fn waits_end_after_a_quarter_of_an_hour_whatever_happens() {
    let app = guarded().await;
    app.signed_up(ANA).await;
    exhaust(&app, ANA).await;
    for _ in 0..30 {
        app.clock.advance(QUARTER);
        guess(&app, ANA).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    }
    app.clock.advance(QUARTER);
    app.signed_in(ANA).await;
}

#[tokio::test]
async fn where_it_is_not_switched_on_nothing_is_counted_and_no_cookie_is_set() {
    let app = TestAuth::new().await;
    let ana = app.signed_up(ANA).await;
    for _ in 0..30 {
        guess(&app, ANA).await.refused(401, "INVALID_EMAIL_OR_PASSWORD");
    }
    assert_eq!(app.db.count("latchkeyFailure").await, 0);
    assert!(ana.cookie("known_device").is_none());
}

// RATE-025
#[tokio::test]
async fn a_stolen_session_does_not_guess_the_password_for_ever() {
    let app = guarded().await;
    let mut stolen = app.signed_up(ANA).await;
    for _ in 0..3 {
        let guess = json!({ "password": "not-the-password" });
        stolen.post("/verify-password", &guess).await.refused(400, "INVALID_PASSWORD");
    }
    let change = json!({ "currentPassword": PASSWORD, "newPassword": "another-horse-1" });
    has_to_wait(&stolen.post("/change-password", &change).await, 60);
    has_to_wait(&stolen.post("/verify-password", &json!({ "password": PASSWORD })).await, 60);
    // The owner signs in all the same: that is counted apart.
    app.signed_in(ANA).await;
}
